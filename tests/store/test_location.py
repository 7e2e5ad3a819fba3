"""Network drives are refused, synced folders are warned about."""

from pathlib import Path

import pytest

from avoin.store import location
from avoin.store.engine import open_store
from avoin.store.location import NetworkDriveError, refuse_network, warnings_about


def _mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("\n".join(("/dev/vda / ext4 rw 0 0", *lines)) + "\n", encoding="utf-8")
    monkeypatch.setattr(location, "_MOUNTS", mounts)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_store_on_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    _mount(tmp_path, monkeypatch, f"server:/share {tmp_path} {kind} rw 0 0")
    with pytest.raises(NetworkDriveError, match=kind) as caught:
        open_store(tmp_path / "store.db", create=True)
    assert "AVOIN_ALLOW_NETWORK=1" in caught.value.hint
    assert not (tmp_path / "store.db").exists()


def test_at_ones_own_risk_a_network_drive_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _mount(tmp_path, monkeypatch, f"server:/share {tmp_path} nfs4 rw 0 0")
    monkeypatch.setenv("AVOIN_ALLOW_NETWORK", "1")
    assert open_store(tmp_path / "store.db", create=True).path.exists()


def test_the_innermost_mount_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "oma levy"
    inner.mkdir()
    _mount(
        tmp_path,
        monkeypatch,
        f"server:/share {tmp_path} nfs4 rw 0 0",
        f"/dev/sdb1 {tmp_path}/oma\\040levy ext4 rw 0 0",
    )
    refuse_network(inner / "store.db")
    with pytest.raises(NetworkDriveError):
        refuse_network(tmp_path / "store.db")


def test_where_the_system_does_not_tell_its_mounts_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "_MOUNTS", tmp_path / "none")
    refuse_network(tmp_path / "store.db")


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("OneDrive - Yliopisto/projekti", "OneDrive"),
        ("Dropbox/projekti", "Dropbox"),
        ("Library/Mobile Documents/projekti", "iCloud"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_a_folder_that_a_cloud_syncs_is_warned_about(tmp_path: Path, folder: str, cloud: str) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    (warning,) = warnings_about(place)
    assert cloud in warning


@pytest.mark.parametrize(
    "name",
    [
        "store (Aino's conflicted copy 2026-01-01).db",
        "store.sync-conflict-20260101-120000-ABCDEFG.db",
        "store (1).db",
        "store 2.db",
        "store-LAPTOP-7Q2.db",
    ],
)
def test_a_conflicting_copy_beside_the_store_is_warned_about(tmp_path: Path, name: str) -> None:
    for own in ("store.db", "store.db-journal", "store-aside-20260101T120000Z.db", "store-vanha.db"):
        (tmp_path / own).touch()
    assert warnings_about(tmp_path) == ()
    (tmp_path / name).touch()
    (warning,) = warnings_about(tmp_path)
    assert name in warning
