"""The log: ids and counts, never answer text.

One file a user, rotated, under the platform's log folder (``AVOIN_LOG_DIR`` overrides it).
"""

import logging
import logging.handlers
import os
from pathlib import Path

import platformdirs

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def log_path() -> Path:
    """Return where the log is written."""
    folder = os.environ.get("AVOIN_LOG_DIR") or platformdirs.user_log_dir("avoin", appauthor=False)
    return Path(folder) / "avoin.log"


def start_logging() -> None:
    """Send the log to its file; where the folder cannot be written the program runs on without a log."""
    path = log_path()
    root = logging.getLogger("avoin")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    stop_logging()
    root.propagate = False
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def stop_logging() -> None:
    """Close the log."""
    root = logging.getLogger("avoin")
    root.propagate = True
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        handler.close()
