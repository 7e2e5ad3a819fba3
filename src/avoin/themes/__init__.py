"""Themes: features in, named candidate themes out. Proposes, never codes."""
