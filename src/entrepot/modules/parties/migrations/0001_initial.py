"""All tables of this module; then, in SQL beside this file, what the database guards and whom it shows which row."""

from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models.functions import Lower, Now

_HERE = Path(__file__).parent
_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_NULL: dict[str, Any] = {"blank": True, "null": True}
_DAYS = [("valid_from", models.DateField()), ("valid_until", models.DateField(**_NULL))]
# fmt: off
_ROLES = [
    "seller", "marketplace", "payment_firm", "carrier", "declarant", "warehouse", "site_operator", "market_operator",
    "stall_holder", "foreign_buyer", "financier", "insurer", "credit_agency", "inspection_firm", "park_operator",
    "teacher", "authority",
]
# fmt: on
_EMPTY: dict[str, Any] = {"blank": True, "db_default": "", "default": ""}


def _code(**options: object) -> "models.TextField[str, str]":
    return models.TextField(db_collation="C", **options)  # type: ignore[arg-type]


def _to(model: str, related_name: str, kind: Any = models.ForeignKey, **options: object) -> Any:  # noqa: ANN401
    return kind(on_delete=models.PROTECT, related_name=related_name, to=f"parties.{model}", **options)


def _one_of(column: str, allowed: list[str], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q((f"{column}__in", allowed)), name=name)


def _some_of(column: str, allowed: list[str], name: str) -> models.CheckConstraint:
    condition = models.Q((f"{column}__contained_by", allowed), (f"{column}__len__gt", 0))
    return models.CheckConstraint(condition=condition, name=name)


