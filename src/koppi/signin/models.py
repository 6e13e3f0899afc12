"""What one comes back with besides a password and a second factor, and identities that wait for a worker."""

from django.db import models

from koppi.people.models import Account, UuidModel
from koppi.sealing import EncryptedTextField

WRONG_TRIES = 5


class SecretWords(models.Model):
    """A child's or a youth's own words; they open nothing but on a device that is known."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="secret_words")
    words_hash = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"words of {self.account_id}"


class KnownDevice(UuidModel):
    """A browser its owner has made their own; the other half of the secret words."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="known_devices")
    token_hash = models.CharField(max_length=64, unique=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"device:{self.pk}"


class StrangeIdentity(UuidModel):
    """Somebody another organisation has identified, whom nobody has yet joined to a person here.

    It is found only by its number, which its owner tells a worker; nobody can browse these. ``told`` is what
    the provider said (name, day of birth), sealed, for the worker to compare.
    """

    provider = models.CharField(max_length=200)
    uid = EncryptedTextField()
    uid_hash = models.CharField(max_length=64, unique=True)
    number_hash = models.CharField(max_length=64, unique=True)
    told = EncryptedTextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"identity:{self.pk}"
