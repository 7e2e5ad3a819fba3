"""What a worker is handed is not written out: Textual describes one by its arguments, whole answers and all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import avoin.tui


def _workers() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, ast.expr]]:
    for path in sorted(Path(avoin.tui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for decorator in node.decorator_list:
                    if "work" in {getattr(each, "id", "") for each in ast.walk(decorator)}:
                        yield f"{path.name}: {node.name}", node, decorator


def test_a_worker_with_arguments_says_how_it_is_described() -> None:
    found = list(_workers())
    silent = [
        name
        for name, method, decorator in found
        if len(method.args.args) + len(method.args.kwonlyargs) > 1
        and not (isinstance(decorator, ast.Call) and any(each.arg == "description" for each in decorator.keywords))
    ]
    assert len(found) > 20
    assert silent == []
