"""What the record says of customs' questions for a payment: each side sees its own."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.payments import originals, words
from entrepot.modules.payments.models import PaymentQuestion
from entrepot.shell import timeline
from entrepot.shell.needs import Tone

_TONES: dict[str, Tone] = {"open": "wait", "done": "good", "refused": "bad"}


def on_record(order_no: str, marketplace_id: int) -> list[timeline.Entry]:
    """Customs asked for the payment data of the order, and what came of it."""
    chinese = (get_language() or "en").startswith("zh")
    return [
        timeline.Entry(
            row.asked_at,
            "payment_asked",
            words.SIDES[row.side][chinese],
            _("Payment data asked for: %(state)s"),
            {"state": words.QUESTIONS[row.state][chinese]},
            _details(row),
            _TONES[row.state],
            "file",
            f"payment-question-{row.pk}",
        )
        for row in originals.questions_on(order_no, marketplace_id)
    ]


def _details(row: PaymentQuestion) -> tuple[tuple[str | Promise, object], ...]:
    told: tuple[tuple[str | Promise, str], ...] = (
        (_("Session"), row.session_id),
        (_("Answer"), f"{row.code} {row.message}".strip()),
    )
    return tuple((label, value) for label, value in told if value)
