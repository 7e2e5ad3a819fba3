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
from avoin.workflow.desk.desk_news import News
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


def test_looking_stores_nothing(made: Project) -> None:
    mine = _desk(made, AINO)
    with made.store.read() as connection:
        before = decisions.head(connection)
    mine.hear(mine.look())
    with made.store.read() as connection:
        assert decisions.head(connection) == before
        assert not decisions.marks(connection, MarkKind.CODING)
