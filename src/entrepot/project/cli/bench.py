"""Benches: clearance on a scratch database of the station's server; help with the HS code against keyword search."""

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.engines.classification import Score

SETS_HELP = Text("How many sets to clear", "清关多少组单证")
BEFORE_HELP = Text("How many sets the database holds before", "事先存入多少组单证")
RATE_HELP = Text("Sets a second over HTTP", "通过 HTTP 每秒发送多少组")
SECONDS_HELP = Text("How long to send over HTTP; 0 leaves it out", "HTTP 发送时长（秒）；0 表示不测")
REGIME_HELP = Text("Export, or retail import; import leaves HTTP out", "出口或零售进口；进口不测 HTTP")
PART = Text("… {part}", "… {part}")
RUNNING = Text("Clearing {sets} sets on a scratch database", "在临时数据库上清关 {sets} 组")
FOUND = Text(
    "{sets_per_s} sets/s, {raw_share} of a plain COPY ({raw_sets_per_s} sets/s), {object_ratio} × the object way",
    "每秒 {sets_per_s} 组，为纯 COPY（每秒 {raw_sets_per_s} 组）的 {raw_share}，为逐对象方式的 {object_ratio} 倍",
)
FOUND_IMPORT = Text(
    "{sets_per_s} sets of retail import/s: signed, persons sealed, years and guarantee kept",
    "零售进口每秒 {sets_per_s} 组：已签名，个人信息加密，年度额度与担保逐单扣减",
)
OVER_HTTP = Text(
    "over HTTP: half of the sets have their verdict {p50_ms} ms after the planned moment, 99 of 100 after {p99_ms} ms",
    "通过 HTTP：半数单证在计划时刻后 {p50_ms} 毫秒内得出结论，99% 在 {p99_ms} 毫秒内",
)
SAFE = Text(
    "fsync {fsync}, synchronous_commit {synchronous_commit}, full_page_writes {full_page_writes}",
    "fsync {fsync}，synchronous_commit {synchronous_commit}，full_page_writes {full_page_writes}",
)
CORRECTING = Text(
    "Correcting the eleven taught faults of the first five minutes on a scratch database",
    "在临时数据库上更正前五分钟里的十一处练习错误",
)
CORRECTED = Text(
    "{corrections} lists corrected: verdict after {verdict_p50_ms} ms for half of them, {verdict_max_ms} ms at most;"
    " {released} released",
    "更正 {corrections} 份清单：半数在 {verdict_p50_ms} 毫秒内得出结论，最长 {verdict_max_ms} 毫秒；放行 {released} 份",
)
OF_RULE = Text("  {rules}: {ms} ms", "  {rules}：{ms} 毫秒")
TERMS_HELP = Text(
    "Terms whose codes are known: a JSON object term → code, or CSV with the columns term, hs_code",
    "已知编码的商品名：JSON 对象（名称 → 编码），或含 term、hs_code 两列的 CSV",
)
NO_TERMS = Text(
    "Expected a file of text at {path}, found none. Check the name.", "在 {path} 没有找到文本文件。请检查文件名。"
)
VAGUE_HELP = Text(
    "Descriptions that say nothing, one a line (our own if not given)", "笼统描述，每行一条（默认用自带的）"
)
HELD_OUT = Text(
    "{tested} terms are asked, {teaching} teach; no term has its words on both sides",
    "测试 {tested} 条，学习 {teaching} 条；同一组词不会两边都有",
)
RATES = Text(
    "  {what}: right first {first} %, among five {among_five} %, declined {declined} %",
    "  {what}：首位正确 {first}%，前五含正确 {among_five}%，不予建议 {declined}%",
)
WAYS = {
    "keyword_alone": Text("plain keyword search, HS texts", "普通关键词检索，HS 文本"),
    "help_alone": Text("help, HS texts", "归类帮助，HS 文本"),
    "keyword_taught": Text("plain keyword search, HS texts and teaching terms", "普通关键词检索，HS 文本加学习条目"),
    "help_taught": Text("help, HS texts and teaching terms", "归类帮助，HS 文本加学习条目"),
}
VAGUE = Text("Vague descriptions declined: {declined} of {vague}", "笼统描述不予建议：{declined}/{vague}")
LET_THROUGH = Text("  not declined: {texts}", "  仍给出建议：{texts}")


