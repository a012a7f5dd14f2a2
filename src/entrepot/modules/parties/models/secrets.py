# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""What proves who somebody is, as hashes only. The web role has no privilege on these tables (see the package)."""

from django.db import models

from entrepot.modules.parties.models.people import ApiToken, Person


class Password(models.Model):
    """argon2id: salt and costs, and the SHA-256 of the value derived with them."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    salt = models.BinaryField()
    time_cost = models.IntegerField()
    memory_kib = models.IntegerField()
    lanes = models.IntegerField()
    verifier = models.BinaryField()
    changed_at = models.DateTimeField()


class TokenSecret(models.Model):
    """SHA-256 of an API token."""

    token = models.OneToOneField(ApiToken, models.PROTECT, primary_key=True, related_name="+")
    hash = models.BinaryField(unique=True)

    class Meta:
        db_table = "parties_token_secret"


class SignInLink(models.Model):
    """SHA-256 of a link that signs a person in once."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "parties_sign_in_link"


class Session(models.Model):
    """A signed-in browser, by the SHA-256 of its key."""

    hash = models.BinaryField(primary_key=True)
    data = models.TextField()
    expires_at = models.DateTimeField(db_index=True)
    person_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    device = models.TextField(blank=True, default="", db_default="")  # as the browser names itself


class Attempt(models.Model):
    """A try to sign in, by keyed hashes of the name typed in and of the address it came from."""

    at = models.DateTimeField(db_index=True)
    account = models.BinaryField()
    address = models.BinaryField()
    succeeded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="parties_attempt_account"),
            models.Index(fields=["address", "at"], name="parties_attempt_address"),
        ]
