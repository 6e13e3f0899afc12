"""Coming in (kirjautuminen): password, second factor, passkey, an organisation's own sign-in, sessions."""
