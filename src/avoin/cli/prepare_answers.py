"""``avoin prepare``: read the answers, make segments and vectors; list what reading is unsure of."""

from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, progress_bar, say, say_json
from avoin.i18n import _, ngettext
from avoin.ids import QuestionId
from avoin.text import show_line

if TYPE_CHECKING:
    from avoin.workflow.project import Project
    from avoin.workflow.texts.doubtful_words import DoubtfulWord
    from avoin.workflow.texts.prepare_answers import PrepareResult

verbs = typer.Typer()


@verbs.command("prepare", help=_("Read the answers: sentences, words and their meaning. What was read is kept."))
def prepare(
    context: typer.Context,
    *,
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    suspicious: bool = typer.Option(
        False, "--suspicious", help=_("List the words that reading is unsure of, as lines for lexicon.tsv.")
    ),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Prepare and say what came of it."""
    from avoin.workflow.texts import prepare_answers as work

    project = opened_project(context)
    asked = QuestionId(question) if question else None
    if suspicious:
        _list_doubtful(project, asked, as_json=as_json)
        return
    with progress_bar() as progress:
        result = work.prepare(project, progress, asked)
    if as_json:
        say_json(result)
    else:
        _summarise(result)


def _summarise(result: "PrepareResult") -> None:
    from avoin.nlp.language import language_name

    n = result.n_answers
    say(ngettext("{n} answer in {m} segments.", "{n} answers in {m} segments.", n).format(n=n, m=result.n_segments))
    n = result.n_read_now
    sentence = ngettext(
        "{n} text was read now, {m} had been read before.", "{n} texts were read now, {m} had been read before.", n
    )
    say(sentence.format(n=n, m=result.n_cached))
    n = result.n_non_answers
    say(ngettext("{n} answer says nothing.", "{n} answers say nothing.", n).format(n=n))
    languages = ", ".join(f"{language_name(language)} {n}" for language, n in result.languages.items())
    if languages:
        say(_("Languages: {languages}.").format(languages=languages))
    say(_("Read by {model}; words by {morphology}.").format(model=result.model, morphology=result.morphology))
    n = result.n_corrections
    if n:
        sentence = ngettext(
            "The project's lexicon corrects {n} word form.", "The project's lexicon corrects {n} word forms.", n
        )
        say(sentence.format(n=n))
    for question, features in result.features.items():
        say(_("Vectors of {question}: {features}.").format(question=question, features=features))


def _list_doubtful(project: "Project", question: QuestionId | None, *, as_json: bool) -> None:
    from avoin.workflow.texts.doubtful_words import doubtful_words

    with progress_bar() as progress:
        words = doubtful_words(project, progress, question)
    if as_json:
        say_json(words)
        return
    for word in words:
        say(_as_line(word))
    n = len(words)
    note(ngettext("Reading is unsure of {n} word.", "Reading is unsure of {n} words.", n).format(n=n))
    if words:
        note(_("Put what is wrong right in {file}; a line there settles the word.").format(file=project.places.lexicon))


def _as_line(word: "DoubtfulWord") -> str:
    """Return a line that the lexicon takes as it stands: form, guess, and all else as a comment."""
    why = {
        "unknown": _("unknown word, its ending was taken off"),
        "compound": _("unknown word, read as a compound of two"),
        "respelled": _("unknown word, read as another way to write it"),
        "ambiguous": _("several base forms fit"),
    }[word.doubt]
    others = "".join(f" / {show_line(each)}" for each in word.others)
    said = f"# {word.n} × {word.pos}, {why}{others} | {show_line(word.context)}"
    return f"{show_line(word.form)}\t{show_line(word.lemma)}\t{said}"
