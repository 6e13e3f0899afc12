"""Families (perheet): persons, homes, relations and custody, each with its time."""
