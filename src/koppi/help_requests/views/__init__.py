"""The asker's pages, and those of whoever answers."""
