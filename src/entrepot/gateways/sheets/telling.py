"""What a person is told about how a file was read."""

from collections.abc import Iterator

from entrepot.gateways.sheets.shape import Shape, letters
from entrepot.gateways.sheets.wording import Language, Sentence

_SHOWN = 5
_SAID = {
    "separated": Sentence(
        "Read as text in {encoding}, with “{delimiter}” between the columns.",
        "按 {encoding} 文本读取，列分隔符为“{delimiter}”。",
    ),
    "workbook": Sentence("Read as a workbook, sheet “{sheet}”.", "按工作簿读取，工作表“{sheet}”。"),
    "parquet": Sentence("Read as Parquet; rows are counted from 1.", "按 Parquet 读取，行号从 1 起。"),
    "json-lines": Sentence("Read as JSON lines; a row is a line.", "按 JSON lines 读取，一行一条。"),
    "header": Sentence("The names of the columns stand in row {row}.", "列名在第 {row} 行。"),
    "header-rows": Sentence(
        "The names of the columns stand in rows {first} and {row}.", "列名在第 {first} 至 {row} 行。"
    ),
    "title": Sentence("Row {rows} above them was left out: {text}", "其上第 {rows} 行未读取：{text}"),
    "separator-hint": Sentence("Row {rows} names the delimiter: {text}", "第 {rows} 行指明分隔符：{text}"),
    "empty": Sentence("Row {rows} is empty and was left out.", "第 {rows} 行为空，未读取。"),
    "totals": Sentence("Row {rows} is a total and was left out: {text}", "第 {rows} 行为合计，未读取：{text}"),
    "more": Sentence("{count} further empty stretches of rows were left out.", "另有 {count} 处空行未读取。"),
    "empty-columns": Sentence("Columns {columns} are empty and were left out.", "{columns} 列为空，未读取。"),
    "other-sheets": Sentence("Not read: the sheets {sheets}.", "未读取的工作表：{sheets}。"),
    "hidden-sheets": Sentence(
        "Not read, because they are hidden: the sheets {sheets}.", "因隐藏而未读取的工作表：{sheets}。"
    ),
    "macros": Sentence(
        "It holds macros. They were not run; the values are those it was saved with.",
        "文件含有宏，未运行；所取为保存时的数值。",
    ),
    "merged": Sentence(
        "The value of the merged cells {cells} was taken for each of their rows.",
        "合并单元格 {cells} 的值已用于其中每一行。",
    ),
}
_DELIMITERS = {",": ",", ";": ";", "|": "|", "\t": "Tab"}


def said(shape: Shape, language: Language) -> list[str]:
    """Sentences: what was recognised, then what was left out or taken in another way than it looks."""
    return [_SAID[name].say(language, **facts) for name, facts in _facts(shape)]


def _facts(shape: Shape) -> Iterator[tuple[str, dict[str, object]]]:
    delimiter = _DELIMITERS.get(shape.delimiter, shape.delimiter)
    yield shape.container, {"encoding": shape.encoding.upper(), "delimiter": delimiter, "sheet": shape.sheet}
    if shape.header_row > 1:
        name = "header" if shape.header_rows == 1 else "header-rows"
        yield name, {"row": shape.header_row, "first": shape.header_row - shape.header_rows + 1}
    empty = [one for one in shape.left_out if one.why == "empty"]
    for one in shape.left_out:
        if one.why != "empty" or one in empty[:_SHOWN]:
            rows = str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
            yield one.why, {"rows": rows, "text": one.text}
    if len(empty) > _SHOWN:
        yield "more", {"count": len(empty) - _SHOWN}
    if shape.empty_columns:
        yield "empty-columns", {"columns": ", ".join(map(letters, shape.empty_columns))}
    if shape.other_sheets:
        yield "other-sheets", {"sheets": ", ".join(shape.other_sheets)}
    if shape.hidden_sheets:
        yield "hidden-sheets", {"sheets": ", ".join(shape.hidden_sheets)}
    if shape.macros:
        yield "macros", {}
    if shape.merged:
        more = " …" if len(shape.merged) > _SHOWN else ""
        yield "merged", {"cells": ", ".join(shape.merged[:_SHOWN]) + more}
