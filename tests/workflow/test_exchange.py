"""Projects of other tools, out and in: nothing coded is lost on the way, and nothing leaves that should not."""

import io
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.export.qdpx import to_qdpx
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.importing.qda import QdaCase, QdaCode, QdaCoding, QdaMemo, QdaProject, QdaSource
from avoin.importing.qdpx import read_qdpx
from avoin.importing.read_qda import read_qda
from avoin.importing.table import ImportFileError
from avoin.store import decisions
from avoin.workflow.desk.memos import note_on_code, note_on_project
from avoin.workflow.incoming.coded_table import CodedTableError
from avoin.workflow.incoming.qda_in import QdaInError, bring_in
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.outgoing.qda_out import write_qdpx
from avoin.workflow.outgoing.write_export import write_export
from avoin.workflow.project import CoderError, Project, create_project, open_project
from kit.coded_project import BOOK, PEOPLE, coded_project, text_of
from kit.projects import project
from kit.shared import shared

REFI = ("data", "survey-exports", "refi-qda")
SMALL = QdaProject(
    "Pieni",
    "test",
    (QdaCode("a", "Jono", description="Odotusta.", colour="#12ab34"), QdaCode("b", "Puhelinjono", "a")),
    (QdaSource("s1", "Aino", "Jonot 😀 ovat pitkiä.\nÄiti odottaa.", "c1"), QdaSource("s2", "Veikko", "Ei mitään.")),
    (QdaCase("c1", "Aino", {"Alue": "Ylä-Savo"}),),
    (QdaCoding("s1", 0, 7, "a", "Liisa", "2025-05-19T08:00:00+00:00"), QdaCoding("s1", 8, 20, "b", "Liisa")),
    (QdaMemo("s1", 0, 7, "Emoji & <merkki>", "Liisa"),),
)


def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared(*REFI, "Project-mrt2019.xsd")))


def _qde(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("project.qde")


def _codings(made: Project) -> set[tuple[Span, CodeId, CoderId]]:
    return {(each.span, each.code, each.coder) for each in load_coded(made)[1]}


def _uncoded(folder: Path) -> Project:
    return project(folder, {"wishes": {who: text_of(place) for place, who in enumerate(PEOPLE)}})


def test_what_is_written_is_valid_and_reads_back_the_same() -> None:
    written = to_qdpx(SMALL)
    assert written == to_qdpx(SMALL)
    _schema().assertValid(etree.fromstring(_qde(written)))
    back = read_qdpx(written, "pieni.qdpx")
    names = {each.key: each.name for each in back.codes}
    assert [(each.name, names.get(each.parent, ""), each.description, each.colour) for each in back.codes] == [
        ("Jono", "", "Odotusta.", "#12ab34"),
        ("Puhelinjono", "Jono", "", ""),
    ]
    texts = {each.key: each.text for each in back.sources}
    assert [(texts[each.source][each.start : each.end], names[each.code], each.coder) for each in back.codings] == [
        ("Jonot 😀", "Jono", "Liisa"),
        ("ovat pitkiä.", "Puhelinjono", "Liisa"),
    ]
    assert [(each.start, each.end, each.text) for each in back.memos] == [(0, 7, "Emoji & <merkki>")]
    assert [dict(each.values) for each in back.cases] == [{"Alue": "Ylä-Savo"}]
    assert [source.case == back.cases[0].key for source in back.sources] == [True, False]


def test_a_project_without_anything_is_valid_too() -> None:
    _schema().assertValid(etree.fromstring(_qde(to_qdpx(QdaProject("Tyhjä", "test")))))


def test_control_characters_move_no_position() -> None:
    source = QdaSource("s", "n", "a\x1b[31m jono\x00.")
    made = QdaProject("P", "t", (QdaCode("a", "Jono"),), (source,), (), (QdaCoding("s", 7, 11, "a", "L"),))
    back = read_qdpx(to_qdpx(made), "p.qdpx")
    assert [back.sources[0].text[each.start : each.end] for each in back.codings] == ["jono"]
    assert "\x1b" not in back.sources[0].text


def test_a_coded_project_goes_out_and_comes_back_without_losing_a_coding(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "a")
    memo = mark_span(MarkKind.MEMO, _answer(3), CoderId("Aino"), text="Kysy tästä.")
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("Aino"), Verb.MEMO, (memo,)))
    written = write_qdpx(made, tmp_path / "ulos.qdpx", raw=True)
    _schema().assertValid(etree.fromstring(_qde((tmp_path / "ulos.qdpx").read_bytes())))
    assert (written.n_texts, written.n_codings, written.n_memos) == (30, 32, 1)
    other = _uncoded(tmp_path / "b")
    found = bring_in(other, tmp_path / "ulos.qdpx")
    assert (found.n_codes, found.n_codings, found.n_memos, found.left_out) == (4, 32, 1, ())
    assert _codings(other) == _codings(made)
    again = bring_in(open_project(other.folder), tmp_path / "ulos.qdpx")
    assert (again.n_codes, again.n_codings, again.n_memos) == (0, 0, 0)
    assert bring_in(made, tmp_path / "ulos.qdpx").n_codings == 0


