"""Support measures of pilot zones: published from a file, looked at by firms, granted where the record proves it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import firm_with, in_name_of
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.pilot_zones.api import Check, Fit, Measure

FILE_HELP = Text("Measure as YAML, see the guide “Publish a measure”", "YAML 措施文件，见指南“Publish a measure”")
OFFICE_HELP = Text("Code of the pilot zone's office", "综试区管理机构的编码")
FIRM_HELP = Text("Code of the firm", "企业编码")
NO_FILE = Text("Expected a measure at {path}, found no file.", "在 {path} 没有找到措施文件。")
PUBLISHED = Text(
    "Measure {code} is published: {amount} CNY a firm, {budget} CNY in all, {first} to {last}.",
    "措施 {code} 已发布：每家 {amount} 元，预算 {budget} 元，{first} 至 {last}。",
)
A_MEASURE = Text(
    "{code}  {name}  {amount} CNY  {first} to {last}  {beneficiaries} firms  {left} of {budget} CNY left",
    "{code}  {name}  {amount} 元  {first} 至 {last}  {beneficiaries} 家  预算余 {left}／{budget} 元",
)
NONE = Text("No measure is published here.", "尚未发布措施。")
A_FIT = Text("{code}  {name}: {stand}", "{code}  {name}：{stand}")
A_CHECK = Text("  {mark} {says} – found {found}", "  {mark} {says}——实为 {found}")
LACKING = Text("      to do: {lacking}", "      待办：{lacking}")
UNKNOWN = Text("not known yet", "尚不可知")
STANDS: dict[str, Text] = {
    "granted": Text("granted", "已发放"),
    "fits": Text("fits", "符合"),
    "lacks": Text("something is lacking", "尚有不足"),
    "later": Text("begins later", "尚未开始"),
    "spent": Text("budget used up", "预算已用完"),
    "over": Text("over", "已结束"),
}
RUN = Text(
    "{code}: {granted} granted, {refused} without budget left, {fitted} fitted.",
    "{code}：发放 {granted} 家，预算不足 {refused} 家，符合 {fitted} 家。",
)
NOTHING_IN_FORCE = Text("No measure is in force today.", "今日没有有效的措施。")

As = Annotated[str, typer.Option("--as", metavar="CODE", help=FIRM_HELP.say())]


@command()
def publish(
    context: Context,
    file: Annotated[Path, typer.Argument(help=FILE_HELP.say())],
    as_code: Annotated[str, typer.Option("--as", metavar="CODE", help=OFFICE_HELP.say())],
) -> Result:
    """Publish a measure in the name of a pilot zone; an impossible one is refused and nothing is written."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    draft = pilot_zones.read_measure(file.read_bytes())
    acting = in_name_of(as_code)
    number = pilot_zones.publish(draft=draft, acting=acting, now=context.now, using="owner")
    facts = {"code": draft.code, "amount": draft.amount, "budget": draft.budget, "first": draft.first,
             "last": draft.last}  # fmt: skip
    context.say(PUBLISHED, **facts)
    return {"id": number, **{name: str(value) for name, value in facts.items()}}


@command()
def list_(context: Context) -> Result:
    """All measures, with how many firms have them and what is left of the budget."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    found = pilot_zones.published(using="owner")
    standings = pilot_zones.standings([int(one.pk) for one in found], using="owner")
    rows = []
    for one in found:
        standing = standings[int(one.pk)]
        rows.append(
            {
                "code": one.code, "name": _name(one), "amount": pilot_zones.plain(one.amount_cny),
                "budget": pilot_zones.plain(one.budget_cny), "first": str(one.valid_from),
                "last": str(pilot_zones.last_day(one)), "beneficiaries": standing.beneficiaries,
                "left": pilot_zones.plain(one.budget_cny - standing.granted_cny), "source": one.source,
            }
        )  # fmt: skip
        context.say(A_MEASURE, **rows[-1])
    if not rows:
        context.say(NONE)
    return {"measures": rows}


@command()
def fit(context: Context, as_code: As) -> Result:
    """Which measures fit a firm, which figure fails, and what would make it fit."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    count_(context)
    fits = pilot_zones.fits(firm_with(as_code), now=context.now, using="owner")
    rows = [_tell(context, one) for one in fits]
    if not rows:
        context.say(NONE)
    return {"as": as_code, "measures": rows}


@command()
def grant(context: Context) -> Result:
    """Count what was decided and grant every measure in force to whom the record proves it, once a firm."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    rows = []
    for run in pilot_zones.grant_all(now=context.now):
        granted = [row.firm_code for row in run.granted]
        rows.append({"code": run.measure.code, "granted": granted, "refused": run.refused, "fitted": run.fitted})
        context.say(RUN, **{**rows[-1], "granted": len(granted)})
    if not rows:
        context.say(NOTHING_IN_FORCE)
    return {"measures": rows}


def count_(context: Context) -> int:
    """Count what was decided since the last time; how many firms."""
    from django.db import transaction

    from entrepot.modules.pilot_zones import api as pilot_zones
    from entrepot.store.connection import under_django

    with transaction.atomic(using="owner"):
        return pilot_zones.count(under_django("owner"), now=context.now)


def _tell(context: Context, fit: "Fit") -> dict[str, object]:
    context.say(A_FIT, code=fit.measure.code, name=_name(fit.measure), stand=STANDS[fit.stand].say())
    return {
        "code": fit.measure.code,
        "stand": fit.stand,
        "granted_at": fit.granted_at and fit.granted_at.isoformat(),
        "conditions": [_tell_check(context, one) for one in fit.checks],
    }


def _tell_check(context: Context, check: "Check") -> dict[str, object]:
    from entrepot.modules.parties import api as parties
    from entrepot.modules.pilot_zones import api as pilot_zones

    chinese = language() == "zh"
    says = check.condition.said(chinese=chinese)
    lacking = check.condition.lacking(check.found, parties.china_day(context.now), chinese=chinese)
    found = UNKNOWN.say() if check.found is None else pilot_zones.plain(check.found)
    context.say(A_CHECK, mark="✓" if check.met else "–", says=says, found=found)
    if lacking:
        context.say(LACKING, lacking=lacking)
    return {
        **check.condition.as_json(),
        "found": None if check.found is None else str(check.found),
        "met": check.met,
        "lacking": lacking,
    }


def _name(measure: "Measure") -> str:
    return str(measure.name_zh if language() == "zh" else measure.name_en)
