"""Export: rows and reports in, bytes of a foreign format out. Computes no number."""
