"""Importing: a file in, a ``SurveyTable`` out, with guessed column kinds. Knows nothing of questions or answers."""
