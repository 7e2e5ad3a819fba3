"""Files and functions stay small enough to be read in one go."""

import ast
from pathlib import Path
from statistics import median

import pytest

from kit.shared import CHECKOUT

PACKAGE = CHECKOUT / "src" / "avoin"
FILES = sorted(PACKAGE.rglob("*.py"))


def _function_lengths(path: Path) -> dict[str, int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name: _code_lines(node) for node in functions}


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its signature and its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
    assert body[-1].end_lineno is not None
    return body[-1].end_lineno - body[0].lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_function_has_at_most_40_lines(path: Path) -> None:
    too_long = {name: lines for name, lines in _function_lengths(path).items() if lines > 40}
    assert not too_long


def test_the_median_function_has_at_most_10_lines() -> None:
    assert median(lines for path in FILES for lines in _function_lengths(path).values()) <= 10


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in FILES if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None]
    assert not silent
