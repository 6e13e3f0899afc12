"""Drafts (luonnokset): what is being typed is kept on the server until it is sent."""
