"""Forgetting a respondent: not a byte of the words is left in the project, and every count is what it was."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.coding.settlement import settling_marks
from avoin.export.csv import to_csv
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.nlp.model import ReadText, Token
from avoin.privacy.review import approval_mark
from avoin.report.summary import Bullet, Evidence, Place, Summary, summary_mark
from avoin.store import answers, chain, decisions, themes, undoing
from avoin.store.engine import Store
from avoin.text import is_erased
from avoin.themes.model import Theme, ThemeSet
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.outgoing.review_quotes import approved_quotes
from avoin.workflow.outgoing.write_export import Extract, rows_of
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep.backup import back_up, backups_of, restore
from avoin.workflow.upkeep.forget import UnknownRespondentError, forget, would_forget
from avoin.workflow.upkeep.verify import verify
from kit.codebooks import codebook
from kit.decided import code
from kit.projects import add_wave, project

AINO = CoderId("Aino")
KEY = AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("wishes"))
FIRST = "Maija Meikäläinen odotti jonossa koko talven."
SAID = f"{FIRST} Puhelimeen ei vastattu kertaakaan vuodessa."
WORDS = ("Meikäläinen", "meikäläinen", "Puhelimeen ei", "kertaakaan")
ANSWERS = {"wishes": {"r1": SAID, "r2": "Palkkaa lisää.", "r3": "Jonot pitkiä, ne jonot."}}


def _decide(made: Project, verb: Verb, *put: Mark, taken: tuple[Mark, ...] = ()) -> None:
    with made.store.transaction() as connection:
        assert decisions.append(connection, Draft(AINO, verb, put, taken)) is not None


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    """A project that holds the words in every place that can hold them."""
    made = project(tmp_path / "p", ANSWERS, codebook=codebook("jono", "palkka"))
    first = Span(KEY, 0, len(FIRST))
    rest = Span(KEY, len(FIRST) + 1, len(SAID))
    code(made, "r1", "wishes", "jono", end=first.end)
    code(made, "r1", "wishes", "palkka", start=rest.start, end=rest.end)
    code(made, "r2", "wishes", "palkka", "jono")
    memo = Mark(MarkKind.MEMO, *KEY, coder=AINO, text="Meikäläinen tunnetaan täällä")
    _decide(made, Verb.MEMO, memo)
    _decide(made, Verb.MEMO, replace(memo, text="meikäläinen, sama kuin ennen"), taken=(memo,))
    _decide(made, Verb.QUOTE, mark_span(MarkKind.QUOTE, first, AINO))
    _decide(made, Verb.APPROVE, approval_mark(first, FIRST, {CodeId("jono")}))
    _decide(made, Verb.REDACT, mark_span(MarkKind.EDIT, Span(KEY, 0, 5), CoderId(""), text="Meikäläinen M."))
    settled = settling_marks(KEY, AINO, {CodeId("jono"): (first,)}, (AINO, CoderId("Bo")), None, "meikäläinen jonottaa")
    _decide(made, Verb.SETTLE, *settled)
    place = Place(WaveId("2025"), QuestionId("wishes"), CodeId("jono"))
    bullet = Bullet(f"Yksi kertoi: {FIRST}", (Evidence(first, CodeId("jono")),))
    _decide(made, Verb.SUMMARY, summary_mark(Summary(place, "Jonot ovat pitkiä", (bullet,))))
    born = {"id": "uusi", "name": "Uusi", "examples": [FIRST]}
    _decide(made, Verb.NEW_CODE, Mark(MarkKind.CODE, code=CodeId("uusi"), text=json.dumps(born, ensure_ascii=False)))
    theme = Theme("t1", "Puhelimeen ei vastattu kertaakaan", ("jono",), None, 1.0, False, (first,))
    with made.store.transaction() as connection:
        themes.save_run(connection, ThemeSet(QuestionId("wishes"), None, 0, "", "", (theme,), (), ()))
    token = Token(0, 5, "Meikäläinen", "PROPN", (), True)
    made.cache.put_read("m", {"d": ReadText("fi", False, ((0, 5),), (token,))})
    made.cache.put_index("words", {"meikäläinen": b"0"})
    back_up(made)
    for name in ("a.csv", "sub/b.csv"):
        path = made.places.output / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SAID, encoding="utf-8")
    return open_project(made.folder)


def _forget(made: Project) -> None:
    forget(made, would_forget(made, "r1"), AINO)


def _files_with_words(folder: Path) -> set[str]:
    found = set()
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if any(word.encode(encoding) in content for word in WORDS for encoding in ("utf-8", "utf-16-le")):
            found.add(path.name)
        if any(json.dumps(word)[1:-1].encode() in content for word in WORDS):
            found.add(path.name)
    return found


def _sound(store: Store) -> bool:
    with store.read() as connection:
        return chain.verify_chain(connection) == () == chain.verify_projection(connection)


def test_no_byte_of_the_words_is_left_in_the_folder(coded: Project) -> None:
    held = _files_with_words(coded.folder)
    assert {"store.db", "cache.db", "a.csv", "b.csv"} <= held
    assert len(held) >= 5
    _forget(coded)
    assert _files_with_words(coded.folder) == set()


def test_every_count_is_what_it_was(coded: Project) -> None:
    before = [to_csv(rows_of(coded, each)) for each in (Extract.CODINGS, Extract.MATRIX)]
    n_before = len(load_coded(coded)[1])
    _forget(coded)
    corpus, codings = load_coded(coded)
    assert len(codings) == n_before
    assert is_erased(corpus.by_key[KEY].text)
    assert is_erased(corpus.by_key[KEY].raw)
    assert len(corpus.by_key[KEY].text) == len(SAID)
    assert to_csv(rows_of(coded, Extract.MATRIX)) == before[1]
    assert to_csv(rows_of(coded, Extract.CODINGS)).count(b"\n") == before[0].count(b"\n")


def test_the_chain_stays_whole_and_a_change_of_an_emptied_decision_is_still_found(coded: Project) -> None:
    _forget(coded)
    assert _sound(coded.store)
    assert verify(coded.folder).ok
    with coded.store.transaction() as connection:
        (seq, *_more) = chain.emptied(connection)
        connection.exec_driver_sql("DROP TRIGGER decision_no_update")
        connection.exec_driver_sql(f"UPDATE decision SET coder = 'Eero' WHERE seq = {seq}")
    with coded.store.read() as connection:
        assert [problem.seq for problem in chain.verify_chain(connection)] == [seq]


def test_what_was_never_to_be_changed_cannot_be_changed_afterwards_either(coded: Project) -> None:
    def locks() -> set[str]:
        with coded.store.read() as connection:
            asked = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
            return set(asked.scalars())

    before = locks()
    _forget(coded)
    assert locks() == before
    assert len(before) >= 6


def test_the_old_digest_gives_no_guess_away(coded: Project) -> None:
    with coded.store.read() as connection:
        before = {each.seq: each for each in decisions.load(connection)}
    _forget(coded)
    with coded.store.read() as connection:
        after = {each.seq: each for each in decisions.load(connection)}
        emptied = chain.emptied(connection)
    assert emptied
    for seq, old in before.items():
        assert after[seq].digest == old.digest
        assert (after[seq].uuid != old.uuid) == (seq in emptied)


def test_undo_steps_over_it_and_brings_no_words_back(coded: Project) -> None:
    _forget(coded)
    n = 0
    while True:
        with coded.store.transaction() as connection:
            if undoing.undo(connection, AINO) is None:
                break
        n += 1
    assert n == 11
    assert _sound(coded.store)
    assert _files_with_words(coded.folder) == set()
    with coded.store.read() as connection:
        assert decisions.marks(connection, MarkKind.FORGOTTEN)
        assert not decisions.marks(connection, MarkKind.CODING)
    assert approved_quotes(coded, *load_coded(coded)) == {}


def test_nobody_elses_words_are_touched(coded: Project) -> None:
    _forget(coded)
    corpus, _codings = load_coded(coded)
    texts = {str(key.respondent): answer.text for key, answer in corpus.by_key.items()}
    assert (texts["r2"], texts["r3"]) == ("Palkkaa lisää.", "Jonot pitkiä, ne jonot.")


def test_nothing_of_it_is_quoted_even_unreviewed(coded: Project) -> None:
    _forget(coded)
    rows = rows_of(coded, Extract.QUOTES, unreviewed=True)
    assert not any("░" in str(cell) for row in rows.rows for cell in row)


def test_importing_the_file_again_does_not_bring_the_words_back(coded: Project) -> None:
    _forget(coded)
    again = add_wave(coded, "2025", {"wishes": {**ANSWERS["wishes"], "r2": "Muuta."}})
    corpus, _codings = load_coded(again)
    assert is_erased(corpus.by_key[KEY].text)
    assert {answer.text for answer in corpus.by_key.values()} >= {"Muuta.", "Jonot pitkiä, ne jonot."}
    add_wave(coded, "2025", {"wishes": {"r2": "Muuta."}}, remove_missing=True)
    back = add_wave(coded, "2025", ANSWERS)
    assert KEY not in load_coded(back)[0].by_key
    assert _files_with_words(coded.folder) == set()


def test_a_later_wave_with_the_same_id_is_another_person(coded: Project) -> None:
    _forget(coded)
    later = add_wave(coded, "2026", {"wishes": {"r1": "Aivan muuta asiaa."}})
    assert load_coded(later)[0].by_key[KEY._replace(wave=WaveId("2026"))].text == "Aivan muuta asiaa."


def test_it_can_be_done_once_more_where_it_was_interrupted(coded: Project) -> None:
    _forget(coded)
    stray = coded.places.backups / "000001-20250101T000000Z-s1-open.db"
    stray.write_text(SAID, encoding="utf-8")
    wanted = would_forget(coded, "r1")
    assert stray in wanted.files
    done = forget(coded, wanted, AINO)
    assert (done.seq, done.n_answers, done.n_decisions) == (None, 0, 0)
    assert not stray.exists()
    assert len(backups_of(coded.folder)) == 1


def test_the_backup_made_afterwards_can_be_restored(coded: Project) -> None:
    _forget(coded)
    coded.store.path.write_bytes(b"ruined" * 1000)
    restore(coded.folder)
    assert _sound(open_project(coded.folder).store)
    assert _files_with_words(coded.folder) == set()


def test_looking_at_what_would_go_changes_nothing_and_names_what_is_left(coded: Project) -> None:
    mine = coded.folder / "notes.txt"
    mine.write_bytes(f"Hän sanoi: {SAID}".encode("cp1252"))
    before = {path: path.read_bytes() for path in coded.folder.rglob("*") if path.is_file()}
    wanted = would_forget(coded, "r1")
    assert wanted.left == (mine,)
    assert wanted.answers == (KEY,)
    assert wanted.sources == ("2025.csv",)
    assert {each.parent.name for each in wanted.files} == {"backups", "output", "sub"}
    assert {path: path.read_bytes() for path in coded.folder.rglob("*") if path.is_file()} == before
    _forget(coded)
    assert mine.exists()


def test_nobody_unknown_is_forgotten(coded: Project) -> None:
    with pytest.raises(UnknownRespondentError, match="r9"):
        would_forget(coded, "r9")


def test_segments_begin_where_they_began(coded: Project) -> None:
    _forget(coded)
    with coded.store.read() as connection:
        limits = [mark.start for mark in decisions.marks(connection, MarkKind.BREAK)]
        assert answers.changed_waves(connection) == ()
    assert limits == [len(FIRST) + 1]
