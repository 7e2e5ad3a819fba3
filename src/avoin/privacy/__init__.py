"""Privacy: what may leave the house. Masks for tables and patterns of personal data."""
