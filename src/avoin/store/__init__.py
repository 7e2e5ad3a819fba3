"""Store: the facts on disk. The only room that speaks SQL; its functions never commit, ``transaction`` does."""
