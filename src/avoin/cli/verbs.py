"""Which verbs there are. A verb's module imports its rooms inside its function, so that help answers at once."""

import typer

from avoin.cli import (
    adjudicate,
    backup,
    bundle,
    code_answers,
    compare,
    exchange,
    find_themes,
    forget,
    history,
    import_survey,
    init_project,
    make_tables,
    notes,
    prepare_answers,
    quotes,
    record,
    revise_codebook,
    run_demo,
    search_answers,
    serve,
    simulate_coding,
    status,
    store,
    summary,
    undo,
    verify,
    waves,
    write_export,
    write_report,
)
from avoin.i18n import _

_IN_THE_ORDER_OF_THE_WORK = (
    init_project,
    import_survey,
    prepare_answers,
    find_themes,
    code_answers,
    serve,
    status,
    record,
    search_answers,
    notes,
    write_report,
    simulate_coding,
    history,
    undo,
    verify,
    backup,
    forget,
    run_demo,
)


def add_to(app: typer.Typer) -> None:
    """Add every verb to the command line, in the order of the work."""
    for module in _IN_THE_ORDER_OF_THE_WORK:
        app.add_typer(module.verbs)
    app.add_typer(revise_codebook.verbs, name="codebook", help=_("The codes: show, check, import, release, compare."))
    app.add_typer(waves.verbs, name="wave", help=_("Waves: begin a new one, close one, open one again."))
    app.add_typer(compare.verbs, name="compare", help=_("How far two coders agree; draw answers to be coded blind."))
    app.add_typer(bundle.verbs, name="bundle", help=_("Answers to a coder without a server, and the decisions back."))
    app.add_typer(adjudicate.verbs, name="adjudicate", help=_("Where two coders disagree: list, show, settle, reopen."))
    app.add_typer(quotes.verbs, name="quotes", help=_("Quotations: list, redact, approve, refuse."))
    app.add_typer(summary.verbs, name="summary", help=_("What each theme comes to: drafted, written, checked."))
    app.add_typer(make_tables.verbs, name="tables", help=_("Tables of closed items and of codes, masked."))
    app.add_typer(exchange.verbs, name="exchange", help=_("Other tools' projects, out and in: REFI-QDA and kin."))
    app.add_typer(write_export.verbs, name="export", help=_("Answers, themes, quotes, codings or a matrix as a file."))
    app.add_typer(store.verbs, name="store", help=_("Where the project's work is kept: move it to a server or a file."))
