"""Coding: decisions folded to codings, suggestions, queues and their simulation. The heart of the house."""
