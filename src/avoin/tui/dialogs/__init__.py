"""Questions to the person: each dialog is a modal screen that returns one typed answer, or None for Esc."""
