"""``avoin summary``: what each theme comes to, drafted, written, checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from avoin.cli.shell import note, opened_project, progress_bar, say, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.report.summary import Summary
    from avoin.report.summary_check import CheckedSentence
    from avoin.workflow.outgoing.write_summaries import SummaryDesk

verbs = typer.Typer(no_args_is_help=True)

_QUESTION = typer.Argument(metavar="QUESTION", help=_("The question's id."))
_CODE = typer.Argument(metavar="CODE", help=_("The code's id."))
_ONE_CODE = typer.Option(None, "--code", metavar="CODE", help=_("Only the theme of this code."))
_WAVE = typer.Option(None, "--wave", metavar="W", help=_("The wave; the last coded one otherwise."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Whose decision it is."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("list", help=_("Themes of a question: respondents, share, and whether a summary is written or stale."))
def list_themes(
    context: typer.Context, question: str = _QUESTION, *, wave: str | None = _WAVE, as_json: bool = _JSON
) -> None:
    """List the themes of a question."""
    from avoin.ids import QuestionId, WaveId
    from avoin.workflow.outgoing.write_summaries import open_summaries, reason_in_words
    from avoin.workflow.places import known_wave, open_question

    desk = open_summaries(opened_project(context))
    asked = QuestionId(open_question(desk.project.survey, question).id)
    at: WaveId = desk.last_wave(asked) if wave is None else known_wave(desk.project.survey, wave)
    lines = desk.lines(asked, at)
    if as_json:
        say_json(
            [
                {
                    "wave": at,
                    "question": asked,
                    "code": line.place.code,
                    "name": line.name,
                    "n": line.n,
                    "share": None if line.share is None else float(line.share),
                    "share_before": None if line.share_before is None else float(line.share_before),
                    "written": line.summary is not None,
                    "stale": [reason.value for reason in line.stale],
                    "n_flagged": line.n_flagged,
                }
                for line in lines
            ]
        )
        return
    rows = [
        (
            line.place.code,
            line.name,
            "" if line.n is None else line.n,
            _("written") if line.summary else "",
            ", ".join(reason_in_words(reason) for reason in line.stale),
            line.n_flagged or "",
        )
        for line in lines
    ]
    say_table((_("Code"), _("Name"), _("Respondents"), _("Summary"), _("Stale"), _("To mend")), rows)


@verbs.command("draft", help=_("Draft a summary from typical segments, as a file to edit; nothing is stored."))
def draft(
    context: typer.Context,
    question: str = _QUESTION,
    code: str = _CODE,
    *,
    wave: str | None = _WAVE,
    output: Path = typer.Option(Path("-"), "--output", metavar="FILE", help=_("Where to; - is standard output.")),
    as_json: bool = _JSON,
) -> None:
    """Draft a summary."""
    from avoin.export.atomic import write_whole
    from avoin.workflow.outgoing.summary_file import as_file
    from avoin.workflow.outgoing.write_summaries import open_summaries

    desk = open_summaries(opened_project(context))
    with progress_bar() as progress:
        drafted = desk.draft(desk.place(question, code, wave), progress)
    if as_json:
        say_json(_as_json(desk, drafted))
    else:
        write_whole(output, as_file((drafted,)).encode("utf-8"))


@verbs.command(
    "show", help=_("Show the summaries that are written, each bullet with how many respondents it rests on.")
)
def show_written(
    context: typer.Context,
    question: str = _QUESTION,
    *,
    code: str | None = _ONE_CODE,
    wave: str | None = _WAVE,
    as_file: bool = typer.Option(False, "--file", help=_("As a file to edit and to give to avoin summary write.")),
    as_json: bool = _JSON,
) -> None:
    """Show written summaries."""
    from avoin.workflow.outgoing import summary_file

    desk, found = _written(context, question, code, wave)
    if as_json:
        say_json([_as_json(desk, each) for each in found])
    elif as_file:
        say(summary_file.as_file(found))
    elif not found:
        say(_("No summary is written yet."))
    else:
        for each in found:
            _show(desk, each)


@verbs.command("write", help=_("Store the summaries of a file: a claim and bullets for each code, with evidence."))
def write(
    context: typer.Context,
    file: Path = typer.Argument(metavar="FILE", help=_("The file, as avoin summary draft writes it.")),
    *,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Store summaries from a file."""
    from avoin.workflow.outgoing.summary_file import write_from_file
    from avoin.workflow.outgoing.write_summaries import open_summaries
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    _desk, done = write_from_file(open_summaries(project), file, coder_of(project, coder))
    if as_json:
        say_json(done)
    else:
        said = ngettext("{n} summary read, {stored} stored.", "{n} summaries read, {stored} stored.", done.n_summaries)
        note(said.format(n=done.n_summaries, stored=done.n_decisions))


@verbs.command("remove", help=_("Take a summary away; avoin undo brings it back."))
def remove(
    context: typer.Context,
    question: str = _QUESTION,
    code: str = _CODE,
    *,
    wave: str | None = _WAVE,
    coder: str | None = _CODER,
) -> None:
    """Take a summary away."""
    from avoin.workflow.outgoing.write_summaries import open_summaries, remove_summary
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    desk = open_summaries(project)
    _desk, decision = remove_summary(desk, desk.place(question, code, wave), coder_of(project, coder))
    note(_("There was no summary.") if decision is None else _("The summary is taken away."))


