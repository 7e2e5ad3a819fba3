"""Texts read, searched and grouped to themes."""
