"""Finding candidate themes, and joining and splitting the ones there are.

Enters: a project, a question and perhaps a wave. Leaves: a stored theme run and the decision that takes it into use.
Invariants: a stored run never changes, so that undo brings the former one back; non-answers are in no theme; asking
again for what is there already stores and decides nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, Span, WaveId
from avoin.progress import Progress, silent
from avoin.store import decisions
from avoin.store import themes as stored
from avoin.themes.model import Theme, ThemeSet
from avoin.workflow.project import Project, coder_of
from avoin.workflow.texts.prepare_answers import Reading, read_question

if TYPE_CHECKING:
    from avoin.themes.grouping import Group, Segments


class ThemesError(AvoinError):
    """Themes cannot be found, joined or split the way that was asked."""


@dataclass(frozen=True, slots=True)
class ThemeRun:
    """The theme run in use for a question.

    Attributes
    ----------
    run : int
        Its number in the store.
    seq : int
        The decision that took it into use.
    mark : Mark
        The mark that says so.
    """

    run: int
    seq: int
    mark: Mark
    themes: ThemeSet


def find_themes(  # noqa: PLR0913 - everything a researcher may say about it
    project: Project,
    question_id: QuestionId,
    wave: WaveId | None = None,
    k: int | None = None,
    seed: int | None = None,
    progress: Progress = silent,
    *,
    only_open: bool = False,
    seeded: bool = False,
    coder: CoderId | None = None,
) -> ThemeSet:
    """Propose themes for a question and take them into use.

    Parameters
    ----------
    wave : WaveId or None
        None groups the answers of all waves together; where only one has been asked, it is that one.
    k : int or None
        How many themes at most; None decides by the number of segments.
    seed : int or None
        None takes the project's.
    only_open : bool
        Group only the segments that the coder has neither coded nor decided; codings stay as they are.
    seeded : bool
        Let the codes of the codebook draw the segments that resemble them, one theme a code; group only the rest.
    coder : CoderId or None
        Whose decision it is; None is whoever codes here.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError
        Where there is no such open question or wave; the hint lists those there are.
    ThemesError
        Where k is below 1, or nothing is left to group.
    """
    if k is not None and k < 1:
        raise ThemesError(_("There must be at least one theme, not {k}.").format(k=k))
    from avoin.themes.duplicates import distinct_groups
    from avoin.workflow.texts.match_themes import resembled_codes

    who = coder_of(project, coder)
    seed = project.settings.random_state if seed is None else seed
    wave = _meant(project, question_id, wave)
    reading = read_question(project, question_id, wave, progress)
    progress(0, None, _("Finding themes"))
    decided = _decided(project, reading, who) if only_open else frozenset[Span]()
    places, unassigned = _sorted_out(reading, decided)
    if decided and not places:
        raise ThemesError(
            _("Everything in {question} is coded or decided already.").format(question=question_id),
            _("Find the themes of all its segments with: avoin themes {question}").format(question=question_id),
        )
    segments = _segments(reading, places)
    of_codes, rest = _of_codes(project, reading, segments, progress) if seeded else ((), segments)
    groups, method = distinct_groups(rest, k, seed)
    codes = resembled_codes(project, reading, rest.rows, [each.centre for each in groups], progress)
    new = [_theme(rest, each, *code) for each, code in zip(groups, codes, strict=True)]
    themes = _named(segments, [*of_codes, *new], len(of_codes))
    method = f"{method}; {len(of_codes)} by codes" if seeded else method
    non_answers = tuple(answer.key for answer in reading.answers if reading.read[answer.key].non_answer)
    found = ThemeSet(question_id, wave, seed, reading.features, method, themes, non_answers, unassigned)
    return _in_use(project, found, who)


def _of_codes(
    project: Project, reading: Reading, segments: "Segments", progress: Progress
) -> tuple[tuple[Theme, ...], "Segments"]:
    """Return a theme for each code that draws segments, called as the code is, and the segments that none draws."""
    from avoin.themes.grouping import drawn, together
    from avoin.workflow.codebooks.revise_codebook import current_codebook
    from avoin.workflow.texts.match_themes import resembled_codes

    book = current_codebook(project)
    if book is None or not len(segments.spans):
        return (), segments
    pulls = resembled_codes(project, reading, segments.rows, list(segments.rows), progress)
    by_code, rest = drawn(segments, pulls)
    themes = tuple(
        replace(
            _theme(segments, together(segments, places), code, round(sure, 4)),
            name=book.by_id[code].name,
            keywords=book.by_id[code].keywords,
        )
        for code, (places, sure) in by_code.items()
    )
    return themes, segments.chosen(rest)


def current_themes(project: Project, question_id: QuestionId, wave: WaveId | None = None) -> ThemeSet | None:
    """Return the themes in use for a question, or None before the first run."""
    current = current_run(project, question_id, wave)
    return None if current is None else current.themes


def current_run(project: Project, question_id: QuestionId, wave: WaveId | None = None) -> ThemeRun | None:
    """Return the theme run in use for a question with its number, or None before the first run."""
    with project.store.read() as connection:
        wanted = _shared(_meant(project, question_id, wave))
        marks = decisions.marks(connection, MarkKind.THEMES, question=question_id, wave=wanted)
        if not marks:
            return None
        mark, seq = max(marks.items(), key=lambda each: each[1])
        return ThemeRun(int(mark.text), seq, mark, stored.load_run(connection, int(mark.text)))


def merge_themes(
    project: Project,
    question_id: QuestionId,
    wave: WaveId | None,
    theme_ids: Sequence[str],
    coder: CoderId | None = None,
) -> ThemeSet:
    """Make one theme of several; the others stay as they are but for their numbers.

    Raises
    ------
    ThemesError
        Where no themes have been found yet, a theme is not known, or fewer than two are named.
    """
    from avoin.themes.grouping import together

    board = _board(project, question_id, wave)
    chosen = tuple(board.theme(theme_id) for theme_id in dict.fromkeys(theme_ids))
    if len(chosen) < 2:
        raise ThemesError(_("Name at least two themes to join."))
    joined = together(board.segments, [place for theme in chosen for place in board.places(theme)])
    return _rearranged(board, chosen, (joined,), coder_of(project, coder))


def split_theme(
    project: Project,
    question_id: QuestionId,
    wave: WaveId | None,
    theme_id: str,
    k: int | None = None,
    coder: CoderId | None = None,
) -> ThemeSet:
    """Make two or more themes of one; the others stay as they are but for their numbers.

    Parameters
    ----------
    k : int or None
        Into how many at most; None makes two of few segments and up to four of many.

    Raises
    ------
    ThemesError
        Where no themes have been found yet, the theme is not known, k is below 2, or all its segments say the same.
    """
    from avoin.themes.grouping import apart

    if k is not None and k < 2:
        raise ThemesError(_("A theme is split into at least two, not {k}.").format(k=k))
    board = _board(project, question_id, wave)
    theme = board.theme(theme_id)
    parts = apart(board.segments, board.places(theme), k, board.current.themes.seed)
    if len(parts) < 2:
        raise ThemesError(
            _("Theme {theme} cannot be split: its segments are all alike.").format(theme=theme_id),
            _("Code its segments one by one, or find the themes again with more of them."),
        )
    return _rearranged(board, (theme,), parts, coder_of(project, coder))


@dataclass(frozen=True)
class _Board:
    """The themes in use, and their segments as they are cut now."""

    project: Project
    reading: Reading
    segments: "Segments"
    current: ThemeRun

    def theme(self, theme_id: str) -> Theme:
        themes = self.current.themes.themes
        found = next((theme for theme in themes if theme.id == theme_id), None)
        if found is None:
            raise ThemesError(
                _("There is no theme {theme}.").format(theme=theme_id),
                _("Themes: {themes}").format(themes=", ".join(each.id for each in themes)),
            )
        return found

    def places(self, theme: Theme) -> list[int]:
        """Return where a theme's segments are; those that have been cut otherwise since are gone."""
        at = {span: place for place, span in enumerate(self.segments.spans)}
        return [at[span] for span in theme.spans if span in at]


