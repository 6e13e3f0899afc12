"""Koppi: somebody always has hold of the family's situation."""
