from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.settings import Settings, SettingsError, read_settings, write_settings


@given(name=st.text(min_size=1).map(lambda text: text.replace("\ud800", "")).filter(bool), threshold=st.integers(0, 50))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, name: str, threshold: int) -> None:
    path = tmp_path_factory.mktemp("s") / "avoin.toml"
    settings = Settings(
        name=name.encode("utf-8", "replace").decode(), cell_threshold=threshold, hidden_share=threshold / 100
    )
    write_settings(path, settings)
    assert read_settings(path) == settings


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("format = 2\n[project]\nname='x'", "format"),
        ("[project]\nname=''", "project.name"),
        ("[project]\nname='x'\n[disclosure]\ncell_treshold=3", "disclosure.cell_treshold"),
        ("[project\n", "TOML"),
        ("[project]\nname='x'\n[language]\nsentence_vectors='sometimes'", "language.sentence_vectors"),
        ("[project]\nname='x'\n[suggestions]\nhidden_share=0.6", "suggestions.hidden_share"),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "avoin.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert named in caught.value.message
    assert str(path) in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"avoin\.toml"):
        read_settings(tmp_path / "avoin.toml")
