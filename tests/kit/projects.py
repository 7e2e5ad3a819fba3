"""Projects on a temporary folder, with a tiny survey already imported, without going through files.

    made = project(tmp_path, {"wishes": {"r1": "Lisää aikaa.", "r2": "-"}}, variables={"role": {"r1": "director"}})

Open questions and variables are named as they are used; every question was asked in the wave that has answers to it.
``open_project(made.folder)`` opens the same project again.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from avoin.codebook.model import Codebook
from avoin.corpus.model import Answer, ClosedAnswer, Question, QuestionKind, Respondent, Survey, Variable, Wave
from avoin.ids import AnswerKey, QuestionId, RespondentId, VariableId, WaveId, digest
from avoin.settings import Settings, write_settings
from avoin.store import answers as stored
from avoin.store.cache import Cache
from avoin.store.engine import Store, open_store
from avoin.store.server import ServerStore, open_server
from avoin.text import working_text
from avoin.workflow.project import Project, locate

ByRespondent = Mapping[str, str]


def project(
    folder: Path,
    answers: Mapping[str, ByRespondent],
    *,
    wave: str = "2025",
    variables: Mapping[str, ByRespondent] | None = None,
    grades: Mapping[str, ByRespondent] | None = None,
    choices: Mapping[str, ByRespondent] | None = None,
    codebook: Codebook | None = None,
    coder: str = "tester",
    name: str = "Testikysely",
) -> Project:
    """Return an opened project with one wave imported.

    Parameters
    ----------
    answers : mapping
        Open question → respondent → what was written; respondents stand in the order they are first named.
    variables : mapping
        Variable → respondent → value.
    grades : mapping
        Grade question → respondent → number as text, such as "8,5".
    choices : mapping
        Choice question → respondent → category.
    codebook : Codebook
        Written to ``codebooks/<name>/<version>.yaml`` and named in the settings.
    """
    places = locate(folder)
    for each in (places.folder, places.codebooks, places.backups, places.output):
        each.mkdir(parents=True, exist_ok=True)
    settings = Settings(name, "" if codebook is None else codebook.name, coder)
    write_settings(places.settings, settings)
    if codebook is not None:
        _write_codebook(places.codebooks, codebook)
    empty = Project(folder, settings, Survey(name), empty_store(places.store), Cache(places.cache))
    return add_wave(empty, wave, answers, variables=variables, grades=grades, choices=choices)


def add_wave(
    before: Project,
    wave: str,
    answers: Mapping[str, ByRespondent],
    *,
    variables: Mapping[str, ByRespondent] | None = None,
    grades: Mapping[str, ByRespondent] | None = None,
    choices: Mapping[str, ByRespondent] | None = None,
    remove_missing: bool = False,
) -> Project:
    """Return the project with one more wave imported, or the same wave once more with other answers."""
    variables, grades, choices = variables or {}, grades or {}, choices or {}
    parts = (answers, grades, choices, variables)
    who = tuple(dict.fromkeys(each for part in parts for column in part.values() for each in column))
    survey = _survey(before.survey, WaveId(wave), answers, grades, choices, variables)
    at = WaveId(wave)
    respondents = [
        Respondent(
            at,
            RespondentId(each),
            place,
            {VariableId(variable): column[each] for variable, column in variables.items() if each in column},
        )
        for place, each in enumerate(who)
    ]
    opened = [Answer(key, raw, working_text(raw)) for key, raw in _cells(at, answers) if raw.strip()]
    closed = [ClosedAnswer(key, raw, float(raw.replace(",", "."))) for key, raw in _cells(at, grades)]
    closed += [ClosedAnswer(key, raw, None, raw) for key, raw in _cells(at, choices)]
    with before.store.transaction() as connection:
        stored.save_wave(
            connection,
            at,
            respondents,
            opened,
            closed,
            f"{wave}.csv",
            digest(repr((answers, grades, choices, variables))),
            remove_missing=remove_missing,
        )
    _write_survey(locate(before).survey, survey)
    return replace(before, survey=survey)


def empty_store(path: Path) -> Store:
    """Return a new store without anything in it, a good deal faster than making one from its revisions."""
    path.write_bytes(_empty_store())
    path.chmod(0o600)
    return open_store(path)


def reopened(store: Store) -> Store:
    """Return the same store opened once more, as another process would."""
    return open_server(store.address, store.path) if isinstance(store, ServerStore) else open_store(store.path)


@cache
def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return open_store(Path(folder) / "store.db", create=True).path.read_bytes()


def _cells(wave: WaveId, columns: Mapping[str, ByRespondent]) -> list[tuple[AnswerKey, str]]:
    return [
        (AnswerKey(wave, RespondentId(each), QuestionId(question)), raw)
        for question, column in columns.items()
        for each, raw in column.items()
    ]


def _survey(
    before: Survey,
    wave: WaveId,
    answers: Mapping[str, ByRespondent],
    grades: Mapping[str, ByRespondent],
    choices: Mapping[str, ByRespondent],
    variables: Mapping[str, ByRespondent],
) -> Survey:
    waves = before.waves if before.wave(wave) else (*before.waves, Wave(wave, "id"))
    kinds = dict.fromkeys(grades, QuestionKind.GRADE) | dict.fromkeys(choices, QuestionKind.CHOICE)
    kinds |= dict.fromkeys(answers, QuestionKind.OPEN)
    questions = {each.id: each for each in before.questions}
    for name, kind in kinds.items():
        known = questions.get(QuestionId(name), Question(QuestionId(name), kind, f"{name}?", {}))
        categories = tuple(dict.fromkeys([*known.categories, *choices.get(name, {}).values()]))
        questions[known.id] = replace(known, headings={**known.headings, wave: name}, categories=categories)
    found = {each.id: each for each in before.variables}
    for name in variables:
        variable = found.get(VariableId(name), Variable(VariableId(name), name, {}))
        found[variable.id] = replace(variable, headings={**variable.headings, wave: name})
    return Survey(before.name, waves, tuple(questions.values()), tuple(found.values()))


def _write_survey(path: Path, survey: Survey) -> None:
    from avoin.corpus.files import write_survey

    write_survey(path, survey)


def _write_codebook(folder: Path, codebook: Codebook) -> None:
    from avoin.codebook.files import write_codebook

    path = folder / codebook.name / f"{codebook.version}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_codebook(path, codebook)
