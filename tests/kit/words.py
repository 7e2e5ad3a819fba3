"""Finnish words as they are read, in a line: ``wording("veden/vesi/NOUN puute")``.

A word alone is a noun in its base form; ``form/lemma/POS`` says otherwise, and ``form/lemma/-`` is a word that carries
no matter of its own.
"""

from avoin.nlp.model import Token
from avoin.themes.phrases import Wording


def wording(line: str) -> Wording:
    """Return the words of a line with their places in the text that they make."""
    text, tokens = "", []
    for written in line.split():
        form, lemma, pos = (*written.split("/"), *([""] * 2))[:3]
        text += " " if text else ""
        start = len(text)
        text += form
        tokens.append(
            Token(start, len(text), lemma or form.lower(), (pos or "NOUN").replace("-", "PRON"), (), pos != "-")
        )
    return Wording(text, tuple(tokens))


def wordings(*lines: str) -> tuple[Wording, ...]:
    """Return several."""
    return tuple(wording(line) for line in lines)
