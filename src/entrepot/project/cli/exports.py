"""Lists, replies and problems out of a station."""

from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

WHAT_HELP = Text("lists, replies or problems", "lists（清单）、replies（回执）或 problems（问题）")
FORMAT_HELP = Text("ceb (customs messages) or csv; problems are csv", "ceb（海关报文）或 csv；problems 仅有 csv")
OUT_HELP = Text("Folder to write into", "写入目录")
WHATS, FORMATS = ("lists", "replies", "problems"), ("ceb", "csv")
WRONG = Text("Expected one of {expected}, found “{found}”.", "应为 {expected} 之一，实为“{found}”。")
NO_MESSAGES = Text(
    "Problems are no customs messages: expected --format csv, found ceb.",
    "问题不是海关报文：应为 --format csv，实为 ceb。",
)
NOT_EMPTY = Text(
    "Expected no messages of an earlier export in {path}, found {name}. Name another folder, or empty it.",
    "{path} 中不应有此前导出的报文，实有 {name}。请另选目录，或先清空。",
)
EXPORTING = Text("Exporting", "导出")
DONE = Text("{rows} {what} in {path}", "{path}：{what} {rows} 条")
UNFIT = Text("  {cop_no}: {why}", "  {cop_no}：{why}")
SHOWN = 20


@command()
def export(
    context: Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=WHAT_HELP.say())],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=OUT_HELP.say())],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=FORMAT_HELP.say())] = "csv",
) -> Result:
    """Write lists, replies or problems as customs messages or as CSV."""
    from entrepot.project.line import exporting
    from entrepot.project.line.setting import open_setting

    for found, expected in ((what, WHATS), (form, FORMATS)):
        if found not in expected:
            raise typer.BadParameter(WRONG.say(expected=", ".join(expected), found=found))
    if (what, form) == ("problems", "ceb"):
        raise typer.BadParameter(NO_MESSAGES.say())
    write = {
        ("lists", "ceb"): exporting.lists_as_messages,
        ("lists", "csv"): exporting.lists_as_sheets,
        ("replies", "ceb"): exporting.replies_as_messages,
        ("replies", "csv"): exporting.replies_as_sheet,
        ("problems", "csv"): exporting.problems_as_sheet,
    }[what, form]
    out.mkdir(parents=True, exist_ok=True)
    if form == "ceb" and (earlier := next(out.glob("CEB*.xml"), None)) is not None:
        raise Refusal(NOT_EMPTY, path=out, name=earlier.name)
    with open_setting() as setting, context.progress(EXPORTING, None) as advance:
        done = write(setting, out, tell=advance)
    context.say(DONE, rows=done.rows, what=what, path=out)
    for cop_no, why in list(done.unfit.items())[:SHOWN]:
        context.say(UNFIT, cop_no=cop_no, why=why)
    return {"what": what, "format": form, "out": str(out), **vars(done)}
