"""Delivery (lähtevät viestit): the outbox of messages that carry no personal data."""
