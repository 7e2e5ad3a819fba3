"""The workbench: screens that call workflow. Set the language before importing it."""

import os

# Textual reads this once, and a key is answered in two frames: at its own 60 a second it mostly waits for the second.
os.environ.setdefault("TEXTUAL_FPS", "250")
