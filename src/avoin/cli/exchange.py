"""``avoin exchange``: the project for other tools of qualitative analysis, and theirs here."""

from pathlib import Path

import typer

from avoin.cli.shell import note, opened_project, progress_bar, say, say_json
from avoin.i18n import _, ngettext

verbs = typer.Typer(no_args_is_help=True)

_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("out", help=_("Write the project as REFI-QDA (qdpx) for ATLAS.ti, MAXQDA, NVivo, QualCoder and qc."))
def out(
    context: typer.Context,
    output: Path | None = typer.Argument(
        None, metavar="[FILE]", help=_("Where to. Otherwise the project's output folder.")
    ),
    *,
    raw: bool = typer.Option(
        False, "--raw", help=_("Answers as written, ids, all background and memos: only for who may read them all.")
    ),
    layout: str = typer.Option(
        "per-answer",
        "--layout",
        metavar="per-answer|per-question",
        help=_("A text for each answer, or one for each question with its answers under headings."),
    ),
    as_json: bool = _JSON,
) -> None:
    """Write a qdpx file."""
    from avoin.workflow.outgoing.qda_out import Layout, write_qdpx

    if layout not in list(Layout):
        raise typer.BadParameter(_("The layout is per-answer or per-question."), param_hint="--layout")
    project = opened_project(context)
    with progress_bar() as progress:
        written = write_qdpx(project, output, raw=raw, layout=Layout(layout), progress=progress)
    if as_json:
        say_json(written)
        return
    say(
        _("{path}: {texts} answers, {codings} codings, {memos} memos.").format(
            path=written.path, texts=written.n_texts, codings=written.n_codings, memos=written.n_memos
        )
    )
    if raw:
        note(_("The file holds every answer as it was written. Keep it as you keep the survey itself."))
    else:
        note(_("Names that were found are replaced, but nobody has read the answers for it; memos are left out."))


@verbs.command(
    "in", help=_("Bring in a project of another tool (qdpx, Taguette, QualCoder), or a table of codings (csv, xlsx).")
)
def bring_in(
    context: typer.Context,
    path: Path = typer.Argument(..., metavar="FILE", help=_("The other tool's project, or the table.")),
    *,
    wave: str = typer.Option("1", "--wave", metavar="W", help=_("What the collection is called, in an empty project.")),
    new_codes: bool = typer.Option(False, "--new-codes", help=_("Put codes that the codebook lacks into its draft.")),
    as_json: bool = _JSON,
) -> None:
    """Bring another tool's project in."""
    from avoin.workflow.incoming import qda_in

    project = opened_project(context)
    with progress_bar() as progress:
        found = qda_in.bring_in(project, path, wave=wave, new_codes=new_codes, progress=progress)
    for each in found.left_out:
        note(each)
    if as_json:
        say_json({name: getattr(found, name) for name in ("tool", "n_answers", "n_codes", "n_codings", "n_memos")})
        return
    counted = {
        ngettext("{n} answer", "{n} answers", found.n_answers): found.n_answers,
        ngettext("{n} code", "{n} codes", found.n_codes): found.n_codes,
        ngettext("{n} coding", "{n} codings", found.n_codings): found.n_codings,
        ngettext("{n} memo", "{n} memos", found.n_memos): found.n_memos,
    }
    listed = ", ".join(sentence.format(n=n) for sentence, n in counted.items() if n)
    say(_("New from {tool}: {what}.").format(tool=found.tool, what=listed or _("nothing")))
