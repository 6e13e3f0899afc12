"""A model field whose text is sealed in the database and plain in Python."""

from typing import Any

from django.db import models

from .seal import seal, unseal


class EncryptedTextField(models.TextField):
    """Text encrypted at rest. Not searchable: keep a ``keyed_hash`` beside it."""

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only ``isnull``: the same text is sealed differently each time, so equality is never true."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
