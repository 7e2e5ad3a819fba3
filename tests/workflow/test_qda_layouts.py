"""Both layouts of a project that goes out: a text an answer, and a text a question; nothing coded is lost in either."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.export.qdpx import to_qdpx
from avoin.ids import CodeId, CoderId, Span
from avoin.importing.qda import QdaCase, QdaCode, QdaCoding, QdaMemo, QdaProject, QdaSource
from avoin.importing.qdpx import read_qdpx
from avoin.importing.read_qda import read_qda
from avoin.importing.table import ImportFileError
from avoin.store import decisions
from avoin.workflow.incoming.qda_in import bring_in
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.outgoing.qda_out import Layout, as_qda, write_qdpx
from avoin.workflow.project import Project, create_project, open_project
from kit.codebooks import codebook
from kit.projects import add_wave, project
from kit.shared import shared

ODD = {
    "r1": "Jonot 😀 ovat pitkiä.\n\nÄiti odottaa 👩‍👩‍👧 kotona.\n",
    "r2": "=== 2025_r1_wishes ===\nJonot 😀 ovat pitkiä.\n==== a ====",
    "r3": "[avoin: ei mitään]",
    "r=4 = ===": "  rahaa\n\n\n",
    "r5": "e\u0301i mitään \u2028 muuta\x0bkaan",
}
FEARS = {"r1": "Sota 😀.", "r3": "Ei mikään."}


def _made(folder: Path, *, coded: bool = True) -> Project:
    made = project(folder, {"wishes": ODD}, wave="2024", codebook=codebook("jono", "raha") if coded else None)
    roles = {"role": dict.fromkeys(ODD, "johtaja")}
    made = add_wave(made, "2025", {"wishes": ODD, "fears": FEARS}, variables=roles)
    if coded:
        _code_everything(made)
    return made


def _code_everything(made: Project) -> None:
    for answer in load_coded(made)[0].answers:
        ends = (0, len(answer.text)), (len(answer.text) - 1, len(answer.text)), (2, 7)
        for coder, (start, end) in zip(("Aino", "Veikko", "Aino"), ends, strict=True):
            span = Span(answer.key, start, end)
            marks = [mark_span(MarkKind.CODING, span, CoderId(coder), CodeId("jono"))]
            if start == 2:
                marks.append(mark_span(MarkKind.MEMO, span, CoderId(coder), text="Kysy 😀."))
            with made.store.transaction() as connection:
                decisions.append(connection, Draft(CoderId(coder), Verb.ASSIGN, tuple(marks), codebook="koe 1.0.0"))
    with made.store.transaction() as connection:
        memo = Mark(MarkKind.MEMO, coder=CoderId("Aino"), text="Koko aineistosta.")
        decisions.append(connection, Draft(CoderId("Aino"), Verb.MEMO, (memo,)))


def _codings(made: Project) -> set[tuple[Span, CodeId, CoderId]]:
    return {(each.span, each.code, each.coder) for each in load_coded(made)[1]}


def _memos(made: Project) -> set[Mark]:
    with made.store.read() as connection:
        return set(decisions.marks(connection, MarkKind.MEMO))


def _qde(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


def _all(root: etree._Element, tag: str) -> list[etree._Element]:
    return list(root.iter(f"{{urn:QDA-XML:project:1.0}}{tag}"))


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("raw", [True, False])
def test_every_layout_is_valid_and_the_same_twice(tmp_path: Path, layout: Layout, raw: bool) -> None:
    made = _made(tmp_path / "a")
    for name in ("a.qdpx", "b.qdpx"):
        assert write_qdpx(made, tmp_path / name, raw=raw, layout=layout).n_texts == 12
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
    schema = etree.XMLSchema(etree.parse(shared("data", "survey-exports", "refi-qda", "Project-mrt2019.xsd")))
    schema.assertValid(_qde(tmp_path / "a.qdpx"))


@pytest.mark.parametrize("layout", Layout)
def test_every_coding_and_memo_comes_back_at_its_place(tmp_path: Path, layout: Layout) -> None:
    made = _made(tmp_path / "a")
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=layout)
    other = _made(tmp_path / "b", coded=False)
    found = bring_in(other, tmp_path / "ulos.qdpx")
    assert (found.n_codings, found.n_memos, found.left_out) == (36, 13, ())
    assert _codings(other) == _codings(made)
    assert _memos(other) == _memos(made)
    again = bring_in(open_project(other.folder), tmp_path / "ulos.qdpx")
    assert (again.n_codes, again.n_codings, again.n_memos) == (0, 0, 0)
    assert bring_in(made, tmp_path / "ulos.qdpx").n_codings == 0


def test_a_question_of_a_wave_is_one_text_whose_parts_are_the_respondents(tmp_path: Path) -> None:
    made = _made(tmp_path / "a")
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=Layout.PER_QUESTION)
    whole = read_qdpx((tmp_path / "ulos.qdpx").read_bytes(), "ulos.qdpx")
    texts = {each.key: each for each in whole.sources}
    assert [each.name for each in whole.sources] == ["2024_wishes", "2025_wishes", "2025_fears"]
    cases = {each.key: each.name for each in whole.cases}
    said = {
        (cases[part.case], texts[part.source].name): texts[part.source].text[part.start : part.end]
        for part in whole.parts
    }
    assert said["2025/r1", "2025_fears"] == "Sota 😀."
    assert said["2025/r2", "2025_wishes"] == ODD["r2"]
    assert len(said) == 12
    back = read_qda(tmp_path / "ulos.qdpx")
    ours = as_qda(made)
    assert {(each.name, each.text, cases[each.case]) for each in back.sources} == {
        (each.name, each.text, each.case) for each in ours.sources
    }


@pytest.mark.parametrize(
    ("layout", "n_waves", "n_questions"), [("per-answer", (5, 7), (10, 2)), ("per-question", (2,), (2,))]
)
def test_sets_are_waves_and_questions_where_they_divide_the_texts(
    tmp_path: Path, layout: str, n_waves: tuple[int, ...], n_questions: tuple[int, ...]
) -> None:
    write_qdpx(_made(tmp_path / "a"), tmp_path / "ulos.qdpx", layout=Layout(layout))
    sets = {each.get("name"): len(each) for each in _all(_qde(tmp_path / "ulos.qdpx"), "Set")}
    waves = [sets[name] for name in ("2024", "2025") if name in sets]
    questions = [sets[name] for name in ("wishes", "fears") if name in sets]
    assert (tuple(waves), tuple(questions)) == (n_waves, n_questions)


def test_waves_and_questions_whose_names_run_together_are_texts_of_their_own(tmp_path: Path) -> None:
    first = {"r1": "Jonot 😀 ovat pitkiä.", "r2": "=== 2024_a_r1_b ==="}
    made = project(tmp_path / "a", {"a_b": first}, wave="2024")
    made = add_wave(made, "2024_a", {"b": FEARS, "2024_a": FEARS})
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=Layout.PER_QUESTION)
    assert [each.name for each in read_qdpx((tmp_path / "ulos.qdpx").read_bytes(), "u").sources] == [
        "2024_a_b", "2024_a_b~2", "2024_a_2024_a"
    ]  # fmt: skip
    assert len(_all(_qde(tmp_path / "ulos.qdpx"), "TextSource")) == 3
    assert {each.get("name"): len(each) for each in _all(_qde(tmp_path / "ulos.qdpx"), "Set")} == {"2024_a": 2}
    assert sorted(each.text for each in read_qda(tmp_path / "ulos.qdpx").sources) == sorted(
        [*first.values(), *FEARS.values(), *FEARS.values()]
    )


def test_one_question_in_one_wave_needs_no_set(tmp_path: Path) -> None:
    made = project(tmp_path / "a", {"wishes": ODD})
    for layout in Layout:
        write_qdpx(made, tmp_path / "ulos.qdpx", layout=layout)
        assert _all(_qde(tmp_path / "ulos.qdpx"), "Sets") == []


@pytest.mark.parametrize("layout", Layout)
def test_an_empty_project_takes_the_answers_with_their_cases(tmp_path: Path, layout: Layout) -> None:
    said = {"r1": "Jonot 😀 ovat pitkiä.", "r2": "Rahaa lisää."}
    roles = {"role": {"r1": "johtaja", "r2": "työntekijä"}}
    made = project(tmp_path / "a", {"wishes": said}, variables=roles, codebook=codebook("jono"))
    _code_everything(made)
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=layout)
    empty = create_project(tmp_path / "uusi", "Uusi", coder="Aino")
    found = bring_in(empty, tmp_path / "ulos.qdpx", wave="2025")
    assert (found.n_answers, found.n_codings, found.left_out) == (2, 6, ())
    corpus = load_coded(open_project(empty.folder))[0]
    assert {answer.key.respondent: answer.text for answer in corpus.answers} == {
        "2025/r1": said["r1"],
        "2025/r2": said["r2"],
    }
    assert {each.id: list(each.values.values()) for each in corpus.respondents} == {
        "2025/r1": ["johtaja"],
        "2025/r2": ["työntekijä"],
    }


def test_a_coding_over_two_answers_goes_on_both_and_a_memo_over_two_on_the_project(tmp_path: Path) -> None:
    made = _made(tmp_path / "a", coded=False)
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=Layout.PER_QUESTION)
    whole = read_qdpx((tmp_path / "ulos.qdpx").read_bytes(), "ulos.qdpx")
    (fears,) = [each for each in whole.sources if each.name == "2025_fears"]
    start, end = fears.text.index("😀"), fears.text.index("mikään")
    heading = fears.text.index("2025_r1_fears")
    theirs = QdaProject(
        "P",
        "t",
        (QdaCode("x", "jono"),),
        (fears,),
        codings=(QdaCoding(fears.key, start, end, "x", "Bo"), QdaCoding(fears.key, heading, heading + 4, "x", "Bo")),
        memos=(QdaMemo(fears.key, start, end, "Yhteistä.", "Bo"),),
    )
    (tmp_path / "takaisin.qdpx").write_bytes(to_qdpx(theirs))
    found = bring_in(made, tmp_path / "takaisin.qdpx")
    assert found.left_out == ("1 coding without words was left out.",)
    texts = {each.key: each.text for each in load_coded(made)[0].answers}
    assert {texts[span.answer][span.start : span.end] for span, _code, _coder in _codings(made)} == {"😀.", "Ei "}
    assert {(mark.respondent, mark.text) for mark in _memos(made)} == {("", "Yhteistä.")}


def test_a_text_of_another_tool_is_not_taken_apart(tmp_path: Path) -> None:
    text = "=== Alku ===\nKuka olet?\n=== Loppu ===\nKiitos."
    source = QdaSource("s", "haastattelu", text, sets=("Ryhmä",))
    other = QdaSource("o", "toinen", "Toinen.")
    third = QdaSource("p", "kolmas", "Kolmas.", sets=("Ryhmä",))
    theirs = QdaProject("P", "t", (), (source, other, third), (QdaCase("c", "Aino"),))
    (tmp_path / "p.qdpx").write_bytes(to_qdpx(theirs))
    assert [each.text for each in read_qda(tmp_path / "p.qdpx").sources] == [text, "Toinen.", "Kolmas."]
    found = bring_in(create_project(tmp_path / "uusi", "Uusi", coder="Aino"), tmp_path / "p.qdpx")
    assert found.left_out == ("1 set of texts was left out: Ryhmä",)


SELECTED = """<Project xmlns="urn:QDA-XML:project:1.0" name="P"><Cases>
<Case guid="41111111-1111-1111-1111-111111111111" name="Aino">
<SelectionRef targetGUID="21111111-1111-1111-1111-111111111111"/></Case>
<Case guid="42222222-1111-1111-1111-111111111111" name="Veikko">{}</Case></Cases>
<Sources><TextSource guid="11111111-1111-1111-1111-111111111111" name="n"><PlainTextContent>abcd</PlainTextContent>
<PlainTextSelection guid="21111111-1111-1111-1111-111111111111" startPosition="0" endPosition="2"/>
<PlainTextSelection guid="22222222-1111-1111-1111-111111111111" startPosition="2" endPosition="4"/>
</TextSource></Sources></Project>"""


def test_whose_parts_of_a_text_are_says_whose_it_is_where_it_is_one_persons(tmp_path: Path) -> None:
    (tmp_path / "p.qde").write_text(SELECTED.format(""), encoding="utf-8")
    found = read_qda(tmp_path / "p.qde")
    assert found.sources[0].case == found.cases[0].key
    second = '<SelectionRef targetGUID="22222222-1111-1111-1111-111111111111"/>'
    (tmp_path / "p.qde").write_text(SELECTED.format(second), encoding="utf-8")
    found = read_qda(tmp_path / "p.qde")
    assert found.sources[0].case == ""
    assert any("2 cases have only parts" in each for each in found.left_out)


def _repacked(path: Path, *renamed: tuple[str, str]) -> bytes:
    """Return the archive with entries under other names; one that stands twice is there twice."""
    file = io.BytesIO()
    with zipfile.ZipFile(path) as read, zipfile.ZipFile(file, "w") as archive:
        for name in read.namelist():
            for new in [new for old, new in renamed if old == name] or [name]:
                archive.writestr(new, read.read(name))
    return file.getvalue()


@pytest.mark.parametrize(
    "names",
    [
        ("Project.qde",),
        ("kansio/oma.qde",),
        ("kansio/project.qde", "__MACOSX/kansio/._project.qde"),
        ("project.qde", "sources/project.qde"),
    ],
)
def test_the_description_is_found_where_it_is_the_only_one(tmp_path: Path, names: tuple[str, ...]) -> None:
    write_qdpx(_made(tmp_path / "a"), tmp_path / "ulos.qdpx", raw=True)
    content = _repacked(tmp_path / "ulos.qdpx", *(("project.qde", name) for name in names))
    assert len(read_qdpx(content, "p.qdpx").sources) == 12


@pytest.mark.parametrize(
    ("names", "says"),
    [(("a/x.qde", "b/x.qde"), "holds 2 projects"), (("../x.qde",), "not a REFI"), (("a\\..\\x.qde",), "not a REFI")],
)
def test_no_description_is_guessed_or_taken_from_outside(tmp_path: Path, names: tuple[str, ...], says: str) -> None:
    write_qdpx(_made(tmp_path / "a"), tmp_path / "ulos.qdpx", raw=True)
    content = _repacked(tmp_path / "ulos.qdpx", *(("project.qde", name) for name in names))
    with pytest.raises(ImportFileError, match=says):
        read_qdpx(content, "p.qdpx")


@pytest.mark.parametrize("layout", Layout)
def test_pyrefiqda_reads_every_layout_and_what_it_writes_is_read(tmp_path: Path, layout: Layout) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda", reason="pyrefiqda, another reader of REFI-QDA, is not installed")
    made = _made(tmp_path / "a")
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=layout)
    unpacked = tmp_path / "unpacked"
    read = pyrefiqda.RefiProject.load(tmp_path / "ulos.qdpx", extract_dir=str(unpacked))
    selections = [each for source in read.sources.text_source for each in source.plain_text_selection]
    assert sum(len(each.coding) for each in selections) == 36
    referred = [each for case in read.cases.case for each in case.selection_ref]
    assert len(referred) == (12 if layout is Layout.PER_QUESTION else 0)
    # the folder it unpacked to has the description as well, and it packs that among the texts
    pyrefiqda.RefiProject.save(read, tmp_path / "takaisin.qdpx", source_media_dir=str(unpacked))
    other = _made(tmp_path / "b", coded=False)
    found = bring_in(other, tmp_path / "takaisin.qdpx")
    assert (found.n_codings, found.n_memos, found.left_out) == (36, 13, ())
    assert _codings(other) == _codings(made)
