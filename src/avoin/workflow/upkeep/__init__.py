"""Keeping the project sound: checks, history, backups, forgetting, moving the store."""
