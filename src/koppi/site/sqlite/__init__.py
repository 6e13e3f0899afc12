"""Django's SQLite where those who wait to write take turns (`settings.DATABASES`)."""
