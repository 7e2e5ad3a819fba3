"""A passphrase kept in the machine's keyring opens the project without asking, until it is taken out again."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from avoin.cli import main
from avoin.store import encryption

pytest.importorskip("sqlcipher3", reason="needs the package sqlcipher3")

PHRASE = "oikea hevonen paristo"
Kept = dict[tuple[str, str], str]


class _RefusedError(Exception):
    """What the fake keyring raises, as the real one raises KeyringError."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / "p"
    monkeypatch.setenv("AVOIN_PASSPHRASE", PHRASE)
    assert main.run(["init", str(made), "--encrypt"]) == 0
    yield made
    encryption.lock(made)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    kept: Kept = {}
    fake, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    vars(errors)["KeyringError"] = _RefusedError
    vars(fake).update(
        errors=errors,
        get_password=lambda service, name: kept.get((service, name)),
        set_password=lambda service, name, phrase: kept.update({(service, name): phrase}),
        delete_password=lambda service, name: kept.pop((service, name)),
    )
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return kept


def _verified(folder: Path) -> int:
    encryption.lock(folder)
    return main.run(["-C", str(folder), "verify"])


def test_it_is_kept_used_and_taken_out_again(folder: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept == {}
    assert main.run(["-C", str(folder), "store", "remember"]) == 0
    assert kept == {("avoin", str(folder.resolve())): PHRASE}
    monkeypatch.delenv("AVOIN_PASSPHRASE")
    assert _verified(folder) == 0
    assert main.run(["-C", str(folder), "store", "forget-passphrase"]) == 0
    assert kept == {}
    assert _verified(folder) == 1


def test_a_wrong_passphrase_is_not_kept(folder: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVOIN_PASSPHRASE", "vaara hevonen")
    assert main.run(["-C", str(folder), "store", "remember"]) == 1
    assert kept == {}


def test_without_the_package_it_says_how_to_install_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert main.run(["-C", str(folder), "store", "remember"]) == 1
    assert "pip install 'avoin[keyring]'" in capsys.readouterr().err
    assert _verified(folder) == 0


def test_a_keyring_that_refuses_is_an_error_to_keep_and_none_to_read(
    folder: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(*_given: str) -> None:
        raise _RefusedError(PHRASE)

    monkeypatch.setattr(sys.modules["keyring"], "set_password", refuses)
    monkeypatch.setattr(sys.modules["keyring"], "get_password", refuses)
    capsys.readouterr()
    assert main.run(["-C", str(folder), "store", "remember"]) == 1
    told = capsys.readouterr().err
    assert "does not answer" in told
    assert PHRASE not in told
    monkeypatch.delenv("AVOIN_PASSPHRASE")
    assert _verified(folder) == 1
    assert "nobody can be asked" in capsys.readouterr().err


def test_a_backend_that_is_named_and_not_there_is_an_error_in_words(
    folder: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_given: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr(sys.modules["keyring"], "set_password", fails)
    monkeypatch.setattr(sys.modules["keyring"], "get_password", fails)
    assert main.run(["-C", str(folder), "store", "remember"]) == 1
    assert "does not answer: ModuleNotFoundError" in capsys.readouterr().err
    assert _verified(folder) == 0
