"""Language: answers in, segments, lemmas with compound parts and features out. The only room that knows spaCy."""
