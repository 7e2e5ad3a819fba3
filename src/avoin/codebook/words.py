"""Problems and differences said as sentences, for the command line and the workbench alike.

Enters: a problem or a difference, and the codes it is about. Leaves: one translated sentence.
"""

from collections.abc import Mapping
from itertools import chain, takewhile

from avoin.codebook.check import MOST_CODES, Problem, ProblemKind
from avoin.codebook.difference import Difference, DifferenceKind, Value
from avoin.codebook.journal import FieldChange, Operation, OperationKind
from avoin.codebook.model import Code, Codebook
from avoin.i18n import _, ngettext
from avoin.ids import CodeId

_LONGEST_QUOTE = 160
_FEW_WORDS = 40  # code points


def problem_in_words(problem: Problem, book: Codebook) -> str:
    """Say a problem as a sentence that names the code."""
    n = problem.n or 0
    said = {
        ProblemKind.NO_CODES: _("There is no code that can be used."),
        ProblemKind.NO_DEFINITION: _("{code} has no definition."),
        ProblemKind.RETIRED_ABOVE_LIVING: ngettext(
            "{code} is retired, but {n} code below it is not.", "{code} is retired, but {n} codes below it are not.", n
        ),
        ProblemKind.UNKNOWN_IN_CODINGS: ngettext(
            "{code} is not in the codebook, but {n} coding uses it.",
            "{code} is not in the codebook, but {n} codings use it.",
            n,
        ),
        ProblemKind.NO_INCLUDE: _("{code} does not say what it includes."),
        ProblemKind.NO_EXCLUDE: _("{code} does not say what it excludes."),
        ProblemKind.NAMES_ALIKE: _("{code} and {other} have names that are easily confused."),
        ProblemKind.DEFINITIONS_ALIKE: _("{code} and {other} have overlapping definitions (likeness {likeness:.2f})."),
        ProblemKind.EMPTY_HEADING: _("{code} is a heading without codes below it."),
        ProblemKind.TOO_MANY: _("There are {n} codes; more than {most} are hard to keep in mind."),
        ProblemKind.ONE_CODER: _("{code} is used by one coder only."),
        ProblemKind.VERSION_GAP: _("Version {version} grew from {base}, which is not in the folder."),
        ProblemKind.RARELY_USED: ngettext("{code} has {n} coding.", "{code} has {n} codings.", n),
    }
    return said[problem.kind].format(
        code=_named(problem.code, book.by_id),
        other=_named(problem.other, book.by_id),
        n=n,
        most=MOST_CODES,
        likeness=problem.likeness or 0.0,
        version=problem.version,
        base=problem.base,
    )


def difference_in_words(difference: Difference, a: Codebook, b: Codebook) -> str:
    """Say a difference from ``a`` to ``b`` as a sentence that names the code."""
    names = dict(chain(a.by_id.items(), b.by_id.items()))
    said = {
        DifferenceKind.ADDED: _("{code} is new."),
        DifferenceKind.REMOVED: _("{code} is gone."),
        DifferenceKind.RETIRED: _("{code} is retired."),
        DifferenceKind.RESTORED: _("{code} is in use again."),
        DifferenceKind.MERGED: (
            _("What was {code} is {after} from now on.") if difference.after else _("{code} stands for itself again.")
        ),
        DifferenceKind.SPLIT: (
            _("{code} is divided into {after}.") if difference.after else _("{code} is no longer divided.")
        ),
        DifferenceKind.MOVED: _("{code} moved from {before} to {after}."),
        DifferenceKind.ORDER: _("The codes stand in another order."),
        DifferenceKind.TITLE: _("The title was “{before}” and is “{after}”."),
    }
    if difference.kind is DifferenceKind.CHANGED:
        return _change_in_words(difference, names)
    before, after = (_said_of(difference, value, names) for value in (difference.before, difference.after))
    return said[difference.kind].format(code=_named(difference.code, names), before=before, after=after)


