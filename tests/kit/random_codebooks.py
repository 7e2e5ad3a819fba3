"""Random codebooks for property tests: any text a person could write, any tree, any flags."""

from dataclasses import replace

from hypothesis import strategies as st

from avoin.codebook.canonical import draft_label
from avoin.codebook.model import Code, Codebook
from avoin.codebook.structure import cleaned
from avoin.ids import CodeId

NASTY = [
    *("no", "on", "~", "null", "true", "007", "1e3", "1:30", "2024-01-01", "<<", "…", "🙂", "x" * 300),
    *("- x", "# ei", "a: b", "a #b", "'", '"', "!x", "&x", "*x", "{a}", "[a]", "%x", "@x", "`x", "|", ">", "?"),
    *("ä: ö", "yksi\nkaksi", "yksi\n  kaksi\n\nkolme", "\\n", "a\tb"),
]
"""What trips readers and writers of YAML."""

words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text("aäo :#-\n'\"\\|>&*!{}[],", max_size=30),
)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).map(CodeId)
lists = st.lists(words, max_size=4).map(tuple)


@st.composite
def random_codes(draw: st.DrawFn, code_id: CodeId) -> Code:
    """Draw a code of this id, without a parent."""
    name = draw(words)
    code = Code(
        code_id,
        f"{name[:40]} {code_id}",
        definition=draw(words),
        include=draw(words),
        exclude=draw(st.just("") | words),
        borderline=draw(st.just("") | words),
        examples=draw(lists),
        keywords=draw(lists),
        codable=draw(st.booleans()),
        retired=draw(st.booleans()),
        colour=draw(st.sampled_from(["", "#00ff7f"])),
        origin=draw(st.just("") | words),
    )
    return cleaned(code)


def _with_heirs(draw: st.DrawFn, code: Code, earlier: list[CodeId]) -> Code:
    heir = draw(st.none() | st.sampled_from(earlier)) if code.retired else None
    parts = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2))
    return replace(code, merged_into=heir, split_into=tuple(parts))


@st.composite
def random_codebooks(draw: st.DrawFn, released: bool = False) -> Codebook:
    """Draw a sound codebook: a draft under its own label, or a release."""
    chosen = draw(st.lists(ids, unique=True, max_size=6))
    codes: list[Code] = []
    for place, code_id in enumerate(chosen):
        above = draw(st.none() | st.sampled_from(chosen[:place])) if place else None
        code = replace(draw(random_codes(code_id)), parent=above)
        if chosen[:place]:
            code = _with_heirs(draw, code, chosen[:place])
        codes.append(code)
    codes = draw(st.permutations(codes))
    book = Codebook("koe", "", tuple(codes), draw(st.sampled_from(["", "Kokeen koodikirja", "2024", "a: b # c"])))
    base = draw(st.sampled_from(["", "1.0.0", "12.3.4"]))
    return replace(book, version=base or "1.0.0" if released else draft_label(base, book))
