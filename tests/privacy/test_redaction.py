"""What is changed before a quotation leaves: brackets, numbers, cuts, the log and the verbatim check."""

from hypothesis import given
from hypothesis import strategies as st

from avoin.privacy.personal_data import Kind, Proposal, Reason
from avoin.privacy.redaction import Act, Edit, is_verbatim, redacted, replacing
from avoin.text import CUT

TEXT = "Liisa Virtanen soitti  Oulusta. Virtasen veli Matti ei&nbsp;tullut."


def _proposal(kind: Kind, part: str, text: str = TEXT) -> Proposal:
    start = text.index(part)
    return Proposal(kind, start, start + len(part), (Reason.MODEL,))


def test_a_person_has_one_number_however_the_name_is_inflected() -> None:
    found = [
        _proposal(Kind.PERSON, "Liisa Virtanen"),
        _proposal(Kind.PLACE, "Oulusta"),
        _proposal(Kind.PERSON, "Virtasen"),
        _proposal(Kind.PERSON, "Matti"),
    ]
    shown = redacted(TEXT, replacing(TEXT, found)).text
    assert shown == "[person 1] soitti [place]. [person 1] veli [person 2] ei tullut."


def test_an_unknown_name_keeps_its_number_too() -> None:
    text = "Oksanalle soitettiin, Oksanan äiti ja Fatiman isä."
    found = [_proposal(Kind.PERSON, part, text) for part in ("Oksanalle", "Oksanan", "Fatiman")]
    assert [each.instead for each in replacing(text, found)] == ["[person 1]", "[person 1]", "[person 2]"]


def test_the_log_says_what_stands_where_and_how_much_it_hides_but_not_what() -> None:
    done = redacted(TEXT, [Edit(0, 14, "[person]"), Edit(32, 40, CUT)])
    assert done.text == "[person] soitti Oulusta. […] veli Matti ei tullut."
    assert [(each.at, each.act, each.instead, each.length) for each in done.changes] == [
        (0, Act.REPLACED, "[person]", 14),
        (25, Act.CUT, CUT, 8),
    ]
    assert all(done.text[each.at :].startswith(each.instead) for each in done.changes)


def test_only_edits_of_the_part_are_made() -> None:
    start = TEXT.index("Virtasen")
    edits = [Edit(0, 14, "[person]"), Edit(start, start + 8, "[person]")]
    assert redacted(TEXT, edits, start, start + 19).text == "[person] veli Matti"


def test_a_cut_takes_the_place_of_what_was_replaced_inside_it() -> None:
    assert redacted("Liisa Virtanen tuli", [Edit(0, 5, "[person]"), Edit(0, 14, CUT)]).text == "[…] tuli"


def test_what_remains_is_verbatim() -> None:
    edits = [Edit(0, 14, "[person]"), Edit(32, 40, CUT)]
    shown = redacted(TEXT, edits).text
    assert is_verbatim(shown, TEXT, edits)
    assert not is_verbatim(shown.replace("tullut", "tulee"), TEXT, edits)
    assert not is_verbatim(TEXT, TEXT, edits)


def test_brackets_of_the_answer_itself_are_its_own_words() -> None:
    text = "Sanoi [naurua] ettei tule"
    assert is_verbatim(redacted(text, []).text, text, [])


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 10)), max_size=6))
def test_whatever_is_edited_the_rest_is_the_answers_own(text: str, places: list[tuple[int, int]]) -> None:
    edits = [Edit(start, min(len(text), start + length), "[name]") for start, length in places if start < len(text)]
    done = redacted(text, edits)
    assert is_verbatim(done.text, text, edits)
    assert all(done.text[each.at :].startswith(each.instead) for each in done.changes)
