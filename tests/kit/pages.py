"""The pages of a written report read back: what stands under each heading of a document, on each slide of a deck."""

from pathlib import Path
from typing import Any

import docx
import pptx


def pages_of(path: Path) -> dict[str, str]:
    """Return the text under each heading, tables cell by cell; pages of one title are joined."""
    found: dict[str, list[str]] = {}
    for title, text in (_word if path.suffix == ".docx" else _slides)(path):
        found.setdefault(title, []).append(text)
    return {title: "\n".join(texts) for title, texts in found.items()}


def page(pages: dict[str, str], start: str) -> str:
    """Return title and text of the one page whose title begins so."""
    (title,) = [each for each in pages if each.startswith(start)]
    return f"{title}\n{pages[title]}"


def _word(path: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    title = ""
    for block in docx.Document(str(path)).iter_inner_content():
        style = "" if block.style is None else str(block.style.name)
        if isinstance(block, docx.table.Table):
            found.append((title, _cells(block)))
        elif style.startswith(("Heading", "Title")):
            title = block.text
            found.append((title, ""))
        else:
            found.append((title, block.text))
    return found


def _slides(path: Path) -> list[tuple[str, str]]:
    found = []
    for slide in pptx.Presentation(str(path)).slides:
        assert slide.shapes.title is not None
        texts = [each for shape in slide.shapes for each in _texts(shape) if shape is not slide.shapes.title]
        found.append((slide.shapes.title.text_frame.text, "\n".join(texts)))
    return found


def _texts(shape: Any) -> list[str]:
    if shape.has_text_frame:
        return [shape.text_frame.text]
    return [_cells(shape.table)] if shape.has_table else []


def _cells(table: Any) -> str:
    return "\n".join(" | ".join(cell.text for cell in row.cells) for row in table.rows)
