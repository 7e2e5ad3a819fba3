import pytest

from avoin.i18n import _, language, ngettext, preferred_language, set_language


def test_the_locale_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AVOIN_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "fi_FI.UTF-8")
    assert preferred_language() == "fi"
    monkeypatch.setenv("LC_ALL", "sv_FI.UTF-8")
    assert preferred_language() == "en"


def test_the_own_variable_wins_over_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("AVOIN_LANGUAGE", "fi")
    assert preferred_language() == "fi"


def test_finnish_is_spoken_once_it_is_set() -> None:
    sentence = "Interrupted. What was confirmed is saved."
    assert _(sentence) == sentence
    set_language("fi")
    assert language() == "fi"
    assert _(sentence) != sentence
    assert ngettext("no such sentence", "no such sentences", 2) == "no such sentences"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        set_language("de")
