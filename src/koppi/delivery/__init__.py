"""Delivery (lähtevät viestit): the outbox of messages that carry no personal data, and in-app notices.

A message is written in the transaction of what it tells of and sent afterwards, so it is neither lost
nor sent for nothing. It must never become a place to say in a mail what belongs behind a door.
"""
