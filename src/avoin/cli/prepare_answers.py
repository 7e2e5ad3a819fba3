"""``avoin prepare``: read the answers, cut them into segments and make their vectors."""

from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import opened_project, progress_bar, say, say_json
from avoin.i18n import _, ngettext
from avoin.ids import QuestionId

if TYPE_CHECKING:
    from avoin.workflow.prepare_answers import PrepareResult

verbs = typer.Typer()


@verbs.command("prepare", help=_("Read the answers: sentences, words and their meaning. What was read is kept."))
def prepare(
    context: typer.Context,
    *,
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Prepare and say what came of it."""
    from avoin.workflow import prepare_answers as work

    project = opened_project(context)
    with progress_bar() as progress:
        result = work.prepare(project, progress, QuestionId(question) if question else None)
    if as_json:
        say_json(result)
    else:
        _summarise(result)


def _summarise(result: "PrepareResult") -> None:
    n = result.n_answers
    say(ngettext("{n} answer in {m} segments.", "{n} answers in {m} segments.", n).format(n=n, m=result.n_segments))
    n = result.n_read_now
    sentence = ngettext(
        "{n} text was read now, {m} had been read before.", "{n} texts were read now, {m} had been read before.", n
    )
    say(sentence.format(n=n, m=result.n_cached))
    n = result.n_non_answers
    say(ngettext("{n} answer says nothing.", "{n} answers say nothing.", n).format(n=n))
    names = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English"), "und": _("not to be told")}
    languages = ", ".join(f"{names[language]} {n}" for language, n in result.languages.items())
    if languages:
        say(_("Languages: {languages}.").format(languages=languages))
    say(_("Read by {model}; words by {morphology}.").format(model=result.model, morphology=result.morphology))
    for question, features in result.features.items():
        say(_("Vectors of {question}: {features}.").format(question=question, features=features))
