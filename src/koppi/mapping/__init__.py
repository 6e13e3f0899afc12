"""The mapping invitation (kartoituskutsu): any professional asks others to look together.

It is never called a report of worry, and it never replaces a child welfare notification.
"""
