"""Marks are found again where an import or a merge has moved them, and never where another's are."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from avoin.codebook.journal import FieldChange, Operation, OperationKind, to_json
from avoin.coding.carrying import SPLIT, effect_of
from avoin.coding.decision import Decision, Draft, Mark, MarkKind, State, Verb, fold, mark_span, reversal
from avoin.coding.following import followed
from avoin.coding.moving import moved
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId

AINO, VEIKKO = CoderId("Aino"), CoderId("Veikko")
ANSWER = AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("q"))
BEFORE = "Jonot kasvavat. Rahaa puuttuu. Jonot kasvavat. Aika ei riitä."


class Story:
    """Decisions in memory, each narrowed as the store does it."""

    def __init__(self) -> None:
        self.made: list[Decision] = []

    def decide(self, draft: Draft) -> Decision:
        narrowed = State(fold(self.made).marks).narrowed(draft)
        seq = len(self.made) + 1
        parts = (draft.coder, draft.verb, narrowed.put, narrowed.taken, "", "", draft.of)
        self.made.append(Decision(seq, str(seq), "", *parts, "", ""))
        return self.made[-1]

    def put(self, *marks: Mark, verb: Verb = Verb.ASSIGN) -> Decision:
        return self.decide(Draft(AINO, verb, marks))

    def corrected(self, before: str, after: str) -> None:
        fate = moved(self.on, before, after)
        self.decide(Draft(VEIKKO, Verb.NOTED, fate.put, fate.taken))

    def merge(self, code: str, heir: str) -> Decision:
        return self.operate(_merge(code, heir))

    def split(self, code: str) -> Decision:
        return self.operate(Operation("o-split", OperationKind.SPLIT, "koe", CodeId(code)))

    def undone(self, decision: Decision) -> Decision:
        since = self.made[decision.seq :]
        return self.decide(followed(reversal(decision), since, self.on))

    @property
    def on(self) -> set[Mark]:
        return set(fold(self.made).marks)

    @property
    def codings(self) -> set[tuple[str, int]]:
        return {(mark.code, mark.start) for mark in self.on if mark.kind is MarkKind.CODING}

    def operate(self, *operations: Operation) -> Decision:
        effect = effect_of(operations, sorted(self.on), frozenset())
        told = tuple(Mark(MarkKind.OPERATION, code=each.code, text=to_json(each)) for each in operations)
        return self.decide(Draft(VEIKKO, Verb.CODEBOOK, (*told, *effect.put), effect.taken))


def _merge(code: str, heir: str) -> Operation:
    changes = (FieldChange("merged_into", None, heir),)
    return Operation(f"o-{code}", OperationKind.MERGE, "koe", CodeId(code), changes)


def _mark(words: str, code: str = "", kind: MarkKind = MarkKind.CODING, nth: int = 0, text: str = BEFORE) -> Mark:
    start = -1
    for _each in range(nth + 1):
        start = text.index(words, start + 1)
    return mark_span(kind, Span(ANSWER, start, start + len(words)), AINO, CodeId(code))


def test_a_coding_is_taken_back_from_where_its_words_are_now() -> None:
    story = Story()
    kept = story.put(_mark("Aika ei riitä.", "aika"))
    made = story.put(_mark("Rahaa puuttuu.", "raha"), _mark("Rahaa puuttuu.", kind=MarkKind.DONE))
    story.corrected(BEFORE, f"Hei. {BEFORE}")
    assert story.codings == {("aika", kept.put[0].start + 5), ("raha", made.put[0].start + 5)}
    done = story.undone(made)
    assert len(done.taken) == 2
    assert story.codings == {("aika", kept.put[0].start + 5)}


def test_alike_codings_are_told_apart_even_where_one_lands_on_the_others_place() -> None:
    story, before = Story(), "Jaa. Jaa. Loppu."
    first = story.put(_mark("Jaa.", "x", text=before))
    second = story.put(_mark("Jaa.", "x", nth=1, text=before))
    story.corrected(before, f"Eli. {before}")
    assert story.codings == {("x", 5), ("x", 10)}
    story.undone(first)
    assert story.codings == {("x", 10)}
    story.undone(second)
    assert story.codings == set()


def test_what_was_taken_off_comes_back_on_its_words_or_not_at_all() -> None:
    for beside, codings in ((MarkKind.DONE, {("raha", 21), ("aika", 52)}), (None, {("aika", 52)})):
        story = Story()
        raha = _mark("Rahaa puuttuu.", "raha")
        story.put(raha, _mark("Aika ei riitä.", "aika"))
        if beside:
            story.put(replace(raha, kind=beside, code=CodeId("")))
        gone = story.decide(Draft(AINO, Verb.UNASSIGN, taken=(raha,)))
        story.corrected(BEFORE, f"Hei. {BEFORE}")
        story.undone(gone)
        assert story.codings == codings


def test_a_coding_whose_words_are_gone_is_left_to_wait() -> None:
    story = Story()
    made = story.put(_mark("Rahaa puuttuu.", "raha"))
    story.corrected(BEFORE, "Jonot kasvavat.")
    done = story.undone(made)
    assert (done.put, done.taken) == ((), ())
    assert {mark.kind for mark in story.on} == {MarkKind.AWAITS}


def test_a_coding_is_taken_back_under_the_code_that_took_its_over() -> None:
    story = Story()
    made = story.put(_mark("Rahaa puuttuu.", "raha"))
    story.merge("raha", "talous")
    story.merge("talous", "yhteiskunta")
    story.corrected(BEFORE, f"Hei. {BEFORE}")
    assert story.codings == {("yhteiskunta", 21)}
    story.undone(made)
    assert story.codings == set()


def test_a_coding_that_another_decision_put_as_well_stays() -> None:
    story = Story()
    story.put(_mark("Rahaa puuttuu.", "talous"))
    made = story.put(_mark("Rahaa puuttuu.", "raha"))
    story.merge("raha", "talous")
    story.undone(made)
    assert story.codings == {("talous", 16)}


def test_two_codings_that_became_one_are_not_taken_back_by_halves() -> None:
    story = Story()
    story.put(_mark("Rahaa puuttuu.", "palkka"))
    made = story.put(_mark("Rahaa puuttuu.", "raha"))
    story.operate(_merge("palkka", "talous"), _merge("raha", "talous"))
    story.undone(made)
    assert story.codings == {("talous", 16)}


def test_a_merge_that_was_itself_taken_back_changes_nothing() -> None:
    story = Story()
    made = story.put(_mark("Rahaa puuttuu.", "raha"))
    merge = story.merge("raha", "talous")
    story.corrected(BEFORE, f"Hei. {BEFORE}")
    story.undone(merge)
    assert story.codings == {("raha", 21)}
    story.undone(made)
    assert story.codings == set()


def test_nothing_waits_for_a_coding_of_a_divided_code_that_is_taken_back() -> None:
    story = Story()
    made = story.put(_mark("Rahaa puuttuu.", "raha"))
    story.split("raha")
    assert {mark.text for mark in story.on if mark.kind is MarkKind.AWAITS} == {SPLIT}
    story.undone(made)
    assert {mark.kind for mark in story.on} == {MarkKind.OPERATION}


_WORDS = ("Jonot kasvavat.", "Rahaa puuttuu.", "Aika ei riitä.")
_PLACES = st.sampled_from([(words, code) for words in _WORDS for code in ("a", "b")])


@given(st.lists(_PLACES, unique=True, min_size=1, max_size=6), st.data())
def test_whatever_is_moved_and_merged_undo_is_as_if_it_had_never_been(
    places: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = " ".join(_WORDS)
    lead = data.draw(st.sampled_from(["", "No. ", "Kiitos kysymästä. "]))
    dropped = data.draw(st.integers(0, len(places) - 1))
    merged = data.draw(st.booleans())
    stories = []
    for skipped in (None, dropped):
        story = Story()
        made = [story.put(_mark(words, code, text=text)) for n, (words, code) in enumerate(places) if n != skipped]
        story.corrected(text, lead + text)
        if merged:
            story.merge("a", "c")
        if skipped is None:
            story.undone(made[dropped])
        stories.append(story)
    assert stories[0].codings == stories[1].codings
