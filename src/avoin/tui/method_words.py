"""What each screen is for, and how one works well on it: told above the keys in the help."""

from avoin.i18n import _
from avoin.tui.places import Place


def method_of(place: Place) -> str:
    """Return two to four sentences; empty where the keys say it all."""
    says = _work_at(place)
    if place not in (Place.PAGES, Place.ANSWERS):
        return says
    return says + " " + _("A ? after a percentage: the program is not sure of the code and only offers it.")


def _work_at(place: Place) -> str:
    return {
        Place.OVERVIEW: _(
            "Where the work is: choose a question, see what is next. Asked and answered count respondents, begun the"
            " answers you have decided something in; summaries are written of themes, and stale where codings changed"
            " since. New codes that become few say that the codes are enough for these answers."
        ),
        Place.THEMES: _(
            "Themes are proposals of the program, not results. Read the segments, take out what does not belong, then"
            " give the rest a code: yours is the name and the limit."
        ),
        Place.PAGES: _(
            "A page is what the program thinks one code is for. Read it against the code's definition and make"
            " exceptions: they teach as much as what you confirm."
        ),
        Place.ANSWERS: _(
            "One answer at a time. Code what is said, not what you suppose; several codes may be on one segment, and"
            " w codes only some of its words. Enter says that you have looked at all of it."
        ),
        Place.SELECT: _(
            "What you give now is on the selected words only: the shortest ones that can be understood by themselves."
            " Codings may overlap; respondents are counted once however many words they gave to a code."
        ),
        Place.CUT: _("Cut where a new thought begins: what is one thought should be one segment."),
        Place.CODEBOOK: _(
            "A code is what its texts say: what it takes in, what it leaves out, and the cases in between. Write a note"
            " when a limit is unclear, and change the texts when it is decided."
        ),
        Place.QUOTES: _(
            "A quotation shows what a number means. Look first for what tells who spoke; only what you let leave is in"
            " a report, exactly as it stands here."
        ),
        Place.SUMMARIES: _(
            "Say in a heading what the theme comes to, and in bullets on what that rests. The words for amounts are"
            " held against the counts."
        ),
        Place.COMPARISON: _(
            "Where two coders disagree the code is often unclear, not the coder. Settle the answer, and take what you"
            " learned into the borderline cases."
        ),
    }.get(place, "")
