"""The team around a family (tiimi) and the hold (koppi): exactly one person always has it."""
