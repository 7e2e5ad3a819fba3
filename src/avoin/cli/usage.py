"""Wrong usage in words: what the library says of it in English, said in the language of the program.

A sentence that is not in the table is shown as the library wrote it.
"""

import re
from collections.abc import Iterator

from avoin.i18n import _


def usage_in_words(said: str) -> str:
    """Return what the library said of a wrong command line as one of our sentences."""
    for pattern, sentence in _sentences():
        found = re.fullmatch(pattern, said)
        if found is not None:
            words = found.groupdict(default="")
            if "what" in words:
                words["what"] = usage_in_words(words["what"])
            return sentence.format(**words)
    return said


def _sentences() -> Iterator[tuple[str, str]]:
    """Yield a pattern of the library's sentences, and ours for it."""
    yield r"No such command '(?P<name>.*?)'\..*", _("There is no verb {name}.")
    yield r"Missing command\.", _("Say what to do: a verb is missing.")
    yield r"Missing \w+ '(?P<name>.*?)'\..*", _("{name} is missing.")
    yield (
        r"No such option: (?P<name>\S+) \(Possible options?: (?P<near>.*)\)",
        (_("There is no option {name}. Near it: {near}")),
    )
    yield r"No such option: (?P<name>\S+)", _("There is no option {name}.")
    yield r"Option '(?P<name>.*?)' does not take a value\.", _("{name} takes no value.")
    yield r"Option '(?P<name>.*?)' requires an argument\.", _("{name} needs a value.")
    yield r"Option '(?P<name>.*?)' requires (?P<n>\d+) arguments\.", _("{name} needs {n} values.")
    yield r"Got unexpected extra arguments?(\(s\))? \((?P<extra>.*)\)", _("Too much is said: {extra}")
    yield r"Invalid value for '?(?P<name>.*?)'?: (?P<what>.*)", _("{name}: {what}")
    yield r"Input should be a valid integer.*", _("a whole number is needed.")
    yield r"Input should be a valid number.*", _("a number is needed.")
    yield r"Input should be less than or equal to (?P<most>.*)", _("at most {most}.")
    yield r"Input should be greater than or equal to (?P<least>.*)", _("at least {least}.")