def _half_open(name: str) -> models.CheckConstraint:
    later = models.Q(("valid_from__isnull", False), ("valid_until__gt", models.F("valid_from")))
    return models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), later, _connector="OR"), name=name)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                _ID,
                ("name_zh", models.TextField(**_EMPTY)),
                ("name_en", models.TextField(**_EMPTY)),
                ("country", _code(**_EMPTY)),
                ("provisional", models.BooleanField(db_default=False, default=False)),
                ("named_as", _code(**_EMPTY)),
                ("is_pseudo_marketplace_of", _to("enterprise", "pseudo_marketplace", models.OneToOneField, **_NULL)),
                ("joined_to", _to("enterprise", "joined", **_NULL)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_zh", ""), _negated=True),
                            models.Q(("name_en", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="parties_enterprise_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^([A-Z]{2})?$")), name="parties_enterprise_country"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                _ID,
                ("username", _code(unique=True)),
                ("email", _code(blank=True, null=True, unique=True)),
                ("name", models.TextField()),
                ("language", _code(default="en")),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("session_stamp", _code()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("username", Lower(models.F("username"))), ("username__regex", "^[^@\\s]{1,60}$")
                        ),
                        name="parties_person_username",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email__isnull", True),
                            models.Q(("email", Lower(models.F("email"))), ("email__regex", "^[^@\\s]+@[^@\\s]+$")),
                            _connector="OR",
                        ),
                        name="parties_person_email",
                    ),
                    _one_of("language", ["en", "zh-hans"], "parties_person_language"),
                ]
            },
        ),
        migrations.CreateModel(
            name="EnterpriseCode",
            fields=[_ID, ("enterprise", _to("enterprise", "codes")), ("scheme", _code()), ("code", _code(unique=True))],
            options={
                "db_table": "parties_code",
                "constraints": [
                    _one_of("scheme", ["customs10", "uscc18", "own"], "parties_code_scheme"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__regex", "^[0-9]{4}[0-9A-Z]{6}$"), ("scheme", "customs10")),
                            models.Q(("code__regex", "^[0-9A-HJ-NPQRTUWXY]{18}$"), ("scheme", "uscc18")),
                            models.Q(
                                ("code__regex", "^\\S{1,60}$"),
                                ("scheme", "own"),
                                models.Q(("code__regex", "^([0-9]{4}[0-9A-Z]{6}|[0-9A-Z]{18}|无)$"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="parties_code_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseRole",
            fields=[_ID, ("enterprise", _to("enterprise", "roles")), ("role", _code()), *_DAYS],
            options={
                "db_table": "parties_role",
                "constraints": [
                    _one_of("role", _ROLES, "parties_role_role"),
                    _half_open("parties_role_period"),
                    models.UniqueConstraint(fields=("enterprise", "role", "valid_from"), name="parties_role_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                _ID,
                ("enterprise", _to("enterprise", "filings")),
                ("code", _code()),
                ("authority", _to("enterprise", "+")),
                ("kind", _code()),
                ("number", _code(**_EMPTY)),
                ("state", _code(default="applied")),
                ("applicant", _to("person", "+", **_NULL)),
                ("applied_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    _one_of("state", ["applied", "approved", "refused"], "parties_filing_state"),
                    _half_open("parties_filing_period"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "applied")),
                            models.Q(("decided_at__isnull", False), ("state", "refused")),
                            models.Q(
                                ("decided_at__isnull", False), ("state", "approved"), ("valid_from__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="parties_filing_decided",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PowerOfAttorney",
            fields=[
                _ID,
                ("principal", _to("enterprise", "powers_given")),
                ("agent", _to("enterprise", "powers_held")),
                ("scope", ArrayField(_code())),
                *_DAYS,
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "parties_power_of_attorney",
                "constraints": [
                    _some_of("scope", ["order", "slip", "waybill", "list"], "parties_power_scope"),
                    _half_open("parties_power_period"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                _ID,
                ("person", _to("person", "memberships")),
                ("enterprise", _to("enterprise", "memberships")),
                ("place", _code()),
                *_DAYS,
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    _one_of("place", ["administrator", "staff", "viewer"], "parties_membership_place"),
                    _half_open("parties_membership_period"),
                ]
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                _ID,
                ("person", _to("person", "tokens")),
                ("enterprise", _to("enterprise", "tokens")),
                ("name", models.TextField()),
                ("prefix", _code()),
                ("scopes", ArrayField(_code())),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "parties_token",
                "constraints": [
                    _some_of(
                        "scopes",
                        [
                            "messages:write",
                            "records:read",
                            "decisions:read",
                            "goods:write",
                            "grants:write",
                            "metrics:read",
                        ],
                        "parties_token_scopes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="parties_token_expiry"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Password",
            fields=[
                ("person", _to("person", "+", models.OneToOneField, primary_key=True, serialize=False)),
                ("salt", models.BinaryField()),
                ("time_cost", models.IntegerField()),
                ("memory_kib", models.IntegerField()),
                ("lanes", models.IntegerField()),
                ("verifier", models.BinaryField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TokenSecret",
            fields=[
                ("token", _to("apitoken", "+", models.OneToOneField, primary_key=True, serialize=False)),
                ("hash", models.BinaryField(unique=True)),
            ],
            options={"db_table": "parties_token_secret"},
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                _ID,
                ("person", _to("person", "+")),
                ("hash", models.BinaryField(unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"db_table": "parties_sign_in_link"},
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("hash", models.BinaryField(primary_key=True, serialize=False)),
                ("data", models.TextField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                _ID,
                ("at", models.DateTimeField(db_index=True)),
                ("account", models.BinaryField()),
                ("address", models.BinaryField()),
                ("succeeded", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "at"], name="parties_attempt_account"),
                    models.Index(fields=["address", "at"], name="parties_attempt_address"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                _ID,
                ("owner", _to("enterprise", "grants_given")),
                ("order_no", _code()),
                ("marketplace", _to("enterprise", "+")),
                ("parts", ArrayField(_code())),
                ("to_party", _to("enterprise", "grants_held")),
                ("created_at", models.DateTimeField()),
                ("created_by", _to("person", "+", **_NULL)),
                ("valid_until", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    _some_of(
                        "parts", ["order", "money", "goods", "transport", "customs", "stock"], "parties_grant_parts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("created_at"))), name="parties_grant_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order_no", ""), _negated=True), name="parties_grant_order_no"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                _ID,
                ("grant", _to("grant", "looks")),
                ("at", models.DateTimeField()),
                ("by_party", _to("enterprise", "+")),
                ("person", _to("person", "+", **_NULL)),
                ("parts", ArrayField(_code())),
            ],
            options={
                "constraints": [
                    _some_of(
                        "parts", ["order", "money", "goods", "transport", "customs", "stock"], "parties_look_parts"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                _ID,
                ("at", models.DateTimeField()),
                ("person", _to("person", "+", **_NULL)),
                ("party", _to("enterprise", "+", **_NULL)),
                ("what", _code()),
                ("subject", _code(**_EMPTY)),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what__regex", "^[a-z_]+$")), name="parties_audit_what")
                ]
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("kind", _code()),
                ("owner", _to("enterprise", "+")),
                ("created_at", models.DateTimeField()),
                ("signing_key", _code()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="parties_station_is_one"),
                    _one_of("kind", ["practice", "filing", "deciding"], "parties_station_kind"),
                ]
            },
        ),
        *(
            migrations.RunSQL((_HERE / name).read_text("utf-8"))
            for name in ("0001_functions.sql", "0001_guards.sql", "0001_policies.sql")
        ),
    ]
