"""Documents of one order as files."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.record import MARKETPLACE_HELP, NUMBER_HELP, SELLER_HELP, no_record, several
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.gateways.documents.paper import Paper
    from entrepot.modules.trade.api import Place
    from entrepot.project.portal.documents.kinds import Kind

KIND_HELP = Text(
    "invoice, packing-list, list, problems or dossier",
    "invoice（发票）、packing-list（装箱单）、list（清单）、problems（问题）或 dossier（单证档案）",
)
FORMAT_HELP = Text("pdf or xlsx", "pdf 或 xlsx")
LANG_HELP = Text(
    "en, zh, or both side by side (invoice, packing-list, list); default: the terminal's",
    "en、zh 或 both（中英对照，限 invoice、packing-list、list）；默认同终端",
)
OUT_HELP = Text("File to write; an earlier one is replaced", "写入的文件；已有文件将被替换")
WRONG = Text(
    "Expected --{option} to be one of {expected}, found “{found}”.", "--{option} 应为 {expected} 之一，实为“{found}”。"
)
TOO_LITTLE = Text(
    "The record {order_no} holds too little for this document: {gaps}", "{order_no} 的记录不足以生成该单据：{gaps}"
)
TOO_LONG = Text(
    "Expected at most {most} lines in a PDF, found {found}. Take the workbook: --format xlsx",
    "PDF 最多 {most} 行，实为 {found} 行。请用 --format xlsx。",
)
WRITTEN = Text("{path}: {title}, {size} bytes", "{path}：{title}，{size} 字节")


@command()
def document(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=NUMBER_HELP.say())],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=KIND_HELP.say())],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=OUT_HELP.say())],
    form: Annotated[str, typer.Option("--format", metavar="pdf|xlsx", help=FORMAT_HELP.say())] = "pdf",
    lang: Annotated[str | None, typer.Option("--lang", metavar="en|zh|both", help=LANG_HELP.say())] = None,
    marketplace: Annotated[
        str | None, typer.Option("--marketplace", metavar="CODE", help=MARKETPLACE_HELP.say())
    ] = None,
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
) -> Result:
    """One document of an order, as all its parties together see it."""
    from entrepot.project.line import whole_record
    from entrepot.project.line.setting import open_setting
    from entrepot.project.portal.documents.kinds import FORMS, KINDS

    _one_of("kind", kind, KINDS)
    _one_of("format", form, FORMS)
    spoken = lang or language()
    _one_of("lang", spoken, KINDS[kind].languages)
    with open_setting() as setting:
        found = whole_record.places(setting.lookups, order_no, marketplace=marketplace, seller=seller)
    if not found:
        raise no_record(order_no, marketplace, seller)
    if len(found) > 1:
        return several(context, order_no, found)
    body = _bytes(_paper(context, found[0], KINDS[kind], spoken), form)
    out.write_bytes(body)
    context.say(WRITTEN, path=out, title=KINDS[kind].title.say("zh" if language() == "zh" else "en"), size=len(body))
    return {"order_no": order_no, "kind": kind, "format": form, "language": spoken, "out": str(out), "bytes": len(body)}


def _one_of(option: str, found: str, expected: Iterable[str]) -> None:
    if found not in expected:
        raise typer.BadParameter(WRONG.say(option=option, expected=", ".join(expected), found=found))


def _paper(context: Context, place: "Place", kind: "Kind", spoken: str) -> "Paper":
    from entrepot.gateways.documents.words import LANGUAGES
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import whole_record
    from entrepot.project.portal.documents import names
    from entrepot.project.portal.documents.seen import Seen, named_parties

    with whole_record.reading(place):
        record, _ = whole_record.read(place)
        seen = Seen(
            order_no=place.order_no,
            marketplace_id=place.marketplace_id,
            marketplace_code=place.marketplace_code,
            record=record,
            firms=parties.firms(named_parties(record), using="owner"),
            names=names.in_force(now=context.now),
            now=context.now,
        )
        chosen = next(one for one in LANGUAGES if one == spoken)
        paper = kind.paper(seen, chosen)
        if paper is None:
            gaps = " ".join(gap.say("zh" if language() == "zh" else "en") for gap in kind.gaps(seen))
            raise Refusal(TOO_LITTLE, order_no=place.order_no, gaps=gaps)
    return paper


def _bytes(paper: "Paper", form: str) -> bytes:
    from entrepot.gateways import documents

    try:
        return documents.pdf(paper) if form == "pdf" else documents.xlsx(paper)
    except documents.UnableToPrint as error:
        raise Refusal(TOO_LONG, most=documents.MOST_LINES, found=error.lines) from error
