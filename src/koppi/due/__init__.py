"""Due things (määräaikaiset): a lease queue in the database and the periodic tick.

What is due is computed from the state of things, so running twice does nothing twice. It decides
nothing about families, and must never become a place where rules hide from their own area.
"""
