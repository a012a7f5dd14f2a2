# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""People, the firms they belong to and the tokens that act for them. Secrets lie apart, out of the web's reach."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from entrepot.modules.parties import words
from entrepot.modules.parties.models.columns import half_open, one_of, some_of
from entrepot.modules.parties.models.firms import Enterprise
from entrepot.store.columns import code_column


class Person(AbstractBaseUser):
    """Somebody who can sign in. The password lies in `parties_password`, which the web role cannot read."""

    password = None  # type: ignore[assignment]
    last_login = None  # kept in parties_audit
    username = code_column(unique=True)
    email: "models.TextField[str | None, str | None]" = models.TextField(
        db_collation="C", unique=True, null=True, blank=True
    )
    name = models.TextField()
    language = code_column(default="en")
    is_active = models.BooleanField(default=True, db_default=True)
    session_stamp = code_column()  # changes with the password: sessions opened before it end
    created_at = models.DateTimeField()

    objects = BaseUserManager["Person"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            # a name to sign in with is either a username or an address, never both
            models.CheckConstraint(
                condition=Q(username=Lower(F("username"))) & Q(username__regex=r"^[^@\s]{1,60}$"),
                name="parties_person_username",
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=Lower(F("email")), email__regex=r"^[^@\s]+@[^@\s]+$"),
                name="parties_person_email",
            ),
            models.CheckConstraint(condition=Q(language__in=["en", "zh-hans"]), name="parties_person_language"),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be this person's; changes when the stamp changes. Called by Django."""
        return salted_hmac(
            "entrepot.parties.session", self.session_stamp, secret=secret, algorithm="sha256"
        ).hexdigest()


class Membership(models.Model):
    """A person works in a firm from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="memberships")
    place = code_column()  # administrator, staff or viewer
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # ended before its time, from that day on

    class Meta:
        constraints = [
            one_of(words.PLACES, "place", "parties_membership_place"),
            half_open("parties_membership_period"),
        ]


class ApiToken(models.Model):
    """What a program signs in with, for one person in one firm. Only the prefix can be shown again."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="tokens")
    name = models.TextField()
    prefix = code_column()
    scopes = ArrayField(code_column())
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "parties_token"
        constraints = [
            some_of(words.SCOPES, "scopes", "parties_token_scopes"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="parties_token_expiry"),
        ]
