"""Corpus: who answered what. Questions, variables, waves, respondents and answers as plain nouns."""
