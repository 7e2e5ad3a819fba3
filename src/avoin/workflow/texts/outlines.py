"""How the answers to a question are cut, without their words: what a desk needs of all of them when it is opened.

Enters: a project and a question's answers. Leaves: an ``Outline`` for each text. Invariant: it is what reading them
would give, kept so that tens of thousands of texts need not be read back for it.
"""

from collections.abc import Iterable, Mapping, Sequence

from avoin.corpus.model import Answer
from avoin.ids import QuestionId, digest
from avoin.nlp.corrections import Corrections
from avoin.nlp.model import Outline
from avoin.progress import Progress, silent
from avoin.workflow.project import Project
from avoin.workflow.texts.kept_reading import corrections_of, read_and_counted

_FORMAT = "outlines 1"  # raise it when the same texts would be kept otherwise


def outlines_of(
    project: Project, question: QuestionId, answers: Sequence[Answer], progress: Progress = silent
) -> dict[str, Outline]:
    """Return how each text is cut; the texts are read where that is not kept."""
    texts, corrections = _different(answers), corrections_of(project)
    kept = project.cache.get_outlines(question, _key(texts, corrections))
    if kept is None or len(kept) != len(texts):
        read = read_and_counted(project, texts, corrections, progress)[0]
        keep_outlines(project, question, answers, corrections, read)
        return dict(read)
    return dict(zip(texts, kept, strict=True))


def keep_outlines(
    project: Project,
    question: QuestionId,
    answers: Sequence[Answer],
    corrections: Corrections,
    read: Mapping[str, Outline],
) -> None:
    """Keep how each text of a question's answers is cut, in the place of what was kept before."""
    texts = _different(answers)
    project.cache.put_outlines(question, _key(texts, corrections), [read[text] for text in texts])


def _different(answers: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.text for answer in answers))


def _key(texts: Iterable[str], corrections: Corrections) -> str:
    from avoin.nlp.reading import reading_model

    return digest(_FORMAT, reading_model().digest, corrections.digest, *texts)
