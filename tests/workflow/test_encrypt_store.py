"""A project that there is, is encrypted and made plain again; no word is left over, and a failure changes nothing."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from avoin.cli import main
from avoin.cli.shell import unlocked
from avoin.nlp.model import ReadText, Token
from avoin.settings import read_settings
from avoin.store import backups, chain, decisions, encryption
from avoin.store.encryption import EncryptionError
from avoin.store.engine import BusyStoreError, DamagedStoreError, StoreError, open_store
from avoin.store.transfer import has_arrived
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep import encrypt_store
from avoin.workflow.upkeep.backup import back_up
from avoin.workflow.upkeep.encrypt_store import decrypt, encrypt, put_right
from avoin.workflow.upkeep.move_store import MoveError
from avoin.workflow.upkeep.verify import verify
from kit.coded_project import code, coded_project, with_settings

pytest.importorskip("sqlcipher3", reason="needs the package sqlcipher3")

PHRASE = "oikea hevonen paristo"
WORDS = ("Soittakaa 040", "SUMMA(A1)", "Näin sanoi jo", "Meikäläinen")


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[Project]:
    made = coded_project(tmp_path / "p")
    read = ReadText("fi", False, ((0, 5),), (Token(0, 5, "Meikäläinen", "PROPN", (), True),))
    made.cache.put_read("m", {"d": read})
    back_up(made)
    made.places.store.with_name("store-aside-20250101T000000Z.db").write_bytes(made.places.store.read_bytes())
    yield made
    encryption.lock(made.folder)


def _readable(folder: Path) -> set[str]:
    words = [word.encode(how) for word in WORDS for how in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(word in path.read_bytes() for word in words)}


def _rows(made: Project) -> list[tuple[object, ...]]:
    with made.store.read() as connection:
        assert chain.verify_chain(connection) == () == chain.verify_projection(connection)
        loaded = decisions.load(connection)
        return [(each.seq, each.uuid, each.digest, each.put, each.taken) for each in loaded]


def test_no_answer_stands_in_any_file_and_every_seal_is_the_same(coded: Project) -> None:
    assert {"store.db", "cache.db", "store-aside-20250101T000000Z.db"} <= _readable(coded.folder)
    rows = _rows(coded)
    done = encrypt(coded, PHRASE)
    assert _readable(coded.folder) == set()
    assert PHRASE.encode() not in b"".join(path.read_bytes() for path in coded.folder.rglob("*") if path.is_file())
    assert not (coded.folder / ".rewritten").exists()
    assert done.n_decisions == len(rows)
    assert backups.problems_of(Path(done.backup)) == ()
    now = open_project(coded.folder)
    assert now.settings.encrypted
    assert _rows(now) == rows
    assert verify(coded.folder).ok
    code(now, 5, "jono", coder="Veikko")
    assert len(_rows(now)) == len(rows) + 1
    encryption.lock(coded.folder)
    with pytest.raises(DamagedStoreError):
        open_store(coded.places.store)


def test_made_plain_again_it_opens_without_a_passphrase(coded: Project) -> None:
    rows = _rows(coded)
    encrypt(coded, PHRASE)
    decrypt(open_project(coded.folder))
    now = open_project(coded.folder)
    assert not now.settings.encrypted
    assert _rows(now) == rows
    assert coded.places.store.read_bytes().startswith(b"SQLite format 3")
    assert verify(coded.folder).ok


@pytest.mark.parametrize("step", ["transfer", "has_arrived", "write_settings"])
def test_a_failure_in_between_leaves_the_project_as_it_was(
    coded: Project, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    rows, before = _rows(coded), _readable(coded.folder)

    def fails(*_given: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(encrypt_store, step, fails)
        with pytest.raises((OSError, StoreError)):
            encrypt(coded, PHRASE)
    now = open_project(coded.folder)
    assert not now.settings.encrypted
    assert _rows(now) == rows
    assert _readable(coded.folder) == before
    assert not (coded.folder / ".rewritten").exists()
    encrypt(now, PHRASE)
    assert _rows(open_project(coded.folder)) == rows


def test_a_copy_that_is_not_like_the_store_is_refused(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypt_store, "transfer", lambda _source, _target: None)
    with pytest.raises(MoveError, match="not what was sent"):
        encrypt(coded, PHRASE)
    assert verify(coded.folder).ok


def test_what_cannot_be_encrypted_says_why(coded: Project) -> None:
    with pytest.raises(MoveError, match="not encrypted"):
        decrypt(coded)
    with pytest.raises(EncryptionError, match="empty"):
        encrypt(coded, "")
    with pytest.raises(MoveError, match="server's affair"):
        encrypt(with_settings(coded, replace(coded.settings, store="postgresql://a@b/c")), PHRASE)
    with_settings(coded, coded.settings)
    encrypt(coded, PHRASE)
    with pytest.raises(MoveError, match="encrypted already"):
        encrypt(open_project(coded.folder), PHRASE)


def test_the_verbs_do_it(coded: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(coded.folder)
    monkeypatch.setenv("AVOIN_PASSPHRASE", PHRASE)
    assert main.run(["-C", folder, "store", "encrypt"]) == 0
    assert "Destroyed: " in capsys.readouterr().err
    assert read_settings(coded.places.settings).encrypted
    assert main.run(["-C", folder, "verify"]) == 0
    assert main.run(["-C", folder, "store", "decrypt"]) == 0
    monkeypatch.delenv("AVOIN_PASSPHRASE")
    assert main.run(["-C", folder, "verify"]) == 0


@pytest.mark.parametrize("there", [encrypt_store.encrypt, encrypt_store.decrypt])
def test_cut_off_before_the_settings_say_so_the_old_store_is_back(coded: Project, there: Callable[..., object]) -> None:
    if there is decrypt:
        encrypt(coded, PHRASE)
    made = open_project(coded.folder)
    rows = _rows(made)
    _killed(made, "write_settings", there.__name__)
    assert (coded.folder / encrypt_store.WORKPLACE).is_dir()
    assert encryption.is_plain(coded.places.store) == made.settings.encrypted
    encryption.lock(coded.folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVOIN_PASSPHRASE", PHRASE)
        unlocked(coded.folder)
    now = open_project(coded.folder)
    assert now.settings.encrypted == made.settings.encrypted
    assert _rows(now) == rows


@pytest.mark.parametrize("there", [encrypt_store.encrypt, encrypt_store.decrypt])
def test_cut_off_before_the_swap_the_next_command_leaves_no_copy(coded: Project, there: Callable[..., object]) -> None:
    if there is decrypt:
        encrypt(coded, PHRASE)
    made = open_project(coded.folder)
    before = _readable(coded.folder)
    _killed(made, "has_arrived", there.__name__)
    left = coded.folder / encrypt_store.WORKPLACE / "store.db"
    assert encryption.is_plain(left) == made.settings.encrypted
    encryption.lock(coded.folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVOIN_PASSPHRASE", PHRASE)
        unlocked(coded.folder)
    assert not left.parent.exists()
    assert _readable(coded.folder) == before
    assert _rows(open_project(coded.folder))


def test_a_command_said_while_it_goes_on_is_refused_and_destroys_nothing(
    coded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def other_command(*given: Any) -> bool:
        with pytest.raises(BusyStoreError) as refused:
            put_right(coded.folder)
        said.append(refused.value.message)
        return has_arrived(*given)

    monkeypatch.setattr(encrypt_store, "has_arrived", other_command)
    encrypt(coded, PHRASE)
    assert len(said) == 1
    assert "writing the store" in said[0]
    assert not (coded.folder / encrypt_store.WORKPLACE).exists()
    assert verify(coded.folder).ok


def test_cut_off_before_the_old_files_were_destroyed_the_verb_said_again_destroys_them(coded: Project) -> None:
    _killed(coded, "_cleaned", "encrypt")
    assert _readable(coded.folder)
    encryption.unlock(coded.folder, PHRASE)
    now = open_project(coded.folder)
    assert any("cache.db" in each and "avoin store encrypt" in each for each in now.warnings)
    assert encrypt(now, PHRASE).destroyed
    assert _readable(coded.folder) == set()
    assert open_project(coded.folder).warnings == ()
    assert verify(coded.folder).ok


def _killed(made: Project, step: str, verb: str) -> None:
    """Let a process of its own do it, which ends at once where it comes to a step."""
    script = f"""
import os
from pathlib import Path
from avoin.store import encryption
from avoin.workflow.project import open_project
from avoin.workflow.upkeep import encrypt_store
folder = Path({str(made.folder)!r})
if {made.settings.encrypted}:
    encryption.unlock(folder, {PHRASE!r})
encrypt_store.{step} = lambda *given: os._exit(9)
encrypt_store.{verb}(open_project(folder), *([{PHRASE!r}] if {verb == "encrypt"} else []))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