def _board(project: Project, question_id: QuestionId, wave: WaveId | None) -> _Board:
    reading = read_question(project, question_id, wave)
    current = current_run(project, question_id, wave)
    if current is None:
        raise ThemesError(
            _("No themes have been found for {question} yet.").format(question=question_id),
            _("Find them with: avoin themes {question}").format(question=question_id),
        )
    return _Board(project, reading, _segments(reading, range(len(reading.spans))), current)


def _rearranged(board: _Board, gone: Collection[Theme], groups: Sequence["Group"], who: CoderId) -> ThemeSet:
    """Put groups in the place of themes; names, codes and "not a theme" of all others stay."""
    from avoin.workflow.texts.match_themes import resembled_codes

    kept = [theme for theme in board.current.themes.themes if theme not in gone]
    codes = resembled_codes(board.project, board.reading, board.segments.rows, [each.centre for each in groups])
    new = [_theme(board.segments, each, *code) for each, code in zip(groups, codes, strict=True)]
    themes = _named(board.segments, [*kept, *new], len(kept))
    return _in_use(board.project, replace(board.current.themes, themes=themes), who)


def _segments(reading: Reading, places: Sequence[int]) -> "Segments":
    from avoin.themes.grouping import Segments
    from avoin.themes.phrases import Wording

    texts = {answer.key: answer.text for answer in reading.answers}
    spans = tuple(reading.spans[place] for place in places)
    wordings = tuple(
        Wording(texts[span.answer], reading.read[span.answer].tokens_in(span.start, span.end)) for span in spans
    )
    return Segments(spans, tuple(reading.texts[place] for place in places), wordings, reading.vectors[list(places)])


