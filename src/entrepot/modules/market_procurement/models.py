# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Deals at market stalls, the containers they go into, what is declared of them, and what was paid to the stalls.

Money is in yuan. `practice` is that of the station; the database holds the web role to it (migrations).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from entrepot.store.columns import code_column, exact_column

DEAL_STATES = ("made", "confirmed", "refused")
CONTAINER_STATES = ("open", "declared", "released")
DECLARATION_STATES = ("declared", "decided")
VERDICTS = ("pass", "fail", "not_checked")
KINDS = ("precheck", "decision")


class Deal(models.Model):
    """What a dealer buys from a stall. Name and answer of the stall are written by the stall itself."""

    deal_no = code_column(unique=True)
    dealer_id = models.BigIntegerField()
    dealer_code = code_column()
    dealer_zh = models.TextField()
    dealer_en = models.TextField()
    stall_id = models.BigIntegerField()
    stall_code = code_column()
    stall_zh = models.TextField(blank=True, default="")
    stall_en = models.TextField(blank=True, default="")
    booth_no = models.TextField(blank=True, default="")
    buyer_code = code_column()  # the dealer's own word for the foreign buyer; who that is stands on the container
    goods_name = models.TextField()
    hs_code = code_column()
    quantity = exact_column()
    unit = code_column()  # customs code of the unit
    price = exact_column()  # of one unit
    value = exact_column()
    state = code_column(default="made")
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True, blank=True)  # none: the command line
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")  # why the stall refused
    order_no = code_column(blank=True, default="")  # of the record it belongs to; empty: it stands on its own
    marketplace_id = models.BigIntegerField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DEAL_STATES), name="market_procurement_deal_states"),
            models.CheckConstraint(condition=Q(quantity__gt=0, price__gt=0), name="market_procurement_deal_amounts"),
            models.CheckConstraint(condition=~Q(dealer_id=F("stall_id")), name="market_procurement_deal_of_two"),
            models.CheckConstraint(
                condition=Q(state="made", answered_at__isnull=True) | ~Q(state="made") & Q(answered_at__isnull=False),
                name="market_procurement_deal_answered",
            ),
            models.CheckConstraint(
                condition=Q(order_no="", marketplace_id__isnull=True) | ~Q(order_no="") & Q(marketplace_id__gt=0),
                name="market_procurement_deal_record",
            ),
        ]
        indexes = [
            models.Index(fields=["dealer_id", "-id"], name="market_deal_of_dealer"),
            models.Index(fields=["stall_id", "-id"], name="market_deal_of_stall"),
            models.Index(fields=["order_no"], condition=~Q(order_no=""), name="market_deal_of_record"),
        ]


class Container(models.Model):
    """What is shipped and declared together, for one foreign buyer. rate: yuan per US dollar, none: not stated."""

    container_no = code_column()
    dealer_id = models.BigIntegerField()
    dealer_code = code_column()
    dealer_zh = models.TextField()
    dealer_en = models.TextField()
    buyer_code = code_column()
    buyer_name = models.TextField(blank=True, default="")
    buyer_country = code_column(blank=True, default="")
    buyer_document = models.TextField(blank=True, default="")
    rate = exact_column(null=True, blank=True)
    rate_source = models.TextField(blank=True, default="")
    state = code_column(default="open")
    opened_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CONTAINER_STATES), name="market_procurement_container_states"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True, rate_source="") | Q(rate__gt=0) & ~Q(rate_source=""),
                name="market_procurement_container_rate",
            ),
            models.UniqueConstraint(
                fields=["dealer_id", "container_no"],
                condition=~Q(state="released"),
                name="market_procurement_container_once",
            ),
        ]


class Load(models.Model):
    """So much of a deal is *consolidated into* a container. The dealer and the stall both see how it fares."""

    container = models.ForeignKey(Container, models.PROTECT, related_name="loads")
    container_no = code_column()
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="loads")
    dealer_id = models.BigIntegerField()
    stall_id = models.BigIntegerField()
    quantity = exact_column()
    value = exact_column()
    at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)
    declaration_no = code_column(blank=True, default="")
    declared_at = models.DateTimeField(null=True, blank=True)
    kind = code_column(blank=True, default="")
    verdict = code_column(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)  # who decided

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="market_procurement_load_quantity"),
            models.UniqueConstraint(
                fields=["container", "deal"],
                condition=Q(taken_out_at__isnull=True),
                name="market_procurement_load_once",
            ),
        ]
        indexes = [models.Index(fields=["deal"], name="market_load_of_deal")]


class Declaration(models.Model):
    """A container as it was handed in, line by line. audience: the dealer, and the office that decides."""

    declaration_no = code_column(unique=True)
    container = models.ForeignKey(Container, models.PROTECT, related_name="declarations")
    container_no = code_column()
    dealer_id = models.BigIntegerField()
    dealer_code = code_column()
    buyer_name = models.TextField(blank=True)
    buyer_country = code_column(blank=True)
    buyer_document = models.TextField(blank=True)
    rate = exact_column(null=True, blank=True)
    rate_source = models.TextField(blank=True)
    kinds = models.IntegerField()
    simplified = models.BooleanField()
    value = exact_column()
    lines = models.JSONField()
    state = code_column(default="declared")
    declared_at = models.DateTimeField()
    declared_by = models.BigIntegerField(null=True, blank=True)
    audience = ArrayField(models.BigIntegerField())
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DECLARATION_STATES), name="market_procurement_declaration_states"
            ),
            models.UniqueConstraint(
                fields=["container"], condition=Q(state="declared"), name="market_procurement_declaration_open"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="declared"), name="market_declaration_due")]


class Decision(models.Model):
    """What the station said of a declaration: a pre-check in a filing station, else a decision. Never changed."""

    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="decision")
    kind = code_column()
    verdict = code_column()
    by_id = models.BigIntegerField()
    by_zh = models.TextField(blank=True)
    by_en = models.TextField(blank=True)
    at = models.DateTimeField()
    law_date = models.DateField()
    rulebook = code_column()  # hash of the rulebook
    figures = models.JSONField()  # in force on that day
    findings = models.JSONField()  # each with its sentences in both languages
    audience = ArrayField(models.BigIntegerField())
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=KINDS, verdict__in=VERDICTS), name="market_procurement_decision_words"
            ),
        ]


class Settlement(models.Model):
    """What the dealer paid to a stall for a deal. reference: number of the payment at the bank."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="settlements")
    dealer_id = models.BigIntegerField()
    stall_id = models.BigIntegerField()
    amount = exact_column()
    paid_on = models.DateField()
    reference = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(reference=""), name="market_procurement_settled"),
            models.UniqueConstraint(fields=["deal", "reference"], name="market_procurement_settled_once"),
        ]
