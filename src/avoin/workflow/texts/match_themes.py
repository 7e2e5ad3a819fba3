"""Which codes of the current codebook the themes of a question resemble.

Enters: a project, a reading and the themes' centres. Leaves: a code and a confidence for each theme.
Invariant: only codes that may be used now are proposed; without a codebook none is.
"""

from collections.abc import Sequence

import numpy as np

from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId
from avoin.progress import Progress, silent
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.project import Project
from avoin.workflow.texts.code_words import whole_text
from avoin.workflow.texts.prepare_answers import Reading, vectors_of


def resembled_codes(
    project: Project, reading: Reading, rows: np.ndarray, centres: Sequence[np.ndarray], progress: Progress = silent
) -> tuple[tuple[CodeId | None, float], ...]:
    """Return the code that each theme resembles and how sure that is, 0–1; None with 0 where none is likely.

    Parameters
    ----------
    rows : ndarray of shape (n_segments, n_features)
        The segments that were grouped.
    centres : sequence of ndarray of shape (n_features,)
        The themes' centres.
    """
    from avoin.themes.match import resembled

    codebook = current_codebook(project)
    if codebook is None or not codebook.usable or not centres:
        return ((None, 0.0),) * len(centres)
    usable = codebook.usable
    texts = tuple(map(whole_text, usable))
    vectors = vectors_of(project, reading.space, texts, progress)
    found = resembled(np.array(centres), rows, vectors, tuple(_top(codebook, code) for code in usable))
    return tuple((None if place is None else usable[place].id, p) for place, p in found)


def _top(codebook: Codebook, code: Code) -> str:
    return next((above.id for above in reversed(tuple(codebook.ancestors(code.id)))), code.id)
