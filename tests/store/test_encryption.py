"""An encrypted project: no word of it stands in any file, and without the passphrase nothing opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from avoin.cli import main
from avoin.corpus.model import Answer, Respondent
from avoin.ids import AnswerKey, CoderId, QuestionId, RespondentId, WaveId
from avoin.nlp.model import ReadText, Token
from avoin.store import answers, backups, chain, decisions, encryption
from avoin.store.cache import Cache
from avoin.store.encryption import EncryptionError
from avoin.store.engine import DamagedStoreError, Store, open_store
from kit.killing import decide

pytest.importorskip("sqlcipher3", reason="needs the package sqlcipher3")

SECRET = "Maija Meikäläinen kertoi tämän"
PHRASE = "oikea hevonen paristo"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "p"
    folder.mkdir()
    encryption.unlock(folder, PHRASE)
    made = open_store(folder / "store.db", create=True)
    key = AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("q"))
    with made.transaction() as connection:
        person = Respondent(key.wave, key.respondent, 0, {})
        answers.save_wave(connection, key.wave, [person], [Answer(key, SECRET, SECRET)], (), "f.csv", "0")
    decide(made, 1)
    yield made
    encryption.lock(folder)


def _plain(folder: Path) -> list[Path]:
    words = [word.encode(how) for word in SECRET.split() for how in ("utf-8", "utf-16-le")] + [b"decision", b"SQLite"]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(word in path.read_bytes() for word in words)]


def test_no_word_stands_in_store_cache_or_backups(store: Store) -> None:
    folder = store.path.parent
    cache = Cache(folder / "cache.db")
    read = ReadText("fi", False, ((0, 5),), (Token(0, 5, "Meikäläinen", "PROPN", (), True),))
    cache.put_read("m", {"d": read})
    assert cache.get_read("m", ["d"]) == {"d": read}
    made = backups.back_up(store, folder / "backups", "asked")
    assert backups.problems_of(made.path) == ()
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3
    assert _plain(folder) == []


def test_nor_in_the_journal_while_it_is_being_written(store: Store) -> None:
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE open_answer SET text = text || '!'")
        connection.exec_driver_sql("PRAGMA cache_spill=1")
        assert _plain(store.path.parent) == []


def test_it_is_as_sound_as_any_store_and_can_be_restored(store: Store) -> None:
    folder = store.path.parent / "backups"
    backups.back_up(store, folder, "asked")
    decide(store, 2)
    store.path.write_bytes(b"ruined" * 2000)
    with pytest.raises(DamagedStoreError, match="passphrase is wrong, or the file is damaged"):
        open_store(store.path)
    backups.restore(store.path, folder)
    with open_store(store.path).read() as connection:
        assert chain.verify_chain(connection) == () == chain.verify_projection(connection)
        assert decisions.coders(connection) == (CoderId("Aino"),)


@pytest.mark.parametrize("tried", ["vaara hevonen", None])
def test_without_the_passphrase_nothing_opens(store: Store, tried: str | None) -> None:
    folder = store.path.parent
    encryption.lock(folder)
    if tried is not None:
        encryption.unlock(folder, tried)
    with pytest.raises(DamagedStoreError) as caught:
        open_store(store.path)
    assert PHRASE not in caught.value.message + caught.value.hint


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncryptionError, match="empty"):
        encryption.unlock(tmp_path, "")


def test_sqlciphers_own_tools_open_it_with_the_passphrase(store: Store) -> None:
    from sqlcipher3 import dbapi2

    other = dbapi2.connect(str(store.path))
    other.execute(f"PRAGMA key='{PHRASE}'")
    assert other.execute("SELECT text FROM open_answer").fetchall() == [(SECRET,)]
    other.close()


def test_a_project_is_made_and_used_encrypted_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "q"
    monkeypatch.setenv("AVOIN_PASSPHRASE", PHRASE)
    assert main.run(["init", str(folder), "--encrypt"]) == 0
    source = tmp_path / "vastaukset.csv"
    source.write_text(f"id;Mitä toivot?\nr1;{SECRET}\nr2;Aikaa lisää meille kaikille.\n", encoding="utf-8")
    told = ["--wave", "2025", "--id", "id", "--open", "Mitä toivot?", "--yes"]
    assert main.run(["-C", str(folder), "import", str(source), *told]) == 0
    assert main.run(["-C", str(folder), "backup"]) == 0
    assert main.run(["-C", str(folder), "verify"]) == 0
    assert _plain(folder / "backups") == []
    assert SECRET.encode() not in (folder / "store.db").read_bytes()
    assert PHRASE.encode() not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    encryption.lock(folder)
    monkeypatch.delenv("AVOIN_PASSPHRASE")
    capsys.readouterr()
    assert main.run(["-C", str(folder), "verify"]) == 1
    assert "nobody can be asked for the passphrase" in capsys.readouterr().err
