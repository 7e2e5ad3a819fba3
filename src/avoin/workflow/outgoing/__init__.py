"""What leaves the house: tables, quotations, summaries, exports, the report; each by the same mask."""
