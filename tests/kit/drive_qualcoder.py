"""Run QualCoder's own REFI-QDA code without its window: ``python drive_qualcoder.py CHECKOUT IN.qdpx FOLDER``.

Run by a Python that has PyQt6. Leaves: in the folder ``avoin.qda``, the project as QualCoder keeps it after it has
read the file, and ``avoin.qdpx``, the project as it writes it. Nothing of QualCoder but file dialogs, messages and
libraries for pictures is replaced.
"""

import ast
import builtins
import importlib.abc
import importlib.machinery
import os
import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

_PICTURES = ("pymupdf", "PIL", "vlc", "qtawesome")


class _NoPictures(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Libraries for pictures and sound, which texts do not need."""

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> importlib.machinery.ModuleSpec | None:
        wanted = name.partition(".")[0] in _PICTURES
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if wanted else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Any:
        return MagicMock(name=spec.name, __path__=[], __spec__=spec, __name__=spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class _App:
    """As much of QualCoder's application as its exchange asks for, on a new project."""

    version = "QualCoder"
    ai = None
    ai_models: tuple[str, ...] = ()
    project_events = None

    def __init__(self, source: Path, folder: Path) -> None:
        for each in ("images", "audio", "video", "documents"):
            (folder / each).mkdir(parents=True)
        self.project_path, self.project_name = str(folder), folder.name
        self.settings = {"directory": str(folder.parent), "codername": "default", "ai_enable": "False"}
        self.conn = sqlite3.connect(folder / "data.qda")
        for statement in _tables(source):
            self.conn.execute(statement)
        n = len(self.conn.execute("PRAGMA table_info(project)").fetchall())
        self.conn.execute(
            f"INSERT INTO project VALUES ({', '.join('?' * n)})", ["v13", "2026-01-01", "", *[0] * (n - 3)]
        )

    def write_config_ini(self, *_settings: object) -> None:
        pass

    def get_annotations(self) -> list[dict[str, Any]]:
        found = self.conn.execute("SELECT anid, fid, pos0, pos1, memo, owner, date FROM annotation")
        return [dict(zip((column[0] for column in found.description), row, strict=True)) for row in found]


def _tables(source: Path) -> list[str]:
    """Return the statements by which QualCoder makes a new project, from its own code."""
    (made,) = (
        each
        for each in ast.walk(ast.parse((source / "qualcoder" / "__main__.py").read_text(encoding="utf-8")))
        if isinstance(each, ast.FunctionDef) and each.name == "new_project"
    )
    texts = (each.value for each in ast.walk(made) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return [text for text in texts if text.upper().startswith("CREATE TABLE")]


def main(checkout: str, file: str, folder: str) -> None:
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "HOME": folder}
    Path(folder, ".qualcoder").mkdir(parents=True)
    sys.path.insert(0, str(Path(checkout, "src")))
    sys.meta_path.append(_NoPictures())
    setattr(builtins, "_", str)  # noqa: B010 - QualCoder's words stay English
    from PyQt6 import QtWidgets
    from qualcoder import refi

    running = QtWidgets.QApplication([])
    refi.QtWidgets.QFileDialog.getOpenFileName = lambda *_asked, **_named: (file, True)
    refi.QtWidgets.QFileDialog.getExistingDirectory = lambda *_asked, **_named: folder
    refi.Message = MagicMock()
    refi.RefiLineEndings = MagicMock()
    refi.RefiLineEndings.return_value.ui.radioButton_maxqda.isChecked.return_value = False
    app = _App(Path(checkout, "src"), Path(folder, "avoin.qda"))
    said = QtWidgets.QTextEdit()
    refi.RefiImport(app, said, "qdpx")
    app.conn.commit()
    refi.RefiExport(app, said, "project")
    print(said.toPlainText())
    running.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
