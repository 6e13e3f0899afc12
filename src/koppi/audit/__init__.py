"""The audit trail (käyttöloki): who did what and who saw what; sealed in a chain."""
