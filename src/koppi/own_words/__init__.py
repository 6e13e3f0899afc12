"""Own words (omin sanoin): how a family member sees things; nobody else edits it."""
