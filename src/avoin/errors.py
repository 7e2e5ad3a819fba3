"""The one error a person sees.

Children live beside the code that raises them. A message says what happened and where (file, row, column, code);
the hint says what to do. Neither ever holds answer text.
"""


class AvoinError(Exception):
    """Something expected went wrong; caught in ``cli.main`` and ``tui.catching`` only.

    Parameters
    ----------
    message : str
        What happened and where, a whole translated sentence.
    hint : str
        What to do about it; may be empty.
    exit_code : int
        What the command returns to the shell.
    """

    def __init__(self, message: str, hint: str = "", exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