def operation_in_words(operation: Operation, names: Mapping[CodeId, Code]) -> str:
    """Say what was done to a code as a sentence.

    Parameters
    ----------
    names : mapping
        Codes by id, for their names.
    """
    heirs = operation.value("split_into") or (operation.value("merged_into") or "",)
    into = ", ".join(_named(CodeId(str(each)), names) for each in heirs) if isinstance(heirs, tuple) else ""
    said = {
        OperationKind.ADD: _("{code} was added."),
        OperationKind.RENAME: _("{code} was renamed: “{before}” became “{after}”."),
        OperationKind.DEFINE: _("{code} was worded anew: {fields}."),
        OperationKind.MOVE: _("{code} was moved from {before} to {after}."),
        OperationKind.MERGE: _("{code} was merged into {into}."),
        OperationKind.SPLIT: _("{code} was divided into {into}."),
        OperationKind.RETIRE: _("{code} was retired."),
        OperationKind.RESTORE: _("{code} was taken into use again."),
        OperationKind.REMOVE: _("{code} was removed."),
    }
    before, after = (_value_in_words(operation, value, names) for value in _first_values(operation))
    own = operation.code_after or operation.code_before
    known = {**names, own.id: own} if own is not None else names
    return said[operation.kind].format(
        code=_named(operation.code, known),
        into=into,
        before=before,
        after=after,
        fields=", ".join(_field(change.field) for change in operation.changes),
    )


def _first_values(operation: Operation) -> tuple[Value | None, Value | None]:
    change = operation.changes[0] if operation.changes else FieldChange("", "", "")
    return change.before, change.after


def _value_in_words(operation: Operation, value: Value | None, names: Mapping[CodeId, Code]) -> str:
    if operation.kind is OperationKind.MOVE:
        return _named(CodeId(str(value)), names) if value else _("the top")
    return "" if value is None else _short(value)


def _said_of(difference: Difference, value: Value, names: Mapping[CodeId, Code]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_named(CodeId(each), names) for each in value)
    if difference.kind is DifferenceKind.MOVED:
        return _named(CodeId(str(value)), names) if value else _("the top")
    return _named(CodeId(str(value)), names) if difference.kind is DifferenceKind.MERGED and value else str(value)


def _change_in_words(difference: Difference, names: Mapping[CodeId, Code]) -> str:
    if difference.field == "codable":
        sentence = (
            _("{code} may now be put on answers.")
            if difference.after
            else _("{code} is now a heading that only groups.")
        )
    elif isinstance(difference.before, tuple) and isinstance(difference.after, tuple):
        return _list_in_words(difference.before, difference.after, difference, names)
    elif not difference.before:
        sentence = _("{code}, {field}: now “{after}”.")
    elif not difference.after:
        sentence = _("{code}, {field}: was “{before}”, now empty.")
    else:
        sentence = _("{code}, {field}: was “{before}”, now “{after}”.")
    before, after = _from_where_they_differ(str(difference.before), str(difference.after))
    return sentence.format(
        code=_named(difference.code, names), field=_field(difference.field), before=_short(before), after=_short(after)
    )


def _from_where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Return two texts from a few words before they part, where the start alone would not show how they differ."""
    shared = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = before.rfind(" ", 0, max(0, shared - _FEW_WORDS)) + 1
    if max(len(before), len(after)) <= _LONGEST_QUOTE or start <= 1:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"


def _list_in_words(
    before: tuple[str, ...], after: tuple[str, ...], difference: Difference, names: Mapping[CodeId, Code]
) -> str:
    came = tuple(each for each in after if each not in before)
    went = tuple(each for each in before if each not in after)
    if came and went:
        sentence = _("{code}, {field}: {came} came, {went} went.")
    elif came:
        sentence = _("{code}, {field}: {came} came.")
    elif went:
        sentence = _("{code}, {field}: {went} went.")
    else:
        sentence = _("{code}, {field}: in another order.")
    return sentence.format(
        code=_named(difference.code, names), field=_field(difference.field), came=_short(came), went=_short(went)
    )


def _named(code: CodeId | None, names: Mapping[CodeId, Code]) -> str:
    if code is None:
        return ""
    known = names.get(code)
    return f"{known.name} ({code})" if known is not None else str(code)


def _field(field: str) -> str:
    names = {
        "name": _("name"),
        "definition": _("definition"),
        "include": _("include"),
        "exclude": _("exclude"),
        "borderline": _("borderline"),
        "examples": _("examples"),
        "keywords": _("keywords"),
        "colour": _("colour"),
        "origin": _("origin"),
        "codable": _("whether it is a heading"),
        "split_into": _("what it is divided into"),
    }
    return names.get(field, field)


def _short(value: Value) -> str:
    text = ", ".join(f"“{each}”" for each in value) if isinstance(value, tuple) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
