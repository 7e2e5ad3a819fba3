"""Builders that make set-ups read as sentences."""
