"""Reference editions: units, currencies, tariff and the like, each loaded whole with its source."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.health import lacking
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.modules.catalogue.api import EditionInForce

KIND_HELP = Text(
    "Kind of table: units, currencies, countries, hs_codes, …", "表的种类：units、currencies、countries、hs_codes 等"
)
FILE_HELP = Text(
    "CSV file (.gz too), own headers or those of the official tables",
    "CSV 文件（可为 .gz），表头用本系统或官方参数表的列名",
)
EDITION_HELP = Text("Name of the edition, as its issuer calls it", "版本名称，按发布者的叫法")
SOURCE_HELP = Text("Where it comes from: issuer, document, address", "来源：发布者、文件、网址")
FROM_HELP = Text(
    "First day on which it holds, such as 2026-01-01 (today if not given)", "生效日，如 2026-01-01（默认今天）"
)
CHECK_HELP = Text(
    "Day after which somebody must have looked for a newer one; from then on its checks say “not checked”",
    "须复核新版本的截止日；逾期后相关检查显示“未能核对”",
)
COVERS_HELP = Text(
    "What part of the table the file holds (the whole table if not given)", "文件涵盖表的哪一部分（默认为全表）"
)
WRONG_DAY = Text("Expected a day such as 2026-01-05, found “{found}”.", "应为形如 2026-01-05 的日期，实为“{found}”。")
NO_FILE = Text(
    "Expected a CSV file, found none at {path}. Check the name.", "在 {path} 没有找到 CSV 文件。请检查文件名。"
)
CHECKED_BEFORE = Text(
    "Expected --check-by after the first day {valid_from}, found {check_by}. Give a later day.",
    "--check-by 应晚于生效日 {valid_from}，实为 {check_by}。请给出更晚的日期。",
)
LOADED = Text(
    "{kind}, edition “{edition}”: {entries} codes, in force from {valid_from}",
    "{kind}，版本“{edition}”：{entries} 个代码，自 {valid_from} 起有效",
)
KNOWN = Text(
    "{kind}, edition “{edition}” is loaded already, with the same content.",
    "{kind} 的版本“{edition}”此前已载入，内容相同。",
)
LEFT_OUT = Text("  {count} rows without a code were left out.", "  {count} 行没有代码，未载入。")
NEXT = Text("Lists are judged with it from now on (within half a minute).", "此后（半分钟内）清单按此版本核对。")
EDITION = Text(
    "{kind}: “{edition}”, {entries} codes, from {valid_from}, check by {check_by}, {covers}",
    "{kind}：“{edition}”，{entries} 个代码，自 {valid_from} 起，复核截止 {check_by}，{covers}",
)
FROM = Text("    source: {source}", "    来源：{source}")
WHOLE = Text("the whole table", "全表")
PART = Text("a part: {part}", "部分：{part}")
OVERDUE = Text(
    "    overdue since {check_by}: look for a newer edition and load it", "    {check_by} 起逾期：请查找并载入新版本"
)


@command()
def load(
    context: Context,
    kind: Annotated[str, typer.Argument(help=KIND_HELP.say())],
    file: Annotated[Path, typer.Argument(help=FILE_HELP.say())],
    edition: Annotated[str, typer.Option("--edition", metavar="NAME", help=EDITION_HELP.say())],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help=SOURCE_HELP.say())],
    valid_from: Annotated[str | None, typer.Option("--valid-from", metavar="DATE", help=FROM_HELP.say())] = None,
    check_by: Annotated[str | None, typer.Option("--check-by", metavar="DATE", help=CHECK_HELP.say())] = None,
    covers: Annotated[str, typer.Option("--covers", metavar="TEXT", help=COVERS_HELP.say())] = "",
) -> Result:
    """Load one edition, whole or not at all; the same file again changes nothing."""
    from entrepot.gateways.sheets.references import read_reference
    from entrepot.gateways.sheets.sentences import UnableToReadSheet
    from entrepot.modules.catalogue import api as catalogue
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting

    first, until = _day(valid_from) or parties.china_day(context.now), _day(check_by)
    if until is not None and until <= first:
        raise typer.BadParameter(CHECKED_BEFORE.say(valid_from=first, check_by=until))
    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    try:
        table = read_reference(kind, file)
    except UnableToReadSheet as error:
        raise Refusal(as_said(error.en, error.zh)) from error
    new = catalogue.NewEdition(kind, edition, source, table.hash, first, covers=covers, check_by=until)
    with open_setting() as setting:
        number, is_new = catalogue.load_reference(setting.lookups, new, table.entries, now=context.now)
    facts = {"kind": kind, "edition": edition, "entries": table.entries.height, "valid_from": first.isoformat()}
    context.say(LOADED if is_new else KNOWN, **facts)
    if table.left_out:
        context.say(LEFT_OUT, count=table.left_out)
    if is_new:
        context.say(NEXT)
    return {**facts, "id": number, "new": is_new, "left_out": table.left_out, "sha256": table.hash.hex()}


@command()
def list_(context: Context) -> Result:
    """The editions in force today, and the kinds that have none."""
    from entrepot.modules.catalogue import api as catalogue
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting

    today = parties.china_day(context.now)
    with open_setting() as setting:
        in_force = catalogue.editions(setting.lookups, today)
    for kind in catalogue.KINDS:
        if kind in in_force:
            _tell(context, in_force[kind], today)
        else:
            context.show(lacking(kind).say())
    told = [{**vars(one), "overdue": one.is_overdue(today)} for one in in_force.values()]
    return {"editions": told, "missing": [kind for kind in catalogue.KINDS if kind not in in_force]}


def _tell(context: Context, one: "EditionInForce", today: date) -> None:
    covers = PART.say(part=one.covers) if one.covers else WHOLE.say()
    context.say(
        EDITION, kind=one.kind, edition=one.edition, entries=one.entries, valid_from=one.valid_from,
        check_by=one.check_by or "–", covers=covers,
    )  # fmt: skip
    context.say(FROM, source=one.source)
    if one.is_overdue(today):
        context.say(OVERDUE, check_by=one.check_by)


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(WRONG_DAY.say(found=text)) from None
