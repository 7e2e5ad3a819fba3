"""The command line: one module a verb; parses, calls workflow, prints."""
