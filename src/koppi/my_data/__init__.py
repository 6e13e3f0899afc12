"""My data (omat tietoni): who sees what of me and why, and what I decide about it."""
