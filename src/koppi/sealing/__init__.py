"""Sealing (sinetöinti): text that only this house can read, kept in a database that others may copy.

No tables here. ``seal`` hides a text, ``keyed_hash`` finds an exact text again without keeping it.
"""

from .fields import EncryptedTextField
from .seal import Unreadable, keyed_hash, seal, unseal

__all__ = ["EncryptedTextField", "Unreadable", "keyed_hash", "seal", "unseal"]
