"""What a decision did, in words: whole sentences, counted in segments."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from avoin.codebook.model import Codebook
from avoin.coding.decision import Verb
from avoin.i18n import _, ngettext
from avoin.ids import CodeId, CoderId, WaveId
from avoin.workflow.desk.desk_views import Outcome, Preview
from avoin.workflow.desk.undo import left_in_words


def of(outcome: Outcome, codebook: Codebook) -> str:
    """Return what happened and, where it can be taken back, that ``u`` does it."""
    if outcome.seq is None:
        return _("Nothing changed: it was so already.")
    says = _SENTENCES.get(outcome.verb, _other)(outcome, code_name(outcome.code, codebook))
    return _and_left(outcome, says) if outcome.verb in (Verb.UNDO, Verb.REDO) else takes_back(says)


def of_confirming(n_get: int, n_refused: int, name: str) -> str:
    """Return what confirming a theme or a page did."""
    n = n_get
    says = ngettext("{n} segment got “{code}”.", "{n} segments got “{code}”.", n).format(n=n, code=name)
    n = n_refused
    if n:
        says += " " + ngettext("It was refused for {n}.", "It was refused for {n}.", n).format(n=n)
    return takes_back(says)


def of_no_theme(name: str, *, is_again: bool) -> str:
    """Return that a candidate is no theme, or one again."""
    says = _("“{theme}” is a theme again.") if is_again else _("“{theme}” is no theme; its segments stay open.")
    return takes_back(says.format(theme=name))


def beside_getting(before: Preview, codebook: Codebook) -> Iterator[str]:
    """Yield what a confirmation does beside giving its code: in identical answers elsewhere, to a divided code."""
    n = before.n_identical_elsewhere
    if n:
        yield ngettext("{n} is in an identical answer elsewhere.", "{n} are in identical answers elsewhere.", n).format(
            n=n
        )
    for code, n in before.losing:
        name = code_name(code, codebook)
        yield ngettext("{n} loses “{code}”.", "{n} lose “{code}”.", n).format(n=n, code=name)


def of_part(outcome: Outcome, codebook: Codebook) -> str:
    """Return what coding some words of a segment did."""
    if outcome.seq is None:
        return _("These words have it already, in a longer coding.")
    name, n = code_name(outcome.code, codebook), outcome.n_answers
    if outcome.verb is Verb.UNASSIGN:
        says = ngettext(
            "The words lost “{code}”.", "The words lost “{code}”, in {n} identical answers.", n
        )  # fmt: skip
    else:
        says = ngettext("The words got “{code}”.", "The words got “{code}”, in {n} identical answers.", n)
    return takes_back(says.format(code=name, n=n))


def of_others(made: Mapping[CoderId, int]) -> str:
    """Return how much others have decided."""
    return " ".join(
        ngettext("{n} new decision by {coder}.", "{n} new decisions by {coder}.", n).format(n=n, coder=coder)
        for coder, n in sorted(made.items())
    )


def of_answers(waves: Iterable[WaveId]) -> str:
    """Return which waves others have read in or changed."""
    names = ", ".join(sorted(waves))
    return _("Answers were read in or changed elsewhere ({waves}). F8 takes them up; you stay where you are.").format(
        waves=names
    )


def takes_back(says: str) -> str:
    """Add how it is taken back."""
    return _("{what} u takes it back.").format(what=says)


def _and_left(outcome: Outcome, says: str) -> str:
    if not outcome.n_left:
        return says
    left = _("{what} j leads to what waits to be decided again.").format(what=left_in_words(outcome.n_left))
    return f"{says} {left}" if outcome.n_put or outcome.n_taken else left


def code_name(code: CodeId | None, codebook: Codebook) -> str:
    """Return a code's name; its id where the codebook has it no more."""
    if code is None:
        return ""
    found = codebook.by_id.get(code)
    return code if found is None else found.name


def _assigned(outcome: Outcome, name: str) -> str:
    n = outcome.n_segments
    return ngettext("{n} segment got “{code}”.", "{n} segments got “{code}”.", n).format(n=n, code=name)


