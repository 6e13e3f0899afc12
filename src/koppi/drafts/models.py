"""Half-filled forms, one for each writer and form."""

import uuid

from django.db import models

from koppi.sealing import EncryptedTextField


class Draft(models.Model):
    """What ``owner`` (``str(viewer)``) has typed into the form ``key``: names and values as JSON, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    fields = EncryptedTextField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="draft_once")]

    def __str__(self) -> str:
        return str(self.pk)
