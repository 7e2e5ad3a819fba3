"""What was done, in words: the names of decisions in the history."""

from avoin.coding.decision import MarkKind, Verb
from avoin.i18n import _


def verb_name(verb: Verb) -> str:
    """Return what a kind of decision is called."""
    return {
        Verb.ASSIGN: _("code put on"),
        Verb.UNASSIGN: _("code taken off"),
        Verb.CONFIRM: _("several confirmed"),
        Verb.REFUSE: _("suggestion refused"),
        Verb.DONE: _("decided"),
        Verb.SPLIT: _("segment cut"),
        Verb.JOIN: _("segments joined"),
        Verb.MEMO: _("note"),
        Verb.FLAG: _("flag"),
        Verb.BOOKMARK: _("bookmark"),
        Verb.QUOTE: _("marked as a quote"),
        Verb.REDACT: _("quotation changed"),
        Verb.APPROVE: _("quotation approved"),
        Verb.WITHHOLD: _("quotation withheld"),
        Verb.USED: _("quotation used"),
        Verb.THEMES: _("themes arranged"),
        Verb.SUMMARY: _("summary written"),
        Verb.NEW_CODE: _("new code"),
        Verb.CODEBOOK: _("codebook changed"),
        Verb.NOTED: _("noted by avoin"),
        Verb.DRAW: _("answers drawn"),
        Verb.FINISH: _("blind coding finished"),
        Verb.FORGET: _("respondent forgotten"),
        Verb.SETTLE: _("disagreement settled"),
        Verb.REOPEN: _("disagreement reopened"),
        Verb.UNDO: _("undone"),
        Verb.REDO: _("done again"),
    }[verb]


def noted_name(kind: MarkKind) -> str:
    """Return what is called what the program noted, by the first mark of it."""
    return {
        MarkKind.HANDED: _("answers handed out"),
        MarkKind.BROUGHT: _("decisions brought in"),
        MarkKind.DRAW: _("packet opened"),
    }.get(kind, verb_name(Verb.NOTED))