class Regime(StrEnum):
    """Of which lists are cleared."""

    EXPORT = "export"
    IMPORT = "import"


@command(needs="nothing")
def classification(
    context: Context,
    terms: Annotated[Path, typer.Argument(help=TERMS_HELP.say())],
    vague: Annotated[Path | None, typer.Option("--vague", metavar="FILE", help=VAGUE_HELP.say())] = None,
) -> Result:
    """Measure help with the HS code and plain keyword search on the same terms, none of which has taught it."""
    from entrepot.engines.classification import measure
    from entrepot.gateways.nomenclature import harmonized_system, trade_words
    from entrepot.gateways.nomenclature.terms import UnableToReadTerms, read_terms, vague_descriptions

    try:
        known = read_terms(terms)
        said_nothing = vague_descriptions() if vague is None else vague.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(NO_TERMS, path=vague or terms) from error
    except UnableToReadTerms as error:
        raise Refusal(as_said(error.en, error.zh)) from error
    found = measure(harmonized_system(), trade_words(), known, [line for line in said_nothing if line.strip()])
    context.say(HELD_OUT, tested=found.help_taught.asked, teaching=found.teaching)
    rates = {way: _rates(context, what, getattr(found, way)) for way, what in WAYS.items()}
    context.say(VAGUE, declined=found.vague_declined, vague=found.vague)
    if found.vague_let_through:
        context.say(LET_THROUGH, texts="; ".join(found.vague_let_through))
    return {
        "tested": found.help_taught.asked,
        "teaching": found.teaching,
        **rates,
        "vague": found.vague,
        "vague_declined": found.vague_declined,
        "vague_let_through": list(found.vague_let_through),
    }


def _rates(context: Context, what: Text, score: "Score") -> dict[str, str]:
    rates = {name: score.of_100(getattr(score, name)) for name in ("first", "among_five", "declined")}
    context.say(RATES, what=what.say(), **rates)
    return rates


@command()
def clearance(
    context: Context,
    sets: Annotated[int, typer.Option("--sets", min=2000, help=SETS_HELP.say())] = 100_000,
    rows_before: Annotated[int, typer.Option("--rows-before", min=0, help=BEFORE_HELP.say())] = 0,
    rate: Annotated[int, typer.Option("--rate", min=25, help=RATE_HELP.say())] = 1000,
    seconds: Annotated[int, typer.Option("--seconds", min=0, help=SECONDS_HELP.say())] = 60,
    regime: Annotated[Regime, typer.Option("--regime", help=REGIME_HELP.say())] = Regime.EXPORT,
) -> Result:
    """Measure how many sets a second become decided lists; every figure with the settings it was measured under."""
    from entrepot.project.bench.clearance import Wanted, measure, measure_import
    from entrepot.project.bench.scratch import scratch
    from entrepot.store.roles import Passwords

    assert context.installation is not None
    mine = context.installation.secrets
    context.say(RUNNING, sets=sets)
    with (
        scratch(context.installation.superuser(), Passwords(mine.owner, mine.web, mine.read)) as place,
        tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder,
    ):
        if regime is Regime.IMPORT:
            found = measure_import(place, Path(folder), sets, lambda part: context.say(PART, part=part))
        else:
            found = measure(
                place, Path(folder), Wanted(sets, rows_before, rate, seconds), lambda part: context.say(PART, part=part)
            )
    if regime is Regime.IMPORT:
        context.say(FOUND_IMPORT, **found)
        context.say(SAFE, **found)
        return found
    context.say(FOUND, **found)
    if seconds:
        context.say(OVER_HTTP, **found)
    context.say(SAFE, **found)
    return found


@command()
def corrections(context: Context) -> Result:
    """Measure how soon a corrected list has its verdict: eleven taught faults, corrected and sent again over HTTP."""
    from entrepot.project.bench.corrections import measure_corrections
    from entrepot.project.bench.scratch import scratch
    from entrepot.store.roles import Passwords

    assert context.installation is not None
    mine = context.installation.secrets
    context.say(CORRECTING)
    with scratch(context.installation.superuser(), Passwords(mine.owner, mine.web, mine.read)) as place:
        found = measure_corrections(place, lambda part: context.say(PART, part=part))
    context.say(CORRECTED, **found)
    for rules, ms in found["verdict_ms"].items():
        context.say(OF_RULE, rules=rules, ms=ms)
    return found
