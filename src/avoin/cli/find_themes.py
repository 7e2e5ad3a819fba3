"""``avoin themes``: candidate themes of a question, found and taken into use."""

from typing import Any

import typer

from avoin.cli.shell import opened_project, progress_bar, say, say_json, say_table
from avoin.i18n import _, ngettext
from avoin.ids import CoderId, QuestionId, Span, WaveId
from avoin.themes.model import Theme, ThemeSet

verbs = typer.Typer()


@verbs.command("themes", help=_("Find candidate themes among the answers to an open question."))
def themes(
    context: typer.Context,
    question: str = typer.Argument(metavar="QUESTION", help=_("The question's id.")),
    *,
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave; all together otherwise.")),
    k: int | None = typer.Option(None, "--k", metavar="N", help=_("How many themes at most.")),
    seed: int | None = typer.Option(None, "--seed", metavar="S", help=_("Seed, where anything is drawn by lot.")),
    only_open: bool = typer.Option(
        False, "--uncoded", "--open", help=_("Only segments that are not coded or decided yet; codings stay.")
    ),
    seeded: bool = typer.Option(
        False, "--seeded", help=_("Codes draw the segments that resemble them; themes are found among the rest.")
    ),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Whose decision it is.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Find themes, take them into use and show them."""
    from avoin.workflow.project import coder_of
    from avoin.workflow.texts.find_themes import find_themes

    project = opened_project(context)
    who: CoderId = coder_of(project, coder)
    at = None if wave is None else WaveId(wave)
    with progress_bar() as progress:
        found = find_themes(
            project, QuestionId(question), at, k, seed, progress, only_open=only_open, seeded=seeded, coder=who
        )
    if as_json:
        say_json(_as_json(found))
    else:
        _show(found)


def _show(found: ThemeSet) -> None:
    rows = [
        (
            theme.id,
            _("{theme} (mixed)").format(theme=theme.name) if theme.mixed else theme.name,
            len(theme.spans),
            theme.n_respondents,
            theme.code or "",
            f"{theme.confidence:.0%}" if theme.code else "",
            f"{theme.stability:.0%}",
            ", ".join(theme.keywords),
        )
        for theme in found.themes
    ]
    headings = (
        _("No"),
        _("Theme"),
        _("Segments"),
        _("Respondents"),
        _("Resembles"),
        _("Sure"),
        _("Stable"),
        _("Key words"),
    )
    say_table(headings, rows)
    n = len(found.non_answers)
    say(ngettext("{n} answer says nothing.", "{n} answers say nothing.", n).format(n=n))
    n = len(found.unassigned)
    sentence = ngettext(
        "{n} segment is in no theme: another language, or no words.",
        "{n} segments are in no theme: another language, or no words.",
        n,
    )
    say(sentence.format(n=n))
    say(
        _("Found by {method} on {features}, seed {seed}.").format(
            method=found.method, features=found.features, seed=found.seed
        )
    )


def _as_json(found: ThemeSet) -> dict[str, Any]:
    every_wave = found.wave is None
    shown: dict[str, Any] = {
        "question": found.question,
        "wave": found.wave,
        "seed": found.seed,
        "features": found.features,
        "method": found.method,
        "themes": [_theme_as_json(theme, every_wave) for theme in found.themes],
        "non_answers": [key.respondent for key in found.non_answers],
        "unassigned": [_span_as_json(span, every_wave) for span in found.unassigned],
    }
    if every_wave:
        shown["non_answer_keys"] = [{"wave": key.wave, "respondent": key.respondent} for key in found.non_answers]
    return shown


def _theme_as_json(theme: Theme, every_wave: bool) -> dict[str, Any]:
    return {
        "id": theme.id,
        "name": theme.name,
        "keywords": list(theme.keywords),
        "code": theme.code,
        "confidence": round(theme.confidence, 4),
        "mixed": theme.mixed,
        "stability": round(theme.stability, 4),
        "n_segments": len(theme.spans),
        "n_respondents": theme.n_respondents,
        "segments": [_span_as_json(span, every_wave) for span in theme.spans],
    }


def _span_as_json(span: Span, every_wave: bool) -> dict[str, Any]:
    place: dict[str, Any] = {"respondent": span.answer.respondent, "start": span.start, "end": span.end}
    return {"wave": span.answer.wave, **place} if every_wave else place
