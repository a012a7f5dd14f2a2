"""Help with the HS code: five candidates for a description, and a choice written to the catalogue."""

from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.engines.classification import Candidate, Suggestion

WHAT_HELP = Text(
    "What the goods are, made of and for, in English or Chinese", "商品是什么、何种材质、何种用途，中英文均可"
)
AS_HELP = Text("Whose goods (customs or credit code)", "商品属于哪个电商企业（海关编码或信用代码）")
ITEM_HELP = Text("The ware that gets the chosen code", "为哪个货号写入编码")
CHOOSE_HELP = Text("Write this code of ten digits to the ware", "把该 10 位商品编码写入货号")
WHY_HELP = Text("Why this code, for the record", "选择理由，记入记录")
BY_HELP = Text("Who chose (the firm's name if not given)", "归类人（不填则为企业名称）")
TOGETHER = Text(
    "Expected --as, --item, --choose and --why together, found only some of them. Give all four, or none.",
    "--as、--item、--choose、--why 须一并给出，现只有其中一部分。请全部给出或都不给。",
)
NO_SELLER = Text("No firm is known by the code {code}. Check the code.", "没有编码为 {code} 的企业。请核对编码。")
LINE = Text("{place}. {code}  score {score} of 100", "{place}. {code}  得分 {score}/100")
DECIDED_BY = Text("     because of: {words}", "     依据：{words}")
LIKE = Text("     like: {names} ({source})", "     近似：{names}（{source}）")
DECLINED = {
    "says_nothing": Text(
        "Too vague: “{asked}” does not tell the goods from others. Say what it is made of and for.",
        "过于笼统：“{asked}”说明不了是什么商品。请写明材质和用途。",
    ),
    "unknown_words": Text(
        "Too vague: nothing here knows the words “{unknown}”. Say what it is made of and for, without the brand.",
        "过于笼统：无法识别“{unknown}”。请写明材质和用途，不要只写品牌。",
    ),
    "fits_anything": Text(
        "Too vague: “{asked}” fits {headings} headings equally well. Say what it is made of and for.",
        "过于笼统：“{asked}”同样符合 {headings} 个税目。请写明材质和用途。",
    ),
}
NOT_KNOWN = Text("Not known here: {unknown}", "未能识别：{unknown}")
LIMITS = Text(
    "Help, not a ruling: six digits, by words alone. Compare the section and chapter notes; the declarant answers.",
    "仅供参考，不是归类决定：只按文字给出前六位。请核对类注、章注；申报人对归类负责。",
)
KEPT = Text("{item}: HS code {code}, chosen by {by}: {why}", "{item}：商品编码 {code}，归类人 {by}：{why}")
STOOD = Text("{item}: had this code for this reason already.", "{item}：此前已有该编码和理由。")


@command()
def classify(
    context: Context,
    description: Annotated[str, typer.Argument(help=WHAT_HELP.say())],
    seller: Annotated[str | None, typer.Option("--as", metavar="CODE", help=AS_HELP.say())] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM_NO", help=ITEM_HELP.say())] = None,
    choose: Annotated[str | None, typer.Option("--choose", metavar="HS_CODE", help=CHOOSE_HELP.say())] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help=WHY_HELP.say())] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=BY_HELP.say())] = None,
) -> Result:
    """Five candidates with path, deciding words and score, or why there are none; a choice is kept with who and why."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.classifying import suggest
    from entrepot.project.line.setting import open_setting

    choosing = (item, choose, why)
    if any(choosing) and not (seller and all(one is not None for one in choosing)):
        raise typer.BadParameter(TOGETHER.say())
    party = None if seller is None else parties.known_code(seller, using="owner")
    if seller is not None and party is None:
        raise Refusal(NO_SELLER, code=seller)
    with open_setting() as setting:
        day = parties.china_day(context.now)
        found = suggest(setting.lookups, description, sellers=[party] if party else [], on_day=day)
    _tell(context, description, found)
    answer = _as_object(description, found)
    if party is None or item is None or choose is None or why is None:
        return answer
    return {**answer, **_keep(context, party, item=item, code=choose, why=why, by=by)}


def _keep(context: Context, party: int, *, item: str, code: str, why: str, by: str | None) -> dict[str, object]:
    from entrepot.modules.catalogue import api as catalogue
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.classifying import Choice, UnableToChoose, keep_choice
    from entrepot.project.line.setting import open_setting

    firm = parties.firms({party}, using="owner")[party]
    name = by or firm.name_zh or firm.name_en
    change = catalogue.Change(by=name, why=why, now=context.now, practice=context.station == "practice")
    with open_setting() as setting:
        try:
            kept = keep_choice(
                setting.lookups, Choice(party, item, code, why), change=change, on_day=parties.china_day(context.now)
            )
        except UnableToChoose as error:
            raise Refusal(as_said(error.en, error.zh)) from error
    context.say(STOOD if kept.same else KEPT, item=item, code=code, by=name, why=why)
    return {"item": item, "hs_code": code, "by": name, "why": why, "kept": kept.new + kept.changed}


def _tell(context: Context, description: str, found: "Suggestion") -> None:
    unknown = ", ".join(found.unknown)
    if found.declined is not None:
        context.say(DECLINED[found.declined], asked=description, unknown=unknown, headings=found.headings)
        return
    for place, candidate in enumerate(found.candidates, 1):
        context.say(LINE, place=place, code=candidate.code, score=candidate.score)
        for node in candidate.path:
            context.show(f"     {node.code:<6} {node.zh or node.en}")
        context.say(DECIDED_BY, words=", ".join(f"{one.word} {one.share} %" for one in candidate.deciding))
        if candidate.nearest:
            context.say(LIKE, names=candidate.nearest.text, source=candidate.nearest.source)
    if unknown:
        context.say(NOT_KNOWN, unknown=unknown)
    context.say(LIMITS)


def _as_object(description: str, found: "Suggestion") -> dict[str, object]:
    return {
        "description": description,
        "declined": found.declined,
        "unknown": list(found.unknown),
        "candidates": [_candidate(one) for one in found.candidates],
    }


def _candidate(one: "Candidate") -> dict[str, object]:
    return {
        "code": one.code,
        "score": one.score,
        "path": [{"code": node.code, "en": node.en, "zh": node.zh} for node in one.path],
        "deciding": [{"word": each.word, "share": each.share} for each in one.deciding],
        "nearest": None if one.nearest is None else {"text": one.nearest.text, "source": one.nearest.source},
    }
