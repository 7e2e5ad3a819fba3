"""avoin: a terminal workbench for coding Finnish open survey answers."""

__version__ = "0.1.0"
