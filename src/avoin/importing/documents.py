"""A folder of interviews and other documents in, a ``SurveyTable`` of one row a document out.

Text, Word, PDF and subtitle files (txt, md, docx, pdf, vtt, srt) are read. Invariant: what is not read is counted and
named; no document is read further than its text.
"""

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from avoin.i18n import _, ngettext
from avoin.importing.archive import open_archive
from avoin.importing.encoding import decode
from avoin.importing.table import ImportFileError, SurveyTable

MOST_DOCUMENTS = 5_000
MOST_BYTES = 1024 * 1024 * 1024
_SHOWN = 8
_CUE = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3} --> .*|\d+|WEBVTT.*|(?:NOTE|STYLE|REGION)\b.*")
_SPEAKER = re.compile(r"<v(?:\.[^ >]*)? ([^>]+)>")
_CUE_TAG = re.compile(r"</?[^<>]*>")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def read_documents(folder: Path) -> SurveyTable:
    """Read the documents of a folder, in the order of their names.

    Returns
    -------
    SurveyTable
        The columns "document", the file's name without its ending, and "text".

    Raises
    ------
    ImportFileError
        Where there is no document, two have the same name, or one is damaged or locked; names it.
    """
    files = _files(folder)
    documents = [path for path in files if path.suffix.lower() in _READERS]
    if not documents or len(documents) > MOST_DOCUMENTS:
        raise ImportFileError(
            _("{folder} has {n} documents; a folder of 1–{most} is read.").format(
                folder=folder.name, n=len(documents), most=MOST_DOCUMENTS
            ),
            _("Documents are txt, md, docx, pdf, vtt and srt files."),
        )
    _refuse_same_names(folder, documents)
    seal = hashlib.sha256()
    rows, empty = [], []
    for path in documents:
        content = _content(path)
        seal.update(hashlib.sha256(path.name.encode() + b"\0" + content).digest())
        text = _UNKEEPABLE.sub("\ufffd", _READERS[path.suffix.lower()](content, path.name))
        rows.append((path.stem, text))
        if not text.strip():
            empty.append(path.name)
    others = [path.name for path in files if path not in documents]
    return SurveyTable(
        folder.name,
        seal.hexdigest(),
        ("document", "text"),
        tuple(rows),
        how=(("form", "documents"),),
        warnings=tuple(filter(None, (_not_read(others), _without_text(empty)))),
    )


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        size = sum(path.stat().st_size for path in files)
    except OSError as error:
        raise _unreadable(folder, error) from None
    if size > MOST_BYTES:
        raise ImportFileError(
            _("{path} is larger than one gigabyte.").format(path=folder),
            _("Divide the documents into several folders, one a wave."),
        )
    return files


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> ImportFileError:
    return ImportFileError(
        _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or type(error).__name__)
    )


def _refuse_same_names(folder: Path, documents: list[Path]) -> None:
    seen: dict[str, str] = {}
    for path in documents:
        if path.stem in seen:
            raise ImportFileError(
                _("{folder}: {first} and {second} have the same name.").format(
                    folder=folder.name, first=seen[path.stem], second=path.name
                ),
                _("The name is the respondent's id; give each document its own."),
            )
        seen[path.stem] = path.name


def _not_read(names: list[str]) -> str:
    sentence = ngettext("{n} file was not read: {names}.", "{n} files were not read: {names}.", len(names))
    return sentence.format(n=len(names), names=", ".join(names[:_SHOWN])) if names else ""


def _without_text(names: list[str]) -> str:
    sentence = ngettext(
        "{n} document has no text, perhaps pictures of pages: {names}.",
        "{n} documents have no text, perhaps pictures of pages: {names}.",
        len(names),
    )
    return sentence.format(n=len(names), names=", ".join(names[:_SHOWN])) if names else ""


def _damaged(file: str) -> ImportFileError:
    return ImportFileError(
        _("{file} is damaged or locked with a password.").format(file=file),
        _("Save it anew without a password, or as text."),
    )


def _plain(content: bytes, file: str) -> str:
    return decode(content, file, None).text if content else ""


def _subtitles(content: bytes, file: str) -> str:
    lines = [line.strip() for line in _plain(content, file).splitlines()]
    spoken = [_CUE_TAG.sub("", _SPEAKER.sub(r"\1: ", line)) for line in lines if line and not _CUE.fullmatch(line)]
    return "\n".join(spoken)


def _word(content: bytes, file: str) -> str:
    from docx import Document

    open_archive(content, file, _("{file} is a Word document that is damaged, cut short or locked with a password."))
    try:
        document = Document(io.BytesIO(content))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)
    except Exception:  # noqa: BLE001 - python-docx lets the errors of zip, lxml and its own parts through
        raise _damaged(file) from None


def _pdf(content: bytes, file: str) -> str:
    from pypdf import PdfReader

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    except Exception:  # noqa: BLE001 - pypdf lets the errors of what is inside through
        raise _damaged(file) from None


_READERS: Mapping[str, Callable[[bytes, str], str]] = {
    ".txt": _plain,
    ".md": _plain,
    ".vtt": _subtitles,
    ".srt": _subtitles,
    ".docx": _word,
    ".pdf": _pdf,
}
