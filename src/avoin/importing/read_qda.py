"""A project of another tool in, whatever its form: REFI-QDA, Taguette, QualCoder. The content decides, not the name."""

from pathlib import Path

from avoin.i18n import _
from avoin.importing.aside import read_aside
from avoin.importing.gathered import divided
from avoin.importing.qda import QdaProject
from avoin.importing.qda_databases import SQLITE_MAGIC, read_database
from avoin.importing.qdpx import read_qdpx
from avoin.importing.read import content_of
from avoin.importing.table import ImportFileError

_DATABASE = "data.qda"


def read_qda(path: Path) -> QdaProject:
    """Read a project.

    Parameters
    ----------
    path : Path
        qdpx, qde, a Taguette database (sqlite3), or the ``.qda`` folder of QualCoder or the database in it.

    Raises
    ------
    ImportFileError
        Where it is none of these, or is damaged; names the file.
    """
    return read_aside(path, _read, path)


def _read(path: Path) -> QdaProject:
    file = path / _DATABASE if path.is_dir() and (path / _DATABASE).is_file() else path
    content = content_of(file)
    if content.startswith(SQLITE_MAGIC):
        return divided(read_database(content, path.name))
    if content.startswith(b"PK") or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return divided(read_qdpx(content, path.name))
    raise ImportFileError(
        _("{file} is no project of another tool that is understood.").format(file=path.name),
        _("There are REFI-QDA (qdpx), Taguette (sqlite3) and QualCoder (qda)."),
    )
