"""Pages of the log, of questions about it, and of checking looks."""