@verbs.command("stale", help=_("List the summaries that should be read again: codings, codebook or mask have changed."))
def stale(context: typer.Context, *, as_json: bool = _JSON) -> None:
    """List stale summaries."""
    from avoin.workflow.outgoing.write_summaries import all_stale, open_summaries, reason_in_words

    desk = open_summaries(opened_project(context))
    found = list(all_stale(desk))
    if as_json:
        say_json(
            [
                {
                    "wave": each.place.wave,
                    "question": each.place.question,
                    "code": each.place.code,
                    "reasons": [reason.value for reason in reasons],
                    "n_then": each.basis.n,
                    "n_now": desk.grounds(each.place).n,
                }
                for each, reasons in found
            ]
        )
        return
    rows = [
        (each.place.question, each.place.wave, each.place.code, ", ".join(map(reason_in_words, reasons)))
        for each, reasons in found
    ]
    say_table((_("Question"), _("Wave"), _("Code"), _("Why")), rows)


@verbs.command("check", help=_("Check each sentence: how many respondents of how many stand behind it, and its words."))
def check(
    context: typer.Context,
    question: str = _QUESTION,
    *,
    code: str | None = _ONE_CODE,
    wave: str | None = _WAVE,
    as_json: bool = _JSON,
) -> None:
    """Check summaries sentence by sentence."""
    desk, found = _written(context, question, code, wave)
    sentences = [sentence for each in found for sentence in desk.check(each)]
    if as_json:
        say_json([_sentence_as_json(each) for each in sentences])
        return
    rows = [(each.place.code, each.bullet, f"{each.n}/{each.base}", each.text, _remarks(each)) for each in sentences]
    say_table((_("Code"), _("Bullet"), _("Respondents"), _("Sentence"), _("Remarks")), rows)


def _written(
    context: typer.Context, question: str, code: str | None, wave: str | None
) -> tuple["SummaryDesk", list["Summary"]]:
    from avoin.workflow.outgoing.write_summaries import open_summaries
    from avoin.workflow.places import known_wave, open_question

    desk = open_summaries(opened_project(context))
    asked = open_question(desk.project.survey, question).id
    at = desk.last_wave(asked) if wave is None else known_wave(desk.project.survey, wave)
    found = [each for place, each in desk.written.items() if (place.question, place.wave) == (asked, at)]
    return desk, [each for each in found if code in (None, each.place.code)]


def _show(desk: "SummaryDesk", summary: "Summary") -> None:
    from avoin.report.grounds import respondents_of
    from avoin.workflow.outgoing.write_summaries import reason_in_words

    grounds = desk.grounds(summary.place)
    say(f"{summary.heading}  ({grounds.name}, {grounds.n}/{grounds.base})")
    for reason in desk.stale(summary):
        say("  ! " + reason_in_words(reason))
    for bullet in summary.bullets:
        sign = "-" if bullet.kind.value == "claim" else "+"
        say(f"  {sign} {bullet.text}  [{len(respondents_of(bullet.evidence))}/{grounds.base}]")
    say()


def _remarks(sentence: "CheckedSentence") -> str:
    from avoin.report.quantity_words import Verdict
    from avoin.workflow.outgoing.write_summaries import verdict_in_words

    told = [
        f"“{each.word.word}” {verdict_in_words(each.verdict)}"
        for each in sentence.judged
        if each.verdict is not Verdict.FITS
    ]
    if not sentence.n:
        told.append(_("no evidence"))
    if sentence.n_lost:
        n = sentence.n_lost
        told.append(ngettext("{n} segment lost its code", "{n} segments lost their code", n).format(n=n))
    if sentence.verbatim:
        told.append(_("word for word from an answer"))
    if sentence.few:
        told.append(_("few respondents"))
    return "; ".join(told)


def _sentence_as_json(sentence: "CheckedSentence") -> dict[str, Any]:
    return {
        "wave": sentence.place.wave,
        "question": sentence.place.question,
        "code": sentence.place.code,
        "bullet": sentence.bullet,
        "kind": sentence.kind.value,
        "sentence": sentence.text,
        "numerator": sentence.n,
        "denominator": sentence.base,
        "n_lost": sentence.n_lost,
        "evidence": [
            _evidence(each.span.answer.respondent, each.span.start, each.span.end, each.code)
            for each in sentence.evidence
        ],
        "quantities": [
            {
                "word": each.word.word,
                "quantity": each.word.quantity.value,
                "verdict": each.verdict.value,
                "about": each.word.about,
            }
            for each in sentence.judged
        ],
        "verbatim": sentence.verbatim,
        "few": sentence.few,
        "carried": sentence.is_carried,
    }


def _evidence(respondent: str, start: int, end: int, code: str) -> dict[str, Any]:
    return {"respondent": respondent, "start": start, "end": end, "code": code}


def _as_json(desk: "SummaryDesk", summary: "Summary") -> dict[str, Any]:
    grounds = desk.grounds(summary.place)
    return {
        "wave": summary.place.wave,
        "question": summary.place.question,
        "code": summary.place.code,
        "draft": summary.is_draft,
        "coder": summary.coder,
        "heading": summary.heading,
        "n": grounds.n,
        "base": grounds.base,
        "stale": [each.value for each in desk.stale(summary)],
        "bullets": [
            {
                "kind": bullet.kind.value,
                "text": bullet.text,
                "evidence": [
                    _evidence(each.span.answer.respondent, each.span.start, each.span.end, each.code)
                    for each in bullet.evidence
                ],
            }
            for bullet in summary.bullets
        ],
    }