def _sorted_out(reading: Reading, decided: Collection[Span]) -> tuple[list[int], tuple[Span, ...]]:
    """Return the places of the segments to be grouped, and the segments that cannot be."""
    from avoin.nlp.non_answers import is_non_answer

    places, unassigned = [], []
    for place, span in enumerate(reading.spans):
        if reading.read[span.answer].non_answer:
            continue
        text = reading.texts[place]
        if reading.is_left_out(span) or not any(map(str.isalpha, text)) or is_non_answer(text):
            unassigned.append(span)
        elif span not in decided:
            places.append(place)
    return places, tuple(unassigned)


def _decided(project: Project, reading: Reading, coder: CoderId) -> frozenset[Span]:
    """Return the segments that the coder has decided, or put a code on or across."""
    question = reading.question.id
    with project.store.read() as connection:
        kinds = (MarkKind.DONE, MarkKind.CODING)
        marks = decisions.marks(connection, *kinds, question=question, wave=reading.wave, coder=coder)
    by_answer: dict[AnswerKey, list[Mark]] = {}
    for mark in marks:
        by_answer.setdefault(mark.answer, []).append(mark)
    return frozenset(
        span for span in reading.spans if any(_is_on(mark, span) for mark in by_answer.get(span.answer, ()))
    )


def _is_on(mark: Mark, span: Span) -> bool:
    return mark.start < 0 or (mark.start < span.end and span.start < mark.end)


def _theme(segments: "Segments", group: "Group", code: CodeId | None, confidence: float) -> Theme:
    spans = tuple(segments.spans[place] for place in group.places)
    return Theme("", "", (), code, confidence, group.mixed, spans, group.stability)


def _named(segments: "Segments", themes: Sequence[Theme], n_kept: int = 0) -> tuple[Theme, ...]:
    """Return the themes in the order they are shown, numbered and named; the first n keep their names."""
    from avoin.themes.naming import ThemeName, name_themes

    wordings = dict(zip(segments.spans, segments.wordings, strict=True))
    words = [[wordings[span] for span in theme.spans if span in wordings] for theme in themes]
    kept = {place: ThemeName(theme.name, theme.keywords) for place, theme in enumerate(themes[:n_kept])}
    names = name_themes(words, kept)
    called = [replace(theme, name=name.name, keywords=name.keywords) for theme, name in zip(themes, names, strict=True)]
    shown = sorted(called, key=lambda theme: (theme.mixed, -len(theme.spans)))
    return tuple(replace(theme, id=str(number)) for number, theme in enumerate(shown, start=1))


def _in_use(project: Project, found: ThemeSet, coder: CoderId) -> ThemeSet:
    """Store a run and take it into use in place of the one before, unless it is the same."""
    before = current_run(project, found.question, found.wave)
    if before is not None and before.themes == found:
        return found
    with project.store.transaction() as connection:
        run = stored.save_run(connection, found)
        mark = Mark(MarkKind.THEMES, _shared(found.wave), question=found.question, text=str(run))
        carried: tuple[Mark, ...] = ()
        if before is not None:
            refused = decisions.marks(connection, MarkKind.NOT_THEME, question=found.question)
            carried = tuple(_carried_over(refused, before, found, run))
        taken = () if before is None else (before.mark,)
        decisions.append(connection, Draft(coder, Verb.THEMES, (mark, *carried), taken))
    return found


def _carried_over(marks: Collection[Mark], before: ThemeRun, found: ThemeSet, run: int) -> Iterator[Mark]:
    """Yield "not a theme" for the themes that are in both runs with the same segments."""
    now = {frozenset(theme.spans): theme.id for theme in found.themes}
    then = {f"{before.run}:{theme.id}": frozenset(theme.spans) for theme in before.themes.themes}
    for mark in marks:
        theme_id = now.get(then.get(mark.text, frozenset()))
        if theme_id is not None:
            yield replace(mark, text=f"{run}:{theme_id}")


def _meant(project: Project, question_id: QuestionId, wave: WaveId | None) -> WaveId | None:
    """Return the wave whose answers are meant: all waves are the only one that was asked, so that it has one run."""
    found = project.survey.question(question_id)
    asked = [] if found is None else list(found.headings)
    return asked[0] if wave is None and len(asked) == 1 else wave


def _shared(wave: WaveId | None) -> WaveId:
    """Return the wave as marks write it: empty where all waves were grouped together."""
    return WaveId("") if wave is None else wave
