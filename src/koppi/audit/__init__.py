"""The audit trail (käyttöloki): who did what, who saw what, and why they could; sealed in a chain.

Doors and actions write it in the transaction they run in, so nothing is shown or changed that the trail does
not know. It holds keys and codes, never content, and nothing in it is changed or removed: it must outlive
what it tells of.
"""
