"""What is said about a sheet and its cells, in English and Chinese with the same placeholders.

A sentence says what was expected, what was found and what to do.
"""

from entrepot.gateways.sheets.sentences_of_files import SHEET
from entrepot.gateways.sheets.wording import Language, Sentence

__all__ = ["ROW", "SHEET", "Language", "Sentence", "UnableToReadSheet"]

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
    "currency_differs": Sentence(
        "Expected an amount in the currency of the row ({expected}) in column {column}, found {found} with the sign "
        "{sign}. Correct the amount or the currency.",
        "{column}列的金额应为本行币制（{expected}），实为 {found}，带有 {sign}。请改正金额或币制。",
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
        "单元格 {cell}（{column}列）的数字应不超过 15 位，实为 {found}，工作簿只保留前 15 位。"
        "请将该列设为文本格式后重新填写。",
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
    "code_shortened": Sentence(
        "Expected a whole number or code in column {column}, found {found}: a spreadsheet has shortened it. Format the "
        "column as text and write the number again.",
        "{column}列应为完整的号码，实为 {found}，已被表格软件缩写。请将该列设为文本格式后重新填写。",
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
    "order_repeats": Sentence(
        "Expected one row for each order, found order {found} in row {first_row} already. Leave out the repeat, or "
        "import a sheet with a row for each line as order lines.",
        "每个订单应只占一行，订单 {found} 已见于第 {first_row} 行。请删去重复行；一行一项商品的表格请按订单行导入。",
    ),
    "document_disagrees": Sentence(
        "Expected {expected} in column {column} as in the first row of {number}, found {found}. Make the rows of one "
        "list agree.",
        "{column}列应与 {number} 首行一致，为{expected}，实为{found}。请使同一清单各行一致。",
    ),
    "document_held_back": Sentence(
        "Row {first_row} of the same document {number} must be corrected first. Nothing is wrong with this row; import "
        "it together with that one.",
        "同一单证 {number} 的第 {first_row} 行须先改正。本行无误；请与该行一并重新导入。",
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
