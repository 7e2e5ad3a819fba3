"""Sitting down to code: the desk, what it shows and suggests, and codings one by one."""
