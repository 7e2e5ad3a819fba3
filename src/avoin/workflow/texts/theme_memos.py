"""Notes on candidate themes, and where they are after the themes were found again.

Enters: notes, and the theme run in use. Leaves: the notes of each theme of now. Invariant: a note stays with the run
and theme it was written on; it is read at the theme of now that has most of that theme's segments.
"""

from collections.abc import Iterable

from avoin.coding.decision import Mark, MarkKind
from avoin.ids import CodeId, Span, WaveId
from avoin.store import themes as stored
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import ThemeRun


def theme_place(current: ThemeRun, theme_id: str) -> Mark:
    """Return the mark of a note on a theme, without its coder and text."""
    themes = current.themes
    wave = WaveId("") if themes.wave is None else themes.wave
    return Mark(MarkKind.THEME_MEMO, wave, question=themes.question, code=CodeId(f"{current.run}:{theme_id}"))


def noted_theme(project: Project, mark: Mark) -> tuple[str, frozenset[Span]]:
    """Return name and segments of the theme that a note was written on."""
    run, _colon, theme_id = mark.code.partition(":")
    with project.store.read() as connection:
        themes = stored.load_run(connection, int(run)).themes
    return next((theme.name, frozenset(theme.spans)) for theme in themes if theme.id == theme_id)


def memos_by_theme(project: Project, current: ThemeRun, marks: Iterable[Mark]) -> dict[str, tuple[Mark, ...]]:
    """Return the notes on each theme of now; those whose segments are in no theme now are left out."""
    wave = theme_place(current, "").wave
    found: dict[str, tuple[Mark, ...]] = {}
    for mark in marks:
        if mark.kind is not MarkKind.THEME_MEMO or mark.wave != wave:
            continue
        run, _colon, theme_id = mark.code.partition(":")
        here = theme_id if int(run) == current.run else _likest(noted_theme(project, mark)[1], current)
        if here is not None:
            found[here] = (*found.get(here, ()), mark)
    return found


def _likest(spans: frozenset[Span], current: ThemeRun) -> str | None:
    shared = {theme.id: len(spans.intersection(theme.spans)) for theme in current.themes.themes}
    best = max(shared, key=lambda theme_id: shared[theme_id], default=None)
    return best if best is not None and shared[best] else None