def _answer(place: int) -> Span:
    key = AnswerKey(WaveId("2025"), RespondentId(PEOPLE[place]), QuestionId("wishes"))
    return Span(key, 0, len(text_of(place)))


def test_a_text_that_differs_takes_no_coding_and_is_named(tmp_path: Path) -> None:
    write_qdpx(coded_project(tmp_path / "a"), tmp_path / "ulos.qdpx", raw=True)
    texts = {who: text_of(place) for place, who in enumerate(PEOPLE)} | {"r4": "Aivan muuta."}
    other = project(tmp_path / "b", {"wishes": texts})
    found = bring_in(other, tmp_path / "ulos.qdpx")
    assert found.n_codings == 31
    assert any("2025_r4_wishes" in each for each in found.left_out)
    assert not any(text_of(4) in each for each in found.left_out)


def test_codes_that_the_codebook_lacks_are_refused_unless_asked_for(tmp_path: Path) -> None:
    (tmp_path / "pieni.qdpx").write_bytes(_of_answers("Uusi koodi"))
    made = coded_project(tmp_path / "a")
    before = _codings(made)
    with pytest.raises(QdaInError, match="Uusi koodi") as caught:
        bring_in(made, tmp_path / "pieni.qdpx")
    assert "--new-codes" in caught.value.hint
    assert _codings(made) == before
    found = bring_in(made, tmp_path / "pieni.qdpx", new_codes=True)
    assert (found.n_codes, found.n_codings) == (1, 1)
    assert {code for _span, code, _coder in _codings(made) - before} == {"uusi_koodi"}


def _of_answers(code: str) -> bytes:
    source = QdaSource("2025_r1_wishes", "2025_r1_wishes", text_of(1))
    return to_qdpx(QdaProject("P", "t", (QdaCode("x", code),), (source,), (), (QdaCoding(source.key, 0, 4, "x", ""),)))


def test_lines_that_a_tool_broke_anew_move_no_coding(tmp_path: Path) -> None:
    broken = text_of(1).replace(", ", ",\n").replace("viikkoja. ", "viikkoja.\n\n")
    start, end = broken.index("takaisin"), broken.index("viikkoja") + len("viikkoja")
    source = QdaSource("2025_r1_wishes.txt", "2025_r1_wishes.txt", broken)
    made = QdaProject("P", "t", (QdaCode("x", "jono"),), (source,), (), (QdaCoding(source.key, start, end, "x", "Bo"),))
    (tmp_path / "rivitetty.qdpx").write_bytes(to_qdpx(made))
    project_of_ours = coded_project(tmp_path / "a")
    assert bring_in(project_of_ours, tmp_path / "rivitetty.qdpx").n_codings == 1
    (span,) = [span for span, _code, coder in _codings(project_of_ours) if coder == "Bo"]
    assert text_of(1)[span.start : span.end] == "takaisinsoittoa odotetaan viikkoja"


def test_a_file_of_other_texts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pieni.qdpx").write_bytes(to_qdpx(SMALL))
    with pytest.raises(QdaInError, match=r"None of the 2 texts of pieni\.qdpx"):
        bring_in(coded_project(tmp_path / "a"), tmp_path / "pieni.qdpx")


