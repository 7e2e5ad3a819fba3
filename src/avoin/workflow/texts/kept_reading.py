"""Texts read and kept: what was read before comes from the cache, and the project's lexicon is put on all of it.

Enters: a project and texts. Leaves: ``ReadText`` for each. Invariants: the cache holds texts as the models read them,
so that another line in the lexicon reads nothing anew; without the cache the same comes out.
"""

from collections.abc import Iterable, Sequence

from avoin.ids import digest
from avoin.nlp.corrections import Corrections, read_corrections
from avoin.nlp.model import ReadText
from avoin.progress import Progress, silent
from avoin.workflow.project import Project
from avoin.workflow.texts.vector_space import counted_on

_CHUNK = 2_000  # texts read between two writes to the cache, so that an interrupted run is not lost


def corrections_of(project: Project) -> Corrections:
    """Return the project's own lexicon as it stands in the file now.

    Raises
    ------
    LexiconError
        Where a line of it cannot be understood.
    """
    return read_corrections(project.places.lexicon)


def read_texts_cached(project: Project, texts: Iterable[str], progress: Progress = silent) -> dict[str, ReadText]:
    """Return answers' texts read, from the cache where they have been read before."""
    return read_and_counted(project, tuple(dict.fromkeys(texts)), corrections_of(project), progress)[0]


def read_other_texts(project: Project, texts: Iterable[str], progress: Progress = silent) -> dict[str, ReadText]:
    """Return texts that are no answers, such as codes' definitions, read and kept apart from the answers."""
    different = tuple(dict.fromkeys(texts))
    return read_and_counted(project, different, corrections_of(project), progress, kept_as=_others())[0]


def forget_unused(project: Project, texts: Iterable[str]) -> bool:
    """Forget what was read of answers that are no more, or by another model; return whether there was any."""
    from avoin.nlp.reading import reading_model

    wanted = {reading_model().digest: {digest(text) for text in texts}, _others(): None}
    return project.cache.keep_read(wanted) > 0


def _others() -> str:
    from avoin.nlp.reading import reading_model

    return digest("others", reading_model().digest)


def read_and_counted(
    project: Project,
    texts: Sequence[str],
    corrections: Corrections,
    progress: Progress = silent,
    kept_as: str = "",
) -> tuple[dict[str, ReadText], int]:
    """Return each text read and corrected, and how many were read now; ``kept_as`` other than of answers."""
    from avoin.nlp.processes import tagging
    from avoin.nlp.reading import read_texts, reading_model

    model = kept_as or reading_model().digest
    digests = {text: digest(text) for text in texts}
    cached = project.cache.get_read(model, digests.values())
    read = {text: cached[key] for text, key in digests.items() if key in cached}
    missing = [text for text in texts if text not in read]
    with tagging(sum(map(len, missing))) as tag:
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            found = read_texts(chunk, counted_on(progress, start, len(missing)), tag)
            now = dict(zip(chunk, found, strict=True))
            project.cache.put_read(model, {digests[text]: each for text, each in now.items()})
            read |= now
    return {text: corrections.applied(text, each) for text, each in read.items()}, len(missing)


def corrected_forms(corrections: Corrections, read: Iterable[tuple[str, ReadText]]) -> str:
    """Return the digest of those corrections whose forms occur in texts; empty where none does."""
    if not corrections:
        return ""
    forms = {text[token.start : token.end].lower() for text, each in read for token in each.tokens}
    return corrections.digest_of(forms)
