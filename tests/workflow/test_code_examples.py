"""Examples of codes come from codings, under the rule of quotations."""

from pathlib import Path

import pytest

from avoin.codebook.structure import CodebookError
from avoin.ids import CodeId, CoderId
from avoin.workflow.codebooks.code_examples import NoExamplesError, take_examples
from avoin.workflow.codebooks.codebook_journal import log
from avoin.workflow.codebooks.revise_codebook import needed_codebook
from avoin.workflow.desk.undo import undo
from avoin.workflow.outgoing.quote_desk import QuoteDesk
from avoin.workflow.outgoing.review_quotes import open_quotes
from avoin.workflow.project import Project
from kit.coded_project import coded_project

AINO, JONO, RAHA = CoderId("Aino"), CodeId("jono"), CodeId("raha")


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path / "p")


@pytest.fixture
def desk(made: Project) -> QuoteDesk:
    return open_quotes(made, AINO)


def _examples(made: Project, code: CodeId) -> tuple[str, ...]:
    return needed_codebook(made).by_id[code].examples


def test_nothing_that_nobody_approved_becomes_an_example(made: Project) -> None:
    with pytest.raises(NoExamplesError):
        take_examples(made, AINO)
    assert _examples(made, JONO) == ()


def test_what_was_approved_becomes_one_as_it_was_approved(made: Project, desk: QuoteDesk) -> None:
    span = next(view.span for view in desk.quotes(JONO) if view.span.answer.respondent == "r0")
    desk.take_all(span)
    desk.approve(span)
    done = take_examples(made, AINO, [JONO], "koodattu")
    assert [(each.kind.value, each.code) for each in done.operations] == [("define", JONO)]
    (example,) = _examples(made, JONO)
    assert example.startswith("Soittakaa [")
    assert "040" not in example
    assert log(made, JONO)[-1].operation.reason == "koodattu"
    undo(made, AINO)
    assert _examples(made, JONO) == ()


def test_when_asked_for_what_tells_nothing_of_who_spoke_is_taken_too(made: Project) -> None:
    looked = take_examples(made, AINO, unreviewed=True, dry_run=True)
    assert looked.seq is None
    assert _examples(made, JONO) == ()
    take_examples(made, AINO, unreviewed=True)
    assert _examples(made, JONO) == ("Jonot ovat kasvaneet koko vuoden ajan, ja osa luovuttaa.",)
    assert "040" not in "".join(_examples(made, RAHA)), "what holds a phone number is not taken"


def test_what_was_refused_never_becomes_one(made: Project, desk: QuoteDesk) -> None:
    for view in desk.quotes(JONO):
        desk.refuse(view.span)
    take_examples(made, AINO, unreviewed=True)
    assert _examples(made, JONO) == ()
    assert _examples(made, RAHA) != ()


def test_an_unknown_code_is_named(made: Project) -> None:
    with pytest.raises(CodebookError, match="There is no code puuttuu"):
        take_examples(made, AINO, [CodeId("puuttuu")])
