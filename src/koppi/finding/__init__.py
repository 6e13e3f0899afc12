"""Finding a family (haku): within one's own sight, by exact lookup outside it, and joining duplicates."""
