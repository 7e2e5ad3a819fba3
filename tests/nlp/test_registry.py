import hashlib
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest

from kit.shared import CHECKOUT

MODELS = CHECKOUT / "models"
REGISTRY: list[dict[str, Any]] = tomllib.loads((MODELS / "registry.toml").read_text(encoding="utf-8"))["model"]


@pytest.mark.parametrize("model", REGISTRY, ids=lambda model: str(model["id"]))
def test_a_model_is_described(model: dict[str, Any]) -> None:
    assert all(model[key] for key in ("name", "version", "licence", "trained_on", "purpose"))
    card = (MODELS / model["card"]).read_text(encoding="utf-8")
    assert card.startswith("# ")
    assert "**Where it fails.**" in card


@pytest.mark.parametrize("model", [each for each in REGISTRY if each["files"]], ids=lambda model: str(model["id"]))
def test_what_is_installed_is_what_is_registered(model: dict[str, Any]) -> None:
    try:
        installed = distribution(model["package"])
    except PackageNotFoundError:
        assert not model["required"]
        pytest.skip(f"{model['package']} is not installed")
    assert installed.version == model["version"]
    files = {str(file).partition("/")[2]: Path(str(file.locate())) for file in installed.files or ()}
    for file in model["files"]:
        assert hashlib.sha256(files[file["path"]].read_bytes()).hexdigest() == file["sha256"]


def test_every_card_is_of_a_model() -> None:
    assert {f"cards/{path.name}" for path in (MODELS / "cards").iterdir()} == {model["card"] for model in REGISTRY}
