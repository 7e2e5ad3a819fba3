"""``avoin wave``: begin a new wave, close one, open one again, list them."""

import typer

from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _, ngettext

verbs = typer.Typer(no_args_is_help=True)

_WAVE = typer.Argument(metavar="W", help=_("The wave."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("new", help=_("Begin a wave on the codebook, the suggestions and the settings of the last ones."))
def new(
    context: typer.Context,
    wave: str = _WAVE,
    keep_open: bool = typer.Option(False, "--keep-open", help=_("Do not close the earlier waves.")),
    anyway: bool = typer.Option(False, "--anyway", help=_("Although the codebook is not released or segments wait.")),
    as_json: bool = _JSON,
) -> None:
    """Begin a wave."""
    from avoin.workflow.incoming.waves import new_wave

    done = new_wave(opened_project(context), wave, close=not keep_open, anyway=anyway)
    if as_json:
        say_json(
            {"wave": done.wave, "codebook": done.codebook, "n_codings": done.n_codings, "closed": list(done.closed)}
        )
        return
    say(_("Wave {wave} begins with codebook {codebook}.").format(wave=done.wave, codebook=done.codebook or "–"))
    n = done.n_codings
    says = ngettext(
        "Suggestions learn from {n} coding of the earlier waves.",
        "Suggestions learn from {n} codings of the earlier waves.",
        n,
    )
    say(says.format(n=n))
    if done.closed:
        say(_("Closed: {waves}").format(waves=", ".join(done.closed)))
    note(_("Read the answers in with: avoin import FILE --wave {wave}").format(wave=done.wave))


@verbs.command("list", help=_("List the waves."))
def list_(context: typer.Context, as_json: bool = _JSON) -> None:
    """List the waves."""
    waves = opened_project(context).survey.waves
    if as_json:
        say_json([{"wave": each.id, "period": each.period, "closed": each.closed} for each in waves])
        return
    say_table(
        (_("wave"), _("period"), _("state")),
        [(each.id, each.period, _("closed") if each.closed else _("open")) for each in waves],
    )


@verbs.command("close", help=_("Close a wave: its codings stay as they are."))
def close(context: typer.Context, wave: str = _WAVE) -> None:
    """Close a wave."""
    from avoin.workflow.incoming.waves import set_closed

    set_closed(opened_project(context), wave, True)
    say(_("Wave {wave} is closed.").format(wave=wave))


@verbs.command("open", help=_("Open a closed wave again."))
def open_(context: typer.Context, wave: str = _WAVE) -> None:
    """Open a wave."""
    from avoin.workflow.incoming.waves import set_closed

    set_closed(opened_project(context), wave, False)
    say(_("Wave {wave} is open.").format(wave=wave))
