"""Due things (määräaikaiset): a lease queue in the database and the periodic tick."""
