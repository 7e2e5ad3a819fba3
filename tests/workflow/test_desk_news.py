"""What another coder decides comes to an open desk, in a file and on a server, and to a blind one nothing of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from avoin.coding.decision import MarkKind
from avoin.ids import CoderId
from avoin.store import decisions
from avoin.store.engine import Store
from avoin.workflow.coders.draw_answers import Wish, draw_answers
from avoin.workflow.desk.code_answers import Desk, open_desk
from avoin.workflow.desk.desk_news import News, OtherAnswersError
from avoin.workflow.incoming.import_choices import ImportChoices
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.project import Project
from kit.codebooks import codebook
from kit.projects import add_wave, project, reopened

ANSWERS = {"r1": "Jonot ovat pitkiä. Sähkö on kallista.", "r2": "Ruoka on kallista.", "r3": "Jonotus kestää."}
AINO, EERO = CoderId("Aino"), CoderId("Eero")


@pytest.fixture
def made(store: Store, tmp_path: Path) -> Project:
    begun = project(tmp_path / "p", {"wishes": ANSWERS}, codebook=codebook("jonot", "hinnat"))
    return add_wave(replace(begun, store=store), "2025", {"wishes": ANSWERS})


def _desk(made: Project, coder: CoderId) -> Desk:
    return open_desk(replace(made, store=reopened(made.store)), "wishes", coder=coder)


def test_what_another_coder_decides_is_told_and_what_is_shared_is_drawn(made: Project) -> None:
    mine, others = _desk(made, AINO), _desk(made, EERO)
    first = mine.answers()[0]
    n_before = len(mine.answer(first).segments)
    span = others.answer(first).segments[0].span
    others.assign(span, "jonot")
    others.split_at(span, 6)
    heard = mine.hear(mine.look())
    assert (heard.is_other, heard.draws_changed, dict(heard.by)) == (True, False, {EERO: 2})
    assert len(mine.answer(first).segments) == n_before + 1
    assert not mine.answer(first).segments[0].codings, "codings are each coder's own"
    assert mine.look() == News()


def test_what_came_with_a_decision_of_ones_own_is_told_all_the_same(made: Project) -> None:
    mine, others = _desk(made, AINO), _desk(made, EERO)
    span = mine.answer(mine.answers()[1]).segments[0].span
    others.assign(span, "hinnat")
    mine.assign(span, "hinnat")
    heard = mine.hear(mine.look())
    assert (heard.is_other, dict(heard.by)) == (False, {EERO: 1})


def test_whoever_codes_blind_is_told_of_nobody_and_of_a_draw_for_them_at_once(made: Project) -> None:
    mine, others = _desk(made, AINO), _desk(made, EERO)
    draw_answers(made, AINO, Wish(1.0))
    others.assign(others.answer(others.answers()[0]).segments[0].span, "jonot")
    heard = mine.hear(mine.look())
    assert (heard.draws_changed, dict(heard.by)) == (True, {})
    blind = _desk(made, AINO)
    others.assign(others.answer(others.answers()[1]).segments[0].span, "hinnat")
    heard = blind.hear(blind.look())
    assert blind.blind
    assert (heard.draws_changed, dict(heard.by)) == (False, {})
    assert not any(segment.codings for key in blind.answers() for segment in blind.answer(key).segments)


NEW = {**ANSWERS, "r1": "Kaikki on toisin. Sähkö on kallista.", "r9": "Uusi vastaus."}


def test_answers_that_others_read_in_are_heard_of_once_and_nothing_is_decided_on_what_is_gone(made: Project) -> None:
    mine = _desk(made, AINO)
    first, second, third = mine.answers()
    spans = {key: mine.answer(key).segments[0].span for key in (first, second, third)}
    mine.assign(spans[second], "hinnat")
    left = {who: text for who, text in NEW.items() if who != "r3"}
    add_wave(replace(made, store=reopened(made.store)), "2025", {"wishes": left}, remove_missing=True)
    heard = mine.hear(mine.look())
    assert (heard.waves, mine.look()) == (("2025",), News())
    for key in (first, third):
        for act in (
            lambda span: mine.assign(span, "jonot"),
            lambda span: mine.confirm([span], "jonot"),
            lambda span: mine.split_at(span, 2),
            lambda span: mine.memo(span, "Muistetaan."),
            mine.done,
        ):
            with pytest.raises(OtherAnswersError, match="Nothing was saved"):
                act(spans[key])
    assert mine.assign(spans[second], "jonot").n_put
    anew = _desk(made, AINO)
    assert [key.respondent for key in anew.answers()] == ["r1", "r2", "r9"]
    assert anew.assign(anew.answer(first).segments[0].span, "jonot").n_put
    with made.store.read() as connection:
        assert {mark.answer for mark in decisions.marks(connection, MarkKind.CODING)} == {first, second}


def test_codings_that_an_import_moves_leave_the_open_desk_whole(made: Project, tmp_path: Path) -> None:
    mine = _desk(made, AINO)
    long = mine.answers()[0]
    mine.assign(mine.answer(long).segments[1].span, "hinnat")
    later = add_wave(replace(made, store=reopened(made.store)), "2026", {"wishes": {"a1": "Toinen kierros."}})
    table = tmp_path / "again.csv"
    text = "Aivan aluksi sanoisin. Jonot ovat hyvin pitkiä. Ja sitten. Sähkö on kallista."
    table.write_text("id;wishes\n" + f"r1;{text}\nr2;{ANSWERS['r2']}\n", encoding="utf-8")
    choices = ImportChoices("id", ("wishes=wishes",), replace_coded=True)
    import_survey(later, table, "2025", choices)
    heard = mine.hear(mine.look())
    assert set(heard.waves) == {"2025", "2026"}
    for key in mine.answers():
        assert mine.answer(key).segments
    mine.refit()
    assert mine.tally().n_answers == 3
    anew = _desk(made, AINO)
    (coded,) = [each for each in anew.answer(long).segments if each.codings]
    assert coded.text == "Sähkö on kallista."


def test_looking_stores_nothing(made: Project) -> None:
    mine = _desk(made, AINO)
    with made.store.read() as connection:
        before = decisions.head(connection)
    mine.hear(mine.look())
    with made.store.read() as connection:
        assert decisions.head(connection) == before
        assert not decisions.marks(connection, MarkKind.CODING)
