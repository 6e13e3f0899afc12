"""Finding (löytäminen): my families, an exact question about one person, a new family, duplicates made one.

It must never become a register one can browse: search reaches only what its user may already see.
"""
