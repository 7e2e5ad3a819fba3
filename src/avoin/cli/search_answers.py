"""``avoin search``: find words in the answers, in any of their forms."""

from typing import TYPE_CHECKING, Any, Literal

import typer

from avoin.cli.shell import note, opened_project, progress_bar, say, say_json
from avoin.i18n import _, ngettext
from avoin.ids import QuestionId, WaveId
from avoin.text import show_line

if TYPE_CHECKING:
    from avoin.workflow.texts.search_answers import FoundAnswer, SearchResult

verbs = typer.Typer()

_AROUND = 40  # code points shown on either side of a hit


@verbs.command("search", help=_("Find words in the answers, in any form and inside compounds."))
def search(
    context: typer.Context,
    query: str = typer.Argument(metavar="QUERY", help=_("Words, all of which must occur in an answer.")),
    *,
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    mode: Literal["lemma", "exact", "regex"] = typer.Option(
        "lemma", "--mode", help=_("lemma: any form; exact: as written; regex: a regular expression.")
    ),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Search and show the hits in their context."""
    from avoin.workflow.texts.search_answers import search_answers

    project = opened_project(context)
    asked = QuestionId(question) if question else None
    with progress_bar() as progress:
        result = search_answers(project, query, mode, asked, WaveId(wave) if wave else None, progress)
    if as_json:
        say_json([hit for found in result for hit in _as_json(found)])
    else:
        _show(result)


def _show(result: "SearchResult") -> None:
    for found in result:
        where = "/".join(show_line(part) for part in found.answer.key)
        for start, end in found.places:
            say(f"{where}  {_context(found, start, end)}")
    n = result.n_hits
    sentence = ngettext("{n} hit in {m} of {searched} answers.", "{n} hits in {m} of {searched} answers.", n)
    note(sentence.format(n=n, m=result.n_answers, searched=result.n_searched))


def _context(found: "FoundAnswer", start: int, end: int) -> str:
    """Return the hit between asterisks with what stands around it, on one line."""
    text = found.answer.text
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before = ("…" if first else "") + text[first:start]
    after = text[end:last] + ("…" if last < len(text) else "")
    return show_line(f"{before}*{text[start:end]}*{after}")


def _as_json(found: "FoundAnswer") -> list[dict[str, Any]]:
    key, text = found.answer.key, found.answer.text
    place = {"wave": key.wave, "respondent": key.respondent, "question": key.question}
    return [
        {**place, "start": start, "end": end, "hit": text[start:end], "answer": text} for start, end in found.places
    ]
