"""Small corpora and codings that read as sentences, and the example survey whole.

    corpus = survey_of(roles={"r1": "director", "r2": "worker"}, wishes={"r1": "Lisää aikaa.", "r2": "-"})
    codings = coded(corpus, "wishes", r1="aika")

``kriisibarometri()`` reads the committed example survey by hand, without the importing room, so that its figures are
checked against the rows and not against our own reader.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from avoin.codebook.model import Code, Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import (
    Answer,
    ClosedAnswer,
    Condition,
    Corpus,
    Question,
    QuestionKind,
    Respondent,
    Survey,
    Variable,
    Wave,
)
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, VariableId, WaveId
from avoin.text import working_text
from kit.shared import CHECKOUT

CHANGE = {
    "much better": "improved",
    "better": "improved",
    "same": "unchanged",
    "worse": "weakened",
    "much worse": "weakened",
}


def question(
    name: str,
    kind: QuestionKind = QuestionKind.OPEN,
    *,
    asked: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    groups: Mapping[str, str] | None = None,
    waves: tuple[str, ...] = ("2025",),
) -> Question:
    """Return a question; ``asked`` is a variable and the values that were asked."""
    condition = Condition(VariableId(asked[0]), asked[1:]) if asked else None
    headings = {WaveId(wave): name for wave in waves}
    return Question(QuestionId(name), kind, f"What about {name}?", headings, condition, categories, dict(groups or {}))


def survey_of(
    *questions: Question,
    wave: str = "2025",
    variables: Mapping[str, Mapping[str, str]] | None = None,
    **answers: Mapping[str, str],
) -> Corpus:
    """Return one wave; a question that is not given is an open one. A grade is a number as text."""
    known = {each.id: each for each in questions}
    for name in answers:
        known.setdefault(QuestionId(name), question(name, waves=(wave,)))
    columns = (*answers.values(), *(variables or {}).values())
    who = dict.fromkeys(each for column in columns for each in column)
    at = WaveId(wave)
    respondents = tuple(
        Respondent(
            at,
            RespondentId(each),
            place,
            {VariableId(name): column[each] for name, column in (variables or {}).items() if column.get(each)},
        )
        for place, each in enumerate(who)
    )
    cells = [
        (known[QuestionId(name)], AnswerKey(at, RespondentId(each), QuestionId(name)), raw)
        for name, column in answers.items()
        for each, raw in column.items()
        if raw.strip()
    ]
    survey = Survey(
        "Testikysely",
        (Wave(at, "id"),),
        tuple(known.values()),
        tuple(Variable(VariableId(name), name, {at: name}) for name in variables or {}),
    )
    return Corpus(
        survey,
        respondents,
        tuple(Answer(key, raw, working_text(raw)) for asked, key, raw in cells if asked.kind.is_open),
        tuple(_closed(asked, key, raw) for asked, key, raw in cells if not asked.kind.is_open),
    )


def joined(*corpora: Corpus) -> Corpus:
    """Return the waves of several corpora as one corpus; what each asked stays its own."""
    questions: dict[QuestionId, Question] = {}
    variables: dict[VariableId, Variable] = {}
    for corpus in corpora:
        for each in corpus.survey.questions:
            headings = {**(questions[each.id].headings if each.id in questions else {}), **each.headings}
            questions[each.id] = replace(each, headings=headings)
        for variable in corpus.survey.variables:
            before = variables[variable.id].headings if variable.id in variables else {}
            variables[variable.id] = replace(variable, headings={**before, **variable.headings})
    waves = tuple(wave for corpus in corpora for wave in corpus.survey.waves)
    survey = Survey(corpora[0].survey.name, waves, tuple(questions.values()), tuple(variables.values()))
    return Corpus(
        survey,
        tuple(each for corpus in corpora for each in corpus.respondents),
        tuple(each for corpus in corpora for each in corpus.answers),
        tuple(each for corpus in corpora for each in corpus.closed),
    )


def coded(corpus: Corpus, name: str, *, wave: str = "2025", coder: str = "Aino", **codes: str) -> tuple[Coding, ...]:
    """Return codings of whole answers: respondent = codes with spaces between."""
    found = []
    for seq, (who, listed) in enumerate(codes.items(), 1):
        answer = corpus.by_key[AnswerKey(WaveId(wave), RespondentId(who), QuestionId(name))]
        found += [
            Coding(
                Span(answer.key, 0, len(answer.text)),
                CodeId(code),
                CoderId(coder),
                seq,
                f"2026-02-14T12:00:{seq % 60:02d}+00:00",
                "koe 1.0.0",
            )
            for code in listed.split()
        ]
    return tuple(found)


def _closed(asked: Question, key: AnswerKey, raw: str) -> ClosedAnswer:
    if asked.kind.has_mean:
        return ClosedAnswer(key, raw, float(raw.replace(",", ".")))
    return ClosedAnswer(key, raw, None, raw)


_FOLDER = CHECKOUT / "data" / "kriisibarometri"
_CHANGES = {
    "huomattavasti parantunut": "improved",
    "jonkin verran parantunut": "improved",
    "pysynyt ennallaan": "unchanged",
    "jonkin verran heikentynyt": "weakened",
    "huomattavasti heikentynyt": "weakened",
}
_CLAIMS = {
    "täysin samaa mieltä": "agree",
    "jokseenkin samaa mieltä": "agree",
    "ei samaa eikä eri mieltä": "neither",
    "jokseenkin eri mieltä": "disagree",
    "täysin eri mieltä": "disagree",
}
_SCALES: Mapping[str, Mapping[str, str]] = {"change": _CHANGES, "claim": _CLAIMS}
# id, kind, who was asked; in the order of the columns of both waves' files
_ITEMS = (
    ("yleinen_vointi", "grade", ""),
    ("yleinen_vointi_muutos", "change", ""),
    ("sote_avun_saanti", "grade", ""),
    ("mt_avun_saanti", "grade", ""),
    ("sote_paasy_muutos", "change", ""),
    ("mt_paasy_muutos", "change", ""),
    ("talousvaikeudet", "open", ""),
    ("sote_palvelut", "open", ""),
    ("toimenpiteet", "open", ""),
    ("yhteistyo_hva", "grade", "johtaja"),
    ("yhteistyo_kunta", "grade", "johtaja"),
    ("kehitystyo_hva", "claim", "johtaja"),
    ("jarjestot_rakenteissa", "open", "johtaja"),
)
# the writers of the example coded under shorter names for one question
_CODED_AS = {"jarjestot": "jarjestot_rakenteissa"}
_ROLES = {
    "Kriisikeskuksen työntekijä": "tyontekija",
    "Kriisikeskuksen johtaja": "johtaja",
    "Työntekijä": "tyontekija",
    "Johtaja": "johtaja",
}


@cache
def kriisibarometri() -> Corpus:
    """Return both waves of the example survey; variables are ``keskus`` and ``rooli``."""
    with (_FOLDER / "kriisibarometri-2024.csv").open(encoding="utf-8-sig", newline="") as file:
        first = list(csv.reader(file, delimiter=";"))
    second = _workbook_rows()
    return joined(_wave(first, "2024"), _wave(second, "2025"))


def _workbook_rows() -> list[list[str]]:
    import openpyxl

    sheet = openpyxl.load_workbook(_FOLDER / "kriisibarometri-2025.xlsx").worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def _wave(rows: Sequence[Sequence[str]], wave: str) -> Corpus:
    at = WaveId(wave)
    headings, *people = rows
    questions = [
        replace(
            question(
                name,
                QuestionKind(kind),
                asked=("rooli", asked) if asked else (),
                categories=tuple(_SCALES.get(kind, {})),
                groups=_SCALES.get(kind),
                waves=(wave,),
            ),
            text=headings[4 + place],
            name=name,
        )
        for place, (name, kind, asked) in enumerate(_ITEMS)
    ]
    columns = {
        each.id: {row[0]: row[4 + place] for row in people if row[4 + place].strip()}
        for place, each in enumerate(questions)
    }
    variables = {"keskus": {row[0]: row[2] for row in people}, "rooli": {row[0]: _ROLES[row[3]] for row in people}}
    corpus = survey_of(*questions, wave=wave, variables=variables, **columns)
    corpus_waves = {
        "2024": Wave(at, headings[0], "2024-04"),
        "2025": Wave(at, headings[0], "2025-05-06/2025-05-20", 114),
    }
    return replace(corpus, survey=replace(corpus.survey, name="Kriisibarometri", waves=(corpus_waves[wave],)))


@cache
def kriisibarometri_codebook() -> Codebook:
    """Return the draft codebook of the example survey."""
    codes: list[Code] = []
    parent: CodeId | None = None
    for line in (_FOLDER / "koodikirja-luonnos.yaml").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(":")
        if (not rest and not line.endswith(":")) or name.startswith("#"):
            continue
        if not line.startswith(" "):
            parent = CodeId(name)
            heading = rest.partition("#")[2].partition("(")[0].strip() or name.capitalize()
            codes.append(Code(parent, heading, codable=False))
        else:
            title, _, definition = rest.partition("—")
            codes.append(Code(CodeId(name.strip()), title.strip(), definition.strip(), parent=parent))
    return Codebook("kriisibarometri", "1.0.0", tuple(codes))


@cache
def kriisibarometri_codings() -> tuple[Coding, ...]:
    """Return the intended codes of the example survey as codings on their evidence."""
    corpus = kriisibarometri()
    with (_FOLDER / "tarkoitetut-koodit.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for seq, row in enumerate(rows, 1):
        asked = _CODED_AS.get(row["kysymys"], row["kysymys"])
        key = AnswerKey(WaveId(row["aalto"]), RespondentId(row["vastaaja"]), QuestionId(asked))
        codes = [code for code in row["koodit"].split(";") if code]
        evidence = row["todisteet"].split(" || ")
        for place, code in enumerate(codes):
            span = _span_of(corpus.by_key[key], evidence[place] if place < len(evidence) else "")
            at = f"2026-02-14T{8 + seq // 3600:02d}:{seq // 60 % 60:02d}:{seq % 60:02d}+00:00"
            found.append(Coding(span, CodeId(code), CoderId("Aino"), seq, at, "kriisibarometri 1.0.0"))
    return tuple(found)


def _span_of(answer: Answer, evidence: str) -> Span:
    start = answer.text.find(evidence) if evidence else -1
    return Span(answer.key, start, start + len(evidence)) if start >= 0 else Span(answer.key, 0, len(answer.text))
