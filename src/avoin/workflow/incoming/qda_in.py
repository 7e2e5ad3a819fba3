"""A project of another tool comes in: into an empty project whole, into one that has its answers as codings.

Enters: a project and a file. Leaves: answers, codes, codings and memos as if made here, by whom they were made.
Invariants: a coding goes only on the very words it was made on; what is not kept is counted and said; the same file
once more changes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from avoin.codebook.described import understood
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import next_id, with_codes
from avoin.codebook.structure import COLOUR, ID, cleaned
from avoin.coding.decision import Draft, Mark, MarkKind, Verb, mark_span
from avoin.corpus.model import Answer, Corpus
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import AnswerKey, CodeId, CoderId, Span
from avoin.importing.qda import QdaCode, QdaCoding, QdaMemo, QdaProject
from avoin.importing.read import read_table
from avoin.importing.read_qda import read_qda
from avoin.importing.table import SurveyTable
from avoin.progress import Progress, silent
from avoin.settings import read_settings
from avoin.store import answers as answer_store
from avoin.store import decisions
from avoin.text import working_text
from avoin.workflow.codebooks import codebook_operations
from avoin.workflow.codebooks.revise_codebook import begin_codebook, current_codebook
from avoin.workflow.incoming.closed_waves import refuse_closed
from avoin.workflow.incoming.coded_table import coded_table
from avoin.workflow.incoming.import_choices import ImportChoices
from avoin.workflow.incoming.import_survey import prepare_table, save_import
from avoin.workflow.outgoing.qda_out import codes_of, names_of, sets_of
from avoin.workflow.project import Project, coder_of

_ID = "id"
_SHOWN = 8
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")


class QdaInError(AvoinError):
    """The other tool's project does not fit this one; nothing was changed."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came in.

    Attributes
    ----------
    n_answers : int
        Answers that are new in this project.
    n_codes, n_codings, n_memos : int
        What is new; what was here already is not counted.
    left_out : tuple of str
        Translated sentences on what was not kept.
    """

    project: Project
    tool: str
    n_answers: int
    n_codes: int
    n_codings: int
    n_memos: int
    left_out: tuple[str, ...]


def bring_in(
    project: Project, path: Path, *, wave: str = "1", new_codes: bool = False, progress: Progress = silent
) -> BroughtIn:
    """Bring a project of another tool in.

    Parameters
    ----------
    wave : str
        What the collection is called, where the project has no answers yet.
    new_codes : bool
        Put codes that the codebook lacks into its draft; always so where the project has no codebook.

    Raises
    ------
    ImportFileError
        Where the file is not understood; names it.
    CodedTableError
        Where a table of codings does not fit the answers; names file and row.
    QdaInError
        Where none of its texts is an answer of this project, or the codebook lacks codes and ``new_codes`` is not set.
    ClosedWaveError
        Where codings would go on a closed wave.
    """
    found = _read(project, path)
    n_answers = 0
    if not _corpus(project).answers:
        project, n_answers = _with_answers(project, found, path, wave, progress)
    answers = _matched(_corpus(project), found)
    if not answers and found.sources:
        raise QdaInError(
            _("None of the {n} texts of {file} is an answer of this project.").format(
                n=len(found.sources), file=path.name
            ),
            _("Bring it into a new project: avoin init FOLDER, and this command there."),
        )
    codes, n_codes = _codes(project, found, path, new_codes=new_codes)
    kept, unusable = _kept(found, codes, current_codebook(project))
    n_codings, n_memos = _record(project, kept, answers, codes)
    left_out = (*found.left_out, *_other_sets(found, answers), *_not_matched(found, answers), *unusable)
    return BroughtIn(project, found.tool, n_answers, n_codes, n_codings, n_memos, left_out)


def _read(project: Project, path: Path) -> QdaProject:
    if path.suffix.lower() in _TABLES:
        return coded_table(read_table(path), _corpus(project), tuple(codes_of(project)))
    return read_qda(path)


def _corpus(project: Project) -> Corpus:
    with project.store.read() as connection:
        return answer_store.load_corpus(connection, project.survey)


def _with_answers(
    project: Project, found: QdaProject, path: Path, wave: str, progress: Progress
) -> tuple[Project, int]:
    """Import the texts as answers to one question, one respondent a text, with the background of its case."""
    cases = {case.key: case for case in found.cases}
    text_heading = _("Text")
    variables = tuple(
        dict.fromkeys(name for case in found.cases for name in case.values if name not in (_ID, text_heading))
    )
    rows = []
    for name, source in zip(_names(found), found.sources, strict=True):
        values = cases[source.case].values if source.case in cases else {}
        rows.append((name, *(values.get(each, "") for each in variables), source.text))
    table = SurveyTable(path.name, "", (_ID, *variables, text_heading), tuple(rows))
    choices = ImportChoices(ids=_ID, open=(text_heading,), variables=variables)
    result = save_import(project, prepare_table(project, table, wave, choices, progress), progress=progress)
    return replace(project, survey=result.survey), result.answers


def _names(found: QdaProject) -> list[str]:
    """Return what the respondent of each text is called: the case where it has one text, else the text."""
    texts = Counter(source.case for source in found.sources)
    cases = {case.key: case.name for case in found.cases}
    said = [
        cases[source.case] if texts[source.case] == 1 and cases.get(source.case) else source.name
        for source in found.sources
    ]
    times = Counter(said)
    return [name if times[name] == 1 else f"{name} ({place})" for place, name in enumerate(said, start=1)]


def _matched(corpus: Corpus, found: QdaProject) -> dict[str, Answer]:
    """Return which answer each text is: by name and by every letter of it; some tools break its lines anew.

    A text is called as avoin called it going out, or as its respondent was called when it came in.
    """
    by_name = {name: corpus.by_key[key] for key, name in names_of(corpus).items()}
    if len(corpus.survey.open_questions) == 1 and len(corpus.survey.waves) == 1:
        by_name = {str(answer.key.respondent): answer for answer in corpus.answers} | by_name
    matched = {}
    for source, name in zip(found.sources, _names(found), strict=True):
        answer = by_name.get(source.name.removesuffix(".txt")) or by_name.get(name)
        if answer is not None and _letters(source.text) == _letters(answer.text):
            matched[source.key] = answer
    return matched


def _kept(found: QdaProject, codes: Mapping[str, CodeId], book: Codebook | None) -> tuple[QdaProject, tuple[str, ...]]:
    """Return the project without codings that may not be here, and how many those are."""
    usable = {code.id for code in book.usable} if book is not None else set[CodeId]()
    with_words = [each for each in found.codings if each.start < each.end]
    kept = tuple(each for each in with_words if codes[each.code] in usable)
    empty, dead = len(found.codings) - len(with_words), len(with_words) - len(kept)
    said = []
    if empty:
        said.append(
            ngettext("{n} coding without words was left out.", "{n} codings without words were left out.", empty)
            .format(n=empty)
        )  # fmt: skip
    if dead:
        said.append(
            ngettext(
                "{n} coding is of a code that is retired or a heading here, and was left out.",
                "{n} codings are of codes that are retired or headings here, and were left out.",
                dead,
            ).format(n=dead)
        )
    return replace(found, codings=kept), tuple(said)


def _not_matched(found: QdaProject, answers: Mapping[str, Answer]) -> Iterator[str]:
    lost = [source for source in found.sources if source.key not in answers and source.text.strip()]
    if lost:
        n_codings = sum(coding.source not in answers for coding in found.codings)
        yield ngettext(
            "{n} text is no answer of this project, or differs from it ({codings} codings were left out): {names}",
            "{n} texts are no answers of this project, or differ from them ({codings} codings were left out): {names}",
            len(lost),
        ).format(n=len(lost), codings=n_codings, names=", ".join(each.name for each in lost[:_SHOWN]))


def _other_sets(found: QdaProject, answers: Mapping[str, Answer]) -> Iterator[str]:
    """Yield how many sets of texts are not the wave or the question of each."""
    others = {
        name
        for source in found.sources
        for name in source.sets
        if source.key not in answers or name not in sets_of(answers[source.key].key)
    }
    if others:
        yield ngettext(
            "{n} set of texts was left out: {names}", "{n} sets of texts were left out: {names}", len(others)
        ).format(n=len(others), names=", ".join(sorted(others)[:_SHOWN]))


def _codes(project: Project, found: QdaProject, path: Path, *, new_codes: bool) -> tuple[dict[str, CodeId], int]:
    """Return which code each of theirs is here; those that are not here are put into the draft."""
    book = current_codebook(project) or Codebook("", "", ())
    known = {each.key: code for each in found.codes if (code := _same(book, each)) is not None}
    missing = [each for each in found.codes if each.key not in known]
    if not missing:
        return known, 0
    if book.codes and not new_codes:
        raise QdaInError(
            _("The codebook lacks {n} codes of {file}: {names}").format(
                n=len(missing), file=path.name, names=", ".join(each.name for each in missing[:_SHOWN])
            ),
            _("With --new-codes they are put into its draft."),
        )
    begin_codebook(project)
    made = _made(book, found, known)
    opened = replace(project, settings=read_settings(project.places.settings))
    reason = _("From {file}").format(file=path.name)
    codebook_operations.carry_out(
        opened, coder_of(project), lambda before: with_codes(before, before.codes, made.values()), reason
    )
    return known | {key: code.id for key, code in made.items()}, len(made)


def _same(book: Codebook, theirs: QdaCode) -> CodeId | None:
    said = CodeId(str(understood(theirs.description).get("id", theirs.key)))
    if said in book.by_id:
        return book.heir(said)
    named = [code.id for code in book.codes if code.name.casefold() == theirs.name.casefold()]
    return book.heir(named[0]) if len(named) == 1 else None


def _made(book: Codebook, found: QdaProject, known: Mapping[str, CodeId]) -> dict[str, Code]:
    """Return the codes that are new here, by what they are called there; those above before those below."""
    made: dict[str, Code] = {}
    for each in found.codes:
        if each.key in known:
            continue
        told = understood(each.description)
        said = str(told.pop("id", ""))
        told.pop("version", None)
        taken = [code.id for code in made.values()]
        free = ID.fullmatch(said) and said not in taken and said not in book.by_id
        above = known.get(each.parent) or (made[each.parent].id if each.parent in made else None)
        colour = each.colour if COLOUR.fullmatch(each.colour) else ""
        code_id = CodeId(said) if free else next_id(book, each.name, taken)
        made[each.key] = cleaned(Code(code_id, each.name, parent=above, codable=each.codable, colour=colour, **told))
    return made


def _record(
    project: Project, found: QdaProject, answers: Mapping[str, Answer], codes: Mapping[str, CodeId]
) -> tuple[int, int]:
    """Store codings and memos, one decision an answer and coder, all of them or none; return how many are new."""
    with project.store.read() as connection:
        there = frozenset(decisions.marks(connection, MarkKind.MEMO))
    lengths = {answer.key: len(answer.text) for answer in answers.values()}
    marks: dict[tuple[AnswerKey, CoderId], list[Mark]] = {}
    for mark in _marks(project, found, answers, codes):
        kept = mark if mark in there else _of_whole(mark, lengths)
        marks.setdefault((mark.answer, mark.coder), []).append(kept)
    refuse_closed(project.survey, sorted({key.wave for key, _coder in marks if key.respondent}))
    book = current_codebook(project)
    named = "" if book is None else f"{book.name} {book.version}"
    put: Counter[MarkKind] = Counter()
    with project.store.transaction() as connection:
        for (_key, coder), mine in marks.items():
            decision = decisions.append(connection, Draft(coder, Verb.ASSIGN, tuple(mine), codebook=named))
            put.update(mark.kind for mark in (decision.put if decision else ()))
    return put[MarkKind.CODING], put[MarkKind.MEMO]


def _marks(
    project: Project, found: QdaProject, answers: Mapping[str, Answer], codes: Mapping[str, CodeId]
) -> Iterator[Mark]:
    me = coder_of(project)
    texts = {source.key: source.text for source in found.sources}
    everything: tuple[QdaCoding | QdaMemo, ...] = (*found.codings, *found.memos)
    for each in everything:
        coder = coder_of(project, " ".join(each.coder.split())) if each.coder.strip() else me
        answer = answers.get(each.source)
        if isinstance(each, QdaMemo) and not each.source:
            yield Mark(MarkKind.MEMO, code=codes[each.code] if each.code else CodeId(""), coder=coder, text=each.text)
            continue
        span = None if answer is None else _span(answer, texts[each.source], each.start, each.end)
        if span is None or span.start >= span.end:
            continue
        if isinstance(each, QdaCoding):
            yield mark_span(MarkKind.CODING, span, coder, codes[each.code])
        else:
            yield mark_span(MarkKind.MEMO, span, coder, text=each.text)


def _of_whole(mark: Mark, lengths: Mapping[AnswerKey, int]) -> Mark:
    """Return a note on every word of an answer as one on the answer."""
    is_whole = mark.kind is MarkKind.MEMO and mark.respondent and (mark.start, mark.end) == (0, lengths[mark.answer])
    return replace(mark, start=-1, end=-1) if is_whole else mark


def _span(answer: Answer, raw: str, start: int, end: int) -> Span:
    """Return where a selection of a text as read is in the working text."""
    if working_text(raw) == answer.text:
        return Span(answer.key, len(working_text(raw[:start])), len(working_text(raw[:end])))
    places = [place for place, character in enumerate(answer.text) if not character.isspace()]
    first, last = len(_letters(raw[:start])), len(_letters(raw[:end]))
    if first >= last:  # between two words
        at = places[first] if first < len(places) else len(answer.text)
        return Span(answer.key, at, at)
    return Span(answer.key, places[first], places[last - 1] + 1)


def _letters(text: str) -> str:
    return "".join(working_text(text).split())
