"""What a project's codebook says, as the texts that are read and turned into numbers beside the answers.

Enters: a project or a code. Leaves: texts. Invariant: what is prepared is what suggestions and themes ask for.
"""

from avoin.codebook.model import Code
from avoin.coding.code_texts import code_texts
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.project import Project


def words_of_codes(project: Project) -> tuple[str, ...]:
    """Return each different text of the current codebook's usable codes; none without a codebook.

    Raises
    ------
    NoCodebookError, CodebookFileError
        Where the codebook that the settings name cannot be read.
    """
    codebook = current_codebook(project)
    if codebook is None:
        return ()
    phrases = (each.text for each in code_texts(codebook))
    return tuple(dict.fromkeys((*phrases, *map(whole_text, codebook.usable))))


def whole_text(code: Code) -> str:
    """Return what the codebook says a code is about, as one text; what it excludes is left out."""
    parts = (code.name.replace("_", " "), code.definition, code.include, *code.examples, *code.keywords)
    return ". ".join(part.strip(" .") for part in parts if part.strip(" ."))
