"""A terminal that is closed ends the program, also where no signal tells it so.

Enters: nothing. Leaves: the process, once its terminal is gone. Invariant: what was said to be saved is committed by
then; what is being decided was not said to be.

Textual goes on without a terminal and then waits for ever to draw. Most often SIGHUP has ended the process before;
under ``nohup``, or where the terminal is not its own, nothing comes.
"""

import logging
import os
import threading
import time
from importlib.util import find_spec

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
_KEYBOARD = 0
_HUNG_UP = 129
"""What a process leaves with that SIGHUP ended."""


def end_with_terminal() -> None:
    """Look from now on whether the terminal is there, in a thread of its own; on Windows the system does."""
    if "TEXTUAL_DRIVER" not in os.environ and find_spec("termios") is not None:
        threading.Thread(target=_watch, name="terminal", daemon=True).start()


def _watch() -> None:
    import termios

    try:
        while termios.tcgetattr(_KEYBOARD):
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except termios.error:
        _log.info("the terminal is gone")
        os._exit(_HUNG_UP)  # the thread that draws may wait for the terminal and would never come to an end