def test_an_empty_project_takes_the_whole_of_another_tool(tmp_path: Path) -> None:
    (tmp_path / "pieni.qdpx").write_bytes(to_qdpx(SMALL))
    empty = create_project(tmp_path / "uusi", "Uusi", coder="Aino")
    found = bring_in(empty, tmp_path / "pieni.qdpx", wave="2024")
    assert (found.n_answers, found.n_codes, found.n_codings, found.n_memos) == (2, 2, 2, 1)
    corpus, codings = load_coded(open_project(empty.folder))
    texts = {each.key: each.text for each in corpus.answers}
    coded = [texts[each.span.answer][each.span.start : each.span.end] for each in codings]
    assert coded == ["Jonot 😀", "ovat pitkiä."]
    assert {each.coder for each in codings} == {"Liisa"}
    assert [dict(each.values) for each in corpus.respondents] == [{"alue": "Ylä-Savo"}, {}]


def test_line_ends_of_another_system_move_no_coding(tmp_path: Path) -> None:
    source = QdaSource("s", "Aino", "Eka rivi.\r\nJono on pitkä.")
    made = QdaProject("P", "t", (QdaCode("a", "Jono"),), (source,), (), (QdaCoding("s", 11, 15, "a", "L"),))
    (tmp_path / "p.qdpx").write_bytes(to_qdpx(made))
    empty = create_project(tmp_path / "uusi", "Uusi", coder="Aino")
    bring_in(empty, tmp_path / "p.qdpx")
    corpus, codings = load_coded(open_project(empty.folder))
    assert [corpus.answers[0].text[each.span.start : each.span.end] for each in codings] == ["Jono"]


def test_without_raw_no_name_id_or_rare_background_leaves(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "a")
    written = write_qdpx(made, tmp_path / "ulos.qdpx")
    content = (tmp_path / "ulos.qdpx").read_bytes()
    _schema().assertValid(etree.fromstring(_qde(content)))
    back = read_qdpx(content, "ulos.qdpx")
    assert (written.n_codings, written.n_memos) == (32, 0)
    everything = _qde(content).decode() + "".join(each.text for each in back.sources)
    assert "040 123 4567" not in everything
    assert not any(f"_{who}_" in everything or f">{who}<" in everything for who in PEOPLE)
    assert not any(value.startswith("area") for case in back.cases for value in case.values.values())
    assert {value for case in back.cases for value in case.values.values()} == {"director", "worker"}
    texts = {each.key: each.text for each in back.sources}
    assert sum(texts[each.source][each.start : each.end] == text_of(1).partition(".")[0] + "." for each in back.codings)


@pytest.mark.parametrize("name", ["Project.qde", "TestProject.qdpx"])
def test_a_project_of_another_tool_whose_texts_are_elsewhere_says_so(name: str) -> None:
    found = read_qda(shared(*REFI, name))
    assert found.tool.startswith("ATLAS.ti")
    assert len(found.codes) == 14
    assert not found.sources
    assert any("outside the file" in each for each in found.left_out)


def _zip(**entries: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


PROJECT = '<Project xmlns="urn:QDA-XML:project:1.0" name="P">{}</Project>'
ENTITY = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + PROJECT.format("&x;")
BOMB = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + PROJECT.format("&b;")
OUTSIDE = PROJECT.format(
    '<Sources><TextSource guid="11111111-1111-1111-1111-111111111111"><PlainTextContent>ab</PlainTextContent>'
    '<PlainTextSelection guid="21111111-1111-1111-1111-111111111111" startPosition="1" endPosition="99"/>'
    "</TextSource></Sources>"
)
NO_CODE = PROJECT.format(
    '<Sources><TextSource guid="11111111-1111-1111-1111-111111111111"><PlainTextContent>ab</PlainTextContent>'
    '<Coding guid="31111111-1111-1111-1111-111111111111"><CodeRef targetGUID="4"/></Coding></TextSource></Sources>'
)
DEEP = PROJECT.format("<CodeBook><Codes>" + '<Code guid="1" name="a">' * 101 + "</Code>" * 101 + "</Codes></CodeBook>")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 rikki",
        b"<html/>",
        b"<Project",
        ENTITY.encode(),
        BOMB.encode(),
        OUTSIDE.encode(),
        NO_CODE.encode(),
        DEEP.encode(),
        _zip(**{"muuta.txt": "x"}),
        b"SQLite format 3\x00" + bytes(200),
        b"teksti",
    ],
    ids=(
        "empty",
        "no archive",
        "html",
        "cut off",
        "entity",
        "bomb",
        "outside",
        "no code",
        "deep",
        "zip",
        "sqlite",
        "text",
    ),
)
def test_a_hostile_or_damaged_project_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "paha.qdpx"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=r"paha\.qdpx"):
        read_qda(path)


