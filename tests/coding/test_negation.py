"""Segments that deny, and codes about a lack."""

import pytest

from avoin.coding.negation import DENIES, DENIES_SEEING, denial, is_about_lack


@pytest.mark.parametrize(
    "text",
    [
        "En ole huomannut talousvaikeuksien lisääntyneen.",
        "En ole omassa työssäni juurikaan nähnyt muutosta",
        "Ei ole niin, että rahahuolet olisivat yleistyneet.",
        "emme havaitse kasvua",
        "I haven't noticed any increase",
        "Rahahuolet eivät oo lisääntyny",
        "Hinnat eivät kyllä ole viime aikoina nousseet",
        "Jonoista ei puhuta sen enempää kuin ennen",
        "Nuoret eivät ole aiempaa ahdistuneempia",
    ],
)
def test_what_was_not_seen_is_denied_strongly(text: str) -> None:
    assert denial(text) == DENIES_SEEING


@pytest.mark.parametrize("text", ["Apua ei saa mistään.", "Rahat eivät riitä", "ÄLÄ maksa", "Ei pääse kuin ennen"])
def test_a_finite_verb_of_denial_denies(text: str) -> None:
    assert denial(text) == DENIES


@pytest.mark.parametrize("text", ["Jonot kasvavat.", "Eilen oli vaikeaa", "enemmän rahaa", ""])
def test_other_words_do_not_deny(text: str) -> None:
    assert denial(text) == 0.0


@pytest.mark.parametrize(
    "text", ["Puhtaan veden puute", "Työttömyys", "Palvelut riittämättömiä", "Ilman apua jääminen"]
)
def test_a_lack_is_known_by_its_words(text: str) -> None:
    assert is_about_lack(text)


@pytest.mark.parametrize("text", ["Talousvaikeuksien lisääntyminen", "Hintojen nousu", "Jonot", "Koulutus"])
def test_other_codes_are_not_about_a_lack(text: str) -> None:
    assert not is_about_lack(text)
