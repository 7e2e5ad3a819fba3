import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from avoin.text import fold, same_answer_key, show, show_line, working_text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet="\x1b\x9b\r\n\t[]\u202e\u2028ä𝒳\ud800"
)


def _is_safe(char: str) -> bool:
    return char in "\n\t" or (
        char >= " " and unicodedata.category(char) not in ("Cc", "Cs") and char not in "\u202e\u2066"
    )


@given(ANY_TEXT)
def test_nothing_unsafe_is_left_in_what_is_shown(text: str) -> None:
    assert all(_is_safe(char) for char in show(text))


@given(ANY_TEXT)
def test_offsets_into_a_working_text_hold_in_what_is_shown(text: str) -> None:
    working = working_text(text)
    assert len(show(working)) == len(working)


@given(ANY_TEXT)
def test_a_working_text_is_its_own_working_text_and_can_be_stored(text: str) -> None:
    working = working_text(text)
    assert working_text(working) == working
    assert "\x00" not in working
    working.encode("utf-8")


@given(ANY_TEXT)
def test_one_line_has_no_line_end(text: str) -> None:
    assert "\n" not in show_line(text)


def test_an_escape_sequence_is_shown_as_a_picture_and_brackets_stay() -> None:
    assert show("a\x1b]2;x\x07b [ei tiedossa]") == "a␛]2;x␇b [ei tiedossa]"


def test_folding_is_for_typing_aids() -> None:
    assert fold("Säästöt Åbo") == "saastot abo"


def test_identical_answers_differ_in_case_spaces_and_end_marks_only() -> None:
    assert same_answer_key("Ei  ole.") == same_answer_key("ei ole ") == same_answer_key("EI OLE!")
    assert same_answer_key("säästö") != same_answer_key("saasto")
    assert same_answer_key("...") == "..."