def _unassigned(outcome: Outcome, name: str) -> str:
    n = outcome.n_segments
    return ngettext("{n} segment lost “{code}”.", "{n} segments lost “{code}”.", n).format(n=n, code=name)


def _refused(outcome: Outcome, name: str) -> str:
    n = outcome.n_segments
    return ngettext("“{code}” refused for {n} segment.", "“{code}” refused for {n} segments.", n).format(n=n, code=name)


def _done(outcome: Outcome, name: str) -> str:
    del name
    n = outcome.n_segments
    return ngettext("{n} segment decided.", "{n} segments decided.", n).format(n=n)


def _new_code(outcome: Outcome, name: str) -> str:
    n = outcome.n_segments
    return ngettext(
        "New code “{code}”, on {n} segment.", "New code “{code}”, on {n} segments.", n
    ).format(n=n, code=name)  # fmt: skip


def _revised(outcome: Outcome, name: str) -> str:
    del name
    n = outcome.n_segments
    if not n:
        return _("The codes were changed.")
    return ngettext(
        "The codes were changed, on {n} segment.", "The codes were changed, on {n} segments.", n
    ).format(n=n)  # fmt: skip


def _undone(outcome: Outcome, name: str) -> str:
    del name
    n = outcome.n_segments
    if not n:
        return _("Taken back. U does it again.")
    return ngettext(
        "Taken back, on {n} segment. U does it again.", "Taken back, on {n} segments. U does it again.", n
    ).format(n=n)  # fmt: skip


def _redone(outcome: Outcome, name: str) -> str:
    del name
    n = outcome.n_segments
    if not n:
        return _("Done again. u takes it back.")
    return ngettext(
        "Done again, on {n} segment. u takes it back.", "Done again, on {n} segments. u takes it back.", n
    ).format(n=n)  # fmt: skip


def _other(outcome: Outcome, name: str) -> str:
    del name
    return {
        Verb.SPLIT: _("Cut in two."),
        Verb.JOIN: _("Joined."),
        Verb.MEMO: _("The note is saved.") if outcome.n_put else _("The note is gone."),
        Verb.FLAG: _("Marked: ask a colleague.") if outcome.n_put else _("No longer marked for asking."),
        Verb.BOOKMARK: _("Bookmarked; B lists bookmarks.") if outcome.n_put else _("The bookmark is gone."),
        Verb.QUOTE: _("Marked as a quote; F5 reviews it.") if outcome.n_put else _("No longer a quote."),
        Verb.REDACT: _("Changed in what is quoted.") if outcome.n_put else _("It stands as written again."),
        Verb.APPROVE: _("Approved: it may leave exactly so."),
        Verb.WITHHOLD: _("Refused: it does not leave."),
        Verb.SUMMARY: _("The summary is saved.") if outcome.n_put else _("The summary is gone."),
        Verb.THEMES: _("The themes are arranged anew."),
    }.get(outcome.verb, _("Saved."))


_SENTENCES: dict[Verb, Callable[[Outcome, str], str]] = {
    Verb.ASSIGN: _assigned,
    Verb.UNASSIGN: _unassigned,
    Verb.REFUSE: _refused,
    Verb.CONFIRM: _done,
    Verb.DONE: _done,
    Verb.NEW_CODE: _new_code,
    Verb.CODEBOOK: _revised,
    Verb.UNDO: _undone,
    Verb.REDO: _redone,
}


def of_themes(n: int, *, is_finding: bool, is_filtered: bool) -> str:
    """Say how many theme candidates are listed, or that the first ones are being looked for."""
    if is_finding and not n:
        return _("Looking for themes …")
    says = ngettext("{n} theme candidate", "{n} theme candidates", n).format(n=n)
    return _("{what}, filtered").format(what=says) if is_filtered else says


def of_first_themes(n: int) -> str:
    """Say what can be done with the first theme candidates."""
    return ngettext(
        "{n} theme candidate: n makes a code of it, letters find one that there is.",
        "{n} theme candidates: n makes a code of one, letters find one that there is.",
        n,
    ).format(n=n)
