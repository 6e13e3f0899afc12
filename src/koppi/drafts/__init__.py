"""Drafts (luonnokset): what is being typed is kept on the server, sealed, until it is sent.

A draft is nobody's but its writer's; it must never become a record, or be shown to anybody else.
"""