def test_an_entry_with_a_way_out_of_the_archive_is_not_read() -> None:
    source = '<TextSource guid="1" name="n" plainTextPath="internal://../../etc/passwd.txt"/>'
    packed = _zip(**{"project.qde": PROJECT.format(f"<Sources>{source}</Sources>"), "../../etc/passwd.txt": "salaista"})
    assert read_qdpx(packed, "p.qdpx").sources == ()


TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, contents TEXT, project_id INTEGER);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects VALUES (1, 'Haastattelut');
INSERT INTO documents VALUES (1, 'Aino', '<p>Äiti &amp; <b>isä</b> jonottavat 😀 yhä.</p>', 1);
INSERT INTO tags VALUES (1, 1, 'jono', 'Odotusta.'), (2, 1, 'perhe', '');
INSERT INTO highlights VALUES (1, 1, 0, 12), (2, 1, 13, 28), (3, 1, 0, 2);
INSERT INTO highlight_tags VALUES (1, 2), (2, 1);
"""
QUALCODER = """
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, fulltext TEXT, owner TEXT);
CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name TEXT, memo TEXT, supercatid INTEGER);
CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name TEXT, memo TEXT, catid INTEGER, color TEXT);
CREATE TABLE code_text (cid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER, owner TEXT, date TEXT, memo TEXT);
CREATE TABLE annotation (anid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER, memo TEXT, owner TEXT, date TEXT);
CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE case_text (caseid INTEGER, fid INTEGER);
CREATE TABLE attribute (name TEXT, attr_type TEXT, value TEXT, id INTEGER);
INSERT INTO source VALUES (1, 'aino.txt', 'Äiti jonottaa 😀 yhä.', 'x'), (2, 'kuva.png', NULL, 'x');
INSERT INTO code_cat VALUES (1, 'Palvelut', NULL, NULL);
INSERT INTO code_name VALUES (1, 'jono', 'Odotusta.', 1, '#AABBCC');
INSERT INTO code_text VALUES (1, 1, 5, 15, 'Liisa', '2025-05-19 08:00:00', 'Tärkeä');
INSERT INTO annotation VALUES (1, 1, 0, 4, 'Kuka?', 'Veikko', '2025-05-19 09:00:00');
INSERT INTO cases VALUES (1, 'Aino');
INSERT INTO case_text VALUES (1, 1);
INSERT INTO attribute VALUES ('Alue', 'case', 'Savo', 1);
"""


def _database(path: Path, script: str) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path


def test_a_taguette_project_is_read_byte_positions_and_all(tmp_path: Path) -> None:
    found = read_qda(_database(tmp_path / "haastattelut.sqlite3", TAGUETTE))
    text = found.sources[0].text
    assert (found.tool, text) == ("Taguette", "Äiti & isä jonottavat 😀 yhä.")
    names = {each.key: each.name for each in found.codes}
    assert [(names[each.code], text[each.start : each.end]) for each in found.codings] == [
        ("perhe", "Äiti & isä"),
        ("jono", "jonottavat 😀"),
    ]
    assert found.left_out == ("1 highlight without a tag was left out.",)


def test_a_qualcoder_project_is_read_from_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "haastattelut.qda"
    folder.mkdir()
    _database(folder / "data.qda", QUALCODER)
    found = read_qda(folder)
    assert (found.tool, [each.name for each in found.codes]) == ("QualCoder", ["Palvelut", "jono"])
    (coding,) = found.codings
    assert found.sources[0].text[coding.start : coding.end] == "jonottaa 😀"
    assert (found.cases[0].values, found.sources[0].case) == ({"Alue": "Savo"}, found.cases[0].key)
    assert [(each.text, each.start, each.end, each.coder) for each in found.memos] == [
        ("Tärkeä", 5, 15, "Liisa"),
        ("Kuka?", 0, 4, "Veikko"),
    ]
    assert any("picture" in each for each in found.left_out)


def test_a_taguette_project_comes_into_an_empty_project(tmp_path: Path) -> None:
    empty = create_project(tmp_path / "uusi", "Uusi", coder="Aino")
    found = bring_in(empty, _database(tmp_path / "h.sqlite3", TAGUETTE))
    assert (found.n_answers, found.n_codes, found.n_codings) == (1, 2, 2)
    corpus, codings = load_coded(open_project(empty.folder))
    text = corpus.answers[0].text
    assert sorted(text[each.span.start : each.span.end] for each in codings) == ["jonottavat 😀", "Äiti & isä"]


def test_xml_that_is_written_has_no_live_reference() -> None:
    root = ElementTree.fromstring(_qde(to_qdpx(SMALL)))
    paths = [each.get("plainTextPath", "") for each in root.iter()]
    assert all(path.startswith("internal://") for path in paths if path)


def test_exported_codings_come_back_from_a_spreadsheet(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "a")
    other = project(tmp_path / "b", {"wishes": {who: text_of(at) for at, who in enumerate(PEOPLE)}}, codebook=BOOK)
    for form in ("csv", "xlsx"):
        write_export(made, "codings", form, tmp_path / f"codings.{form}")
        found = bring_in(open_project(other.folder), tmp_path / f"codings.{form}")
        assert found.n_codings == (32 if form == "csv" else 0)
    assert _codings(other) == _codings(made)


def test_a_table_of_respondents_and_codes_is_enough(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "a")
    before = _codings(made)
    path = tmp_path / "excelistä.csv"
    path.write_text("vastaaja,koodit,teksti\nr1,jono; Raha,\nr2,jono,ennen kuun loppua\n", encoding="utf-8")
    assert bring_in(made, path).n_codings == 3
    new = {(each.answer.respondent, each.start, each.end, code) for each, code, _coder in _codings(made) - before}
    at = text_of(2).index("ennen kuun loppua")
    assert new == {("r1", 0, len(text_of(1)), code) for code in ("jono", "raha")} | {("r2", at, at + 17, "jono")}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("r99,jono,,,", "r99"),
        ("r1,jono,aivan muuta,,", "does not have these words"),
        ("r1,jono,,5,x", "not numbers"),
        ("r1,jono,,5,5000", "5–5000"),
        ("r1,jono,muuta,0,5", "not those of the answer"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_nothing_is_taken(tmp_path: Path, row: str, problem: str) -> None:
    made = coded_project(tmp_path / "a")
    before = _codings(made)
    path = tmp_path / "codings.csv"
    path.write_text(f"respondent,code,text,start,end\nr1,jono,,,\n{row}\n", encoding="utf-8")
    with pytest.raises(CodedTableError, match=r"codings\.csv, row 3") as caught:
        bring_in(made, path)
    assert problem in caught.value.message
    assert _codings(made) == before


def test_answers_whose_names_would_be_alike_keep_their_own_texts_and_redactions(tmp_path: Path) -> None:
    said = {"a/b": "Soittakaa 040 123 4567 minulle heti.", "a-b": "Ei mitään erityistä sanottavaa tähän kohtaan."}
    made = project(tmp_path / "a", {"wishes": said})
    for raw in (True, False):
        write_qdpx(made, tmp_path / "ulos.qdpx", raw=raw)
        back = read_qdpx((tmp_path / "ulos.qdpx").read_bytes(), "ulos.qdpx")
        assert len({each.name for each in back.sources}) == len({each.key for each in back.sources}) == 2
        texts = {each.text for each in back.sources}
        assert (texts == set(said.values())) is raw
        assert said["a-b"] in texts
        assert raw or not any("040 123" in each for each in texts)


def test_a_whole_project_of_another_tool_brought_in_once_more_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "pieni.qdpx").write_bytes(to_qdpx(SMALL))
    empty = create_project(tmp_path / "uusi", "Uusi", coder="Aino")
    bring_in(empty, tmp_path / "pieni.qdpx")
    again = bring_in(open_project(empty.folder), tmp_path / "pieni.qdpx")
    assert (again.n_answers, again.n_codes, again.n_codings, again.n_memos, again.left_out) == (0, 0, 0, 0, ())


def test_nobody_comes_in_under_the_name_of_a_blind_role(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "a")
    source = QdaSource("2025_r1_wishes", "2025_r1_wishes", text_of(1))
    coding = QdaCoding(source.key, 0, 4, "x", "Aino§1")
    theirs = QdaProject("P", "t", (QdaCode("x", "jono"),), (source,), (), (coding,))
    (tmp_path / "rooli.qdpx").write_bytes(to_qdpx(theirs))
    before = _codings(made)
    with pytest.raises(CoderError):
        bring_in(made, tmp_path / "rooli.qdpx")
    assert _codings(made) == before


def test_codings_on_headings_and_on_no_words_are_left_out_and_counted(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "a")
    before = _codings(made)
    source = QdaSource("2025_r1_wishes", "2025_r1_wishes", text_of(1))
    codings = (QdaCoding(source.key, 0, 4, "a", "Bo"), QdaCoding(source.key, 3, 3, "b", "Bo"))
    codes = (QdaCode("a", "palvelut"), QdaCode("b", "jono"))
    (tmp_path / "p.qdpx").write_bytes(to_qdpx(QdaProject("P", "t", codes, (source,), (), codings)))
    found = bring_in(made, tmp_path / "p.qdpx")
    assert found.n_codings == 0
    assert len(found.left_out) == 2
    assert _codings(made) == before


def test_notes_on_the_project_a_code_and_an_answer_go_out_and_come_back_once(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    coder = CoderId("Aino")
    note_on_project(made, coder, "Koko aineistosta")
    note_on_code(made, coder, BOOK.codes[0].id, "Rajaus auki")
    whole = AnswerKey(WaveId("2025"), RespondentId(PEOPLE[0]), QuestionId("wishes"))
    with made.store.transaction() as connection:
        on_answer = Mark(MarkKind.MEMO, *whole, coder=coder, text="Vastauksesta")
        decisions.append(connection, Draft(coder, Verb.MEMO, (on_answer,)))
    written = write_qdpx(made, tmp_path / "p.qdpx", raw=True)
    assert written.n_memos == 3
    assert _schema().validate(etree.fromstring(_qde(written.path.read_bytes()))), _schema().error_log
    assert bring_in(made, written.path).n_memos == 0, "all of it is here already"
    other = _uncoded(tmp_path / "other")
    assert bring_in(other, written.path, new_codes=True).n_memos == 3
    with other.store.read() as connection:
        back = set(decisions.marks(connection, MarkKind.MEMO))
    assert {(mark.answer if mark.respondent else None, mark.start, mark.code, mark.text) for mark in back} == {
        (None, -1, "", "Koko aineistosta"),
        (None, -1, BOOK.codes[0].id, "Rajaus auki"),
        (whole, -1, "", "Vastauksesta"),
    }
    redacted = write_qdpx(made, tmp_path / "redacted.qdpx")
    assert redacted.n_memos == 0
    assert "Rajaus auki" not in _qde(redacted.path.read_bytes()).decode()


def test_pyrefiqda_reads_the_same_project(tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda", reason="pyrefiqda, another reader of REFI-QDA, is not installed")
    path = tmp_path / "ours.qdpx"
    path.write_bytes(to_qdpx(SMALL))
    read = pyrefiqda.RefiProject.load(path, extract_dir=str(tmp_path / "out"))
    selections = [each for source in read.sources.text_source for each in source.plain_text_selection]
    coded = {(each.start_position, each.end_position) for each in selections if each.coding}
    assert coded == {(each.start, each.end) for each in SMALL.codings}
    assert [each.name for each in read.sources.text_source] == [each.name for each in SMALL.sources]
