"""What is said about a sheet and its cells, in English and Chinese with the same placeholders.

A sentence says what was expected, what was found and what to do.
"""

from dataclasses import dataclass
from string import Formatter
from typing import Literal

import polars as pl

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Sentence:
    """One template in both languages; placeholders in braces."""

    en: str
    zh: str

    def placeholders(self, language: Language) -> set[str]:
        """Names in braces."""
        return {name for _, name, _, _ in Formatter().parse(self._text(language)) if name}

    def say(self, language: Language, **facts: object) -> str:
        """The sentence about these facts."""
        return self._text(language).format(**facts)

    def column(self, language: Language) -> pl.Expr:
        """The sentence as a column of a frame whose columns carry the names of the placeholders."""
        parts: list[pl.Expr] = []
        for literal, name, _, _ in Formatter().parse(self._text(language)):
            if literal:
                parts.append(pl.lit(literal))
            if name:
                parts.append(pl.col(name).cast(pl.String).fill_null("∅"))
        return pl.concat_str(parts)

    def _text(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


# A sheet as a whole that cannot be read: nothing of it was taken.
SHEET = {
    "goods_of_others": Sentence(
        "{place}: expected goods of your own firm or of a client whose power of attorney covers lists today, found"
        " another seller's. Choose the seller, or register the power of attorney.",
        "{place}：应为本企业或当日委托有效的委托方的商品，实为其他卖家。请选择卖家，或登记委托书。",
    ),
    "goods_not_kept": Sentence(
        "{place}: the goods cannot be kept as they are: {found}.",
        "{place}：商品无法保存：{found}。",
    ),
    "sheet_empty": Sentence(
        "{place}: expected a header line and rows, found an empty file. Export it again.",
        "{place}：应有表头和数据行，实为空文件。请重新导出。",
    ),
    "header_only": Sentence(
        "{place}: expected at least one row below the header, found none. Export it again.",
        "{place}：表头下应至少有一行数据，实际没有。请重新导出。",
    ),
    "header_lacks": Sentence(
        "{place}, line 1: expected a column named {expected}, found {found}. Correct the header or the mapping file.",
        "{place}第 1 行：应有名为{expected}的列，实有{found}。请改正表头或映射文件。",
    ),
    "header_repeats": Sentence(
        "{place}, line 1: expected the column name {expected} once, found it {found} times. Rename the others.",
        "{place}第 1 行：列名{expected}应只出现一次，实际出现 {found} 次。请为其余列改名。",
    ),
    "too_wide": Sentence(
        "{place}, line {line}: expected at most {expected}, found more. Check the delimiter and the line ends.",
        "{place}第 {line} 行：应不超过{expected}，实际超出。请检查分隔符和换行。",
    ),
    "too_large": Sentence(
        "{place}: expected at most {expected} bytes unpacked, found more. Split the file.",
        "{place}：解压后应不超过 {expected} 字节，实际超出。请拆分文件。",
    ),
    "file_too_large": Sentence(
        "{place}: expected a file of at most {expected} bytes, found {found}; nothing of it was read. Split it into "
        "several.",
        "{place}：文件应不超过 {expected} 字节，实为 {found} 字节；未读取任何内容。请拆分为多个文件。",
    ),
    "not_text": Sentence(
        "{place}, line {line}: expected text encoded in {expected}, found {found}. Save the file as CSV in UTF-8, or "
        "name its encoding in the mapping file.",
        "{place}第 {line} 行：应为 {expected} 编码的文本，实为{found}。请另存为 UTF-8 的 CSV，或在映射文件中写明编码。",
    ),
    "not_gzip": Sentence(
        "{place}: expected a whole gzip file, found a damaged or cut one. Send it again.",
        "{place}：应为完整的 gzip 文件，实际已损坏或不完整。请重新发送。",
    ),
    "quote_open": Sentence(
        "{place}, near line {line}: expected each quotation mark to be closed, found text longer than {expected} "
        "characters in one cell. Close the quotation mark.",
        "{place}约第 {line} 行：引号应成对，实有一格文本超过 {expected} 个字符。请补上引号。",
    ),
    "entry_unfit": Sentence(
        "{place}, row {row}: expected {expected}, found {found}. Correct the table; nothing of it was loaded.",
        "{place}第 {row} 行：应为 {expected}，实为{found}。请改正表格；未载入任何内容。",
    ),
    "kind_unknown": Sentence(
        "{place}: expected one of {expected}, found {found}. Choose one of them.",
        "{place}：应为 {expected} 之一，实为{found}。请从中选择。",
    ),
    "no_file": Sentence(
        "{place}: expected a file that can be read, found none. Check the name.",
        "{place}：应为可读取的文件，实际没有找到。请检查文件名。",
    ),
    "header_not_found": Sentence(
        "{place}, row {row}: expected a row with the names of the columns, found {found}. Put the names into the first "
        "row, or say in which row they stand.",
        "{place}第 {row} 行：应有一行列名，实为{found}。请将列名放在首行，或指明列名所在的行。",
    ),
    "header_merged": Sentence(
        "{place}, cells {cells}: expected a name over each column, found “{found}” merged over {columns} columns. Take "
        "the cells apart and name each column.",
        "{place}单元格 {cells}：每列应各有列名，实为“{found}”跨 {columns} 列合并。请取消合并并为每列命名。",
    ),
    "not_a_table": Sentence(
        "{place}: expected a table (CSV, XLSX, Parquet or JSON lines), found {found}. Save or export it as XLSX or CSV "
        "and send that.",
        "{place}：应为表格文件（CSV、XLSX、Parquet 或 JSON lines），实为 {found}。请另存或导出为 XLSX 或 CSV 后再上传。",
    ),
    "markup": Sentence(
        "{place}: expected a table, found a page in {found}, whatever its name says. Open it in a spreadsheet program "
        "and save it as XLSX; customs messages are sent as messages.",
        "{place}：应为表格文件，实为 {found} 页面（与文件名无关）。请用表格软件打开并另存为 XLSX；海关报文请按报文方式发送。",
    ),
    "json_array": Sentence(
        "{place}: expected JSON lines, one object a line, found one list. Write each object on a line of its own.",
        "{place}：应为每行一个对象的 JSON lines，实为一个列表。请将每个对象单独写成一行。",
    ),
    "line_not_json": Sentence(
        "{place}, line {line}: expected one JSON object, found {found}. Correct the line.",
        "{place}第 {line} 行：应为一个 JSON 对象，实为 {found}。请改正该行。",
    ),
    "not_parquet": Sentence(
        "{place}: expected a whole Parquet file, found a damaged one or one of another make. Write it again.",
        "{place}：应为完整的 Parquet 文件，实际已损坏或格式不符。请重新生成。",
    ),
    "column_nested": Sentence(
        "{place}, column {column}: expected one value a cell, found {found}. Write the values into columns of their "
        "own.",
        "{place}的{column}列：每格应为一个值，实为 {found}。请拆分为单独的列。",
    ),
    "password": Sentence(
        "{place}: expected a workbook that can be opened, found one that is protected by a password. Take the password "
        "off (File, Info, Protect Workbook) and send it again; never send us the password.",
        "{place}：应为可直接打开的工作簿，实为设有密码的工作簿。请取消密码（文件—信息—保护工作簿）后重新上传；请勿发送密码。",
    ),
    "old_workbook": Sentence(
        "{place}: expected a workbook in XLSX, found one in {found}. Open it and save it as XLSX (Excel Workbook).",
        "{place}：应为 XLSX 工作簿，实为 {found} 格式。请打开后另存为 XLSX（Excel 工作簿）。",
    ),
    "workbook_damaged": Sentence(
        "{place}: expected a whole workbook, found a damaged one. Open it in a spreadsheet program, save it again and "
        "send that.",
        "{place}：应为完整的工作簿，实际已损坏。请用表格软件打开、重新保存后再上传。",
    ),
    "zip_bomb": Sentence(
        "{place}: expected a workbook whose parts unpack to at most {expected} bytes, found {found}; nothing of it was "
        "unpacked. Save it again from a spreadsheet program, or split it.",
        "{place}：工作簿解压后应不超过 {expected} 字节，实为 {found} 字节；未解压任何内容。请用表格软件重新保存，或拆分。",
    ),
    "too_many_cells": Sentence(
        "{place}: expected at most {expected} cells, found {found}, counted to the last row and column that hold "
        "something. Delete what stands far away from the table, or split it.",
        "{place}：单元格应不超过 {expected} 个，按有内容的最末行列计实为 {found} 个。请删除表格以外的内容，或拆分文件。",
    ),
    "sheet_choose": Sentence(
        "{place}: expected one sheet to read, found several that it may be: {found}. Say which one.",
        "{place}：应明确读取哪个工作表，实有多个可能：{found}。请选择其一。",
    ),
    "sheet_unknown": Sentence(
        "{place}: expected a sheet named {expected}, found {found}. Choose one of these.",
        "{place}：应有名为{expected}的工作表，实有{found}。请从中选择。",
    ),
    "sheet_hidden": Sentence(
        "{place}: expected a visible sheet, found only hidden ones: {found}. Unhide the one that is meant, or name it.",
        "{place}：应有可见的工作表，实际只有隐藏的：{found}。请取消隐藏，或指明所用工作表。",
    ),
    "mapping_wrong": Sentence(
        "Mapping file {place}: expected {expected}, found {found}. Correct the mapping file.",
        "映射文件 {place}：应为{expected}，实为{found}。请改正映射文件。",
    ),
}

# A row that cannot be taken. `column` and `found` are the header and the cell of the file.
ROW = {
    "order_no_missing": Sentence(
        "Expected an order number in column {column}, found none. Write the number the marketplace gave.",
        "{column}列应有订单号，实为空。请填写平台给出的订单号。",
    ),
    "name_missing": Sentence(
        "Expected the name of the goods in column {column}, found none. Write what was sold.",
        "{column}列应有商品名称，实为空。请填写所售商品的名称。",
    ),
    "cell_missing": Sentence(
        "Expected a value in column {column}, found none. Fill it in.",
        "{column}列应有内容，实为空。请补填。",
    ),
    "text_too_long": Sentence(
        "Expected at most {limit} characters in column {column}, found {length}. Shorten it.",
        "{column}列应不超过 {limit} 个字符，实有 {length} 个。请缩短。",
    ),
    "text_damaged": Sentence(
        "Expected readable text in column {column}, found characters that are damaged or control something. "
        "Write the text again.",
        "{column}列应为可读文本，实有损坏字符或控制字符。请重新填写。",
    ),
    "number_unreadable": Sentence(
        "Expected in column {column} a number such as 12.50, with at most 14 digits before the point and 5 after it, "
        "found {found}. Write the number.",
        "{column}列应为数字，例如 12.50，小数点前至多 14 位、后至多 5 位，实为{found}。请填写数字。",
    ),
    "quantity_not_positive": Sentence(
        "Expected a quantity above zero in column {column}, found {found}. Write the quantity sold, or mark the order "
        "as a cancellation.",
        "{column}列应为大于零的数量，实为{found}。请填写售出数量，或将订单标为取消单。",
    ),
    "cancelled_quantity_not_negative": Sentence(
        "Expected a quantity below zero in column {column} of a cancellation, found {found}. Write what was taken "
        "back with a minus sign.",
        "取消单的{column}列应为小于零的数量，实为{found}。请用负号填写退回数量。",
    ),
    "price_negative": Sentence(
        "Expected a price of zero (a gift) or more in column {column}, found {found}. Write the unit price.",
        "{column}列的单价应为零（赠品）或以上，实为{found}。请填写单价。",
    ),
    "amount_too_large": Sentence(
        "Expected quantity times price below 100000000000000, found {found} × {price}. Correct the one that is wrong.",
        "数量乘单价应小于 100000000000000，实为 {found} × {price}。请改正其中有误的一项。",
    ),
    "time_unreadable": Sentence(
        "Expected in column {column} a date and time that exists, written as {expected}, found {found}. Correct it.",
        "{column}列应为确实存在的日期时间，格式为 {expected}，实为{found}。请改正。",
    ),
    "code_unknown": Sentence(
        "Expected in column {column} a name that the mapping file lists under {expected}, or a 3-digit customs code, "
        "found {found}. Correct it or add it to the mapping file.",
        "{column}列应为映射文件 {expected} 中列出的名称或 3 位海关代码，实为{found}。请改正，或补入映射文件。",
    ),
    "cell_error": Sentence(
        "Expected a value in cell {cell} (column {column}), found the error {found}. Correct its formula, or write the "
        "value.",
        "单元格 {cell}（{column}列）应为数值或文本，实为错误值 {found}。请改正公式或直接填写。",
    ),
    "formula_without_value": Sentence(
        "Expected a value in cell {cell} (column {column}), found a formula whose result the file does not hold. Open "
        "the workbook, let it calculate and save it, or write the value.",
        "单元格 {cell}（{column}列）应有数值，实为未保存计算结果的公式。请打开工作簿计算后保存，或直接填写数值。",
    ),
    "cells_merged": Sentence(
        "Expected a value in each row of column {column}, found the cells {cell} merged over several. Take them apart "
        "and write the value into each row.",
        "{column}列每行应各有其值，实为合并单元格 {cell}。请取消合并并逐行填写。",
    ),
    "digits_lost": Sentence(
        "Expected in cell {cell} (column {column}) a number of at most 15 digits, found {found}, of which the workbook "
        "keeps only the first 15. Format the column as text and write the number again.",
        "单元格 {cell}（{column}列）的数字应不超过 15 位，实为 {found}，工作簿只保留前 15 位。请将该列设为文本格式后重新填写。",
    ),
    "cell_nested": Sentence(
        "Expected one value in {column}, found {found}. Write the values into members of their own.",
        "{column} 应为一个值，实为 {found}。请拆分为单独的成员。",
    ),
    "code_odd": Sentence(
        "Expected letters, digits and ordinary signs in column {column}, found {sign} in {found}. Remove the picture "
        "character or the invisible one.",
        "{column}列应为字母、数字和常用符号，实为 {found}，含有 {sign}。请删除表情符号或不可见字符。",
    ),
    "cells_missing": Sentence(
        "Expected {expected} cells in the row, found {found}. Fill in the missing cells.",
        "本行应有 {expected} 格，实有 {found} 格。请补齐。",
    ),
    "cells_too_many": Sentence(
        "Expected {expected} cells in the row, found {found}; the rest is left out here. Put text that contains the "
        "delimiter in quotation marks.",
        "本行应有 {expected} 格，实有 {found} 格；多出的内容未列于此。含分隔符的文本请加引号。",
    ),
    "order_worthless": Sentence(
        "Expected an order worth more than zero, found {found} for order {order_no}. Correct quantities and prices; "
        "leave out what is no sale.",
        "订单价值应大于零，订单 {order_no} 实为 {found}。请改正数量和单价；非销售记录请删去。",
    ),
    "order_only_freight": Sentence(
        "Expected goods in order {order_no}, found freight only. Put the freight into the order it belongs to.",
        "订单 {order_no} 应含商品，实际只有运费。请将运费并入所属订单。",
    ),
    "order_disagrees": Sentence(
        "Expected {expected} in column {column} as in the first row of order {order_no}, found {found}. Make the rows "
        "of the order agree.",
        "{column}列应与订单 {order_no} 首行一致，为{expected}，实为{found}。请使同一订单各行一致。",
    ),
    "order_too_long": Sentence(
        "Expected at most {expected} lines in order {order_no}, found {found}. Split the order.",
        "订单 {order_no} 应不超过 {expected} 行，实有 {found} 行。请拆分订单。",
    ),
    "order_held_back": Sentence(
        "Row {first_row} of the same order {order_no} must be corrected first. Nothing is wrong with this row; import "
        "it together with that one.",
        "同一订单 {order_no} 的第 {first_row} 行须先改正。本行无误；请与该行一并重新导入。",
    ),
    "cancellation_fits_none": Sentence(
        "Expected one earlier order of the same buyer with everything that cancellation {order_no} takes back, found "
        "none. Name the order it cancels, or leave it out.",
        "应有同一买家的一份较早订单包含取消单 {order_no} 的全部内容，实际没有。请写明所取消的订单，或删去本单。",
    ),
    "cancellation_fits_several": Sentence(
        "Expected one earlier order of the same buyer that cancellation {order_no} fits, found {count}: {candidates}. "
        "Name the order it cancels.",
        "取消单 {order_no} 应只对应同一买家的一份较早订单，实有 {count} 份：{candidates}。请写明所取消的订单。",
    ),
    "cancellation_without_buyer": Sentence(
        "Expected cancellation {order_no} to name an order or a buyer, found neither. Name the order it cancels, or "
        "leave it out.",
        "取消单 {order_no} 应写明订单或买家，实际均无。请写明所取消的订单，或删去本单。",
    ),
    "cancellation_exceeds": Sentence(
        "Expected cancellation {order_no} to take back no more than is left of order {candidates}, found that with the "
        "earlier cancellations it does. Correct the quantities.",
        "取消单 {order_no} 应不超过订单 {candidates} 的剩余数量，实际与此前各取消单合计超出。请改正数量。",
    ),
    "goods_unknown": Sentence(
        "Expected in column {column} one of the cells of the goods sheet, found {found}. Take the cell's name from "
        "the sheet that was given out.",
        "{column}列应为商品表的项目之一，实为{found}。请使用所发表格中的项目名称。",
    ),
    "goods_cell_unreadable": Sentence(
        "Expected for {column} {expected}, found {found}. Correct it.",
        "{column}应为{expected}，实为{found}。请改正。",
    ),
}


class UnableToReadSheet(ValueError):
    """A sheet or mapping file as a whole cannot be read; nothing of it was taken. `en` and `zh` say why and where."""

    def __init__(self, reason: str, **facts: object) -> None:
        self.reason = reason
        self.facts = facts
        self.en = SHEET[reason].say("en", **facts)
        self.zh = SHEET[reason].say("zh", **facts)
        super().__init__(self.en)
