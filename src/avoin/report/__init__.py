"""Report: corpus, codings and masks in, a format-free ``Report`` out. Every number that leaves is computed here."""
