"""Change and claim scales by their wording."""

import pytest

from avoin.importing.scales import cannot_say, change_group, claim_group, in_order


@pytest.mark.parametrize(
    ("category", "group"),
    [
        ("huomattavasti parantunut", "improved"),
        ("Parempi kuin ennen", "improved"),
        ("kohentunut", "improved"),
        ("Improved a lot", "improved"),
        ("much better", "improved"),
        ("pysynyt ennallaan", "unchanged"),
        ("Ei muutosta", "unchanged"),
        ("ei ole muuttunut", "unchanged"),
        ("About the same", "unchanged"),
        ("Unchanged", "unchanged"),
        ("jonkin verran heikentynyt", "weakened"),
        ("HUOMATTAVASTI HEIKENTYNYT", "weakened"),
        ("huonompi", "weakened"),
        ("Worse", "weakened"),
        ("weakened", "weakened"),
        ("försämrats", "weakened"),
        ("en osaa sanoa", ""),
        ("kyllä", ""),
        ("parantunut ja heikentynyt", ""),
    ],
)
def test_a_change_is_on_a_side(category: str, group: str) -> None:
    assert change_group(category) == group


@pytest.mark.parametrize(
    ("category", "group"),
    [
        ("täysin samaa mieltä", "agree"),
        ("Jokseenkin samaa mieltä", "agree"),
        ("Strongly agree", "agree"),
        ("ei samaa eikä eri mieltä", "neither"),
        ("En samaa enkä eri mieltä", "neither"),
        ("Neither agree nor disagree", "neither"),
        ("jokseenkin eri mieltä", "disagree"),
        ("Täysin eri mieltä", "disagree"),
        ("Somewhat disagree", "disagree"),
        ("helt av annan åsikt", "disagree"),
        ("eos", ""),
        ("pysynyt ennallaan", ""),
    ],
)
def test_a_claim_is_on_a_side(category: str, group: str) -> None:
    assert claim_group(category) == group


def test_categories_stand_best_first_and_no_opinion_last() -> None:
    changes = (
        "en osaa sanoa",
        "jonkin verran heikentynyt",
        "huomattavasti parantunut",
        "huomattavasti heikentynyt",
        "pysynyt ennallaan",
        "jonkin verran parantunut",
    )
    assert in_order(changes, {each: change_group(each) for each in changes}) == (
        "huomattavasti parantunut",
        "jonkin verran parantunut",
        "pysynyt ennallaan",
        "jonkin verran heikentynyt",
        "huomattavasti heikentynyt",
        "en osaa sanoa",
    )


def test_categories_of_a_choice_stand_in_their_natural_order() -> None:
    assert in_order(("100–", "9–17", "18–29", "eos", "alle 9"), {}) == ("9–17", "18–29", "100–", "alle 9", "eos")


def test_no_opinion_is_known_in_the_short_forms() -> None:
    assert all(map(cannot_say, ("EOS", "en osaa sanoa", "Don't know", "N/A", "-")))
    assert not cannot_say("geos")
