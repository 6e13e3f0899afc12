"""Asking for help (pyydä apua): a request without an account, its promise, and who takes it.

A request has its own door until a family exists; from then on the family's door decides.
"""
