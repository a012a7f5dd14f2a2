"""What is said about a file as a whole that cannot be read; see `sentences`."""

from entrepot.gateways.sheets.wording import Sentence

# A sheet as a whole that cannot be read: nothing of it was taken.
SHEET = {
    "goods_of_others": Sentence(
        "{place}: expected goods of your own firm or of a client whose power of attorney covers lists today, found"
        " another seller's. Choose the seller, or register the power of attorney.",
        "{place}：应为本企业或当日委托有效的委托方的商品，实为其他电商企业。请选择电商企业，或登记委托书。",
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
        "{place}, line {line}: expected a column named {expected}, found {found}. Correct the header or the "
        "mapping file.",
        "{place}第 {line} 行：应有名为{expected}的列，实有{found}。请改正表头或映射文件。",
    ),
    "header_repeats": Sentence(
        "{place}, line {line}: expected the column name {expected} once, found it {found} times. Rename the others.",
        "{place}第 {line} 行：列名{expected}应只出现一次，实际出现 {found} 次。请为其余列改名。",
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
        "{place}：应为表格文件（CSV、XLSX、Parquet 或 JSON lines），实为 {found}。"
        "请另存或导出为 XLSX 或 CSV 后再上传。",
    ),
    "markup": Sentence(
        "{place}: expected a table, found a page in {found}, whatever its name says. Open it in a spreadsheet program "
        "and save it as XLSX; customs messages are sent as messages.",
        "{place}：应为表格文件，实为 {found} 页面（与文件名无关）。请用表格软件打开并另存为 XLSX；"
        "海关报文请按报文方式发送。",
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
        "{place}：应为可直接打开的工作簿，实为设有密码的工作簿。请取消密码（文件—信息—保护工作簿）后重新上传；"
        "请勿发送密码。",
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
        "{place}：工作簿解压后应不超过 {expected} 字节，实为 {found} 字节；未解压任何内容。"
        "请用表格软件重新保存，或拆分。",
    ),
    "too_many_cells": Sentence(
        "{place}: expected at most {expected} cells, found {found}, counted to the last row and column that hold "
        "something. Delete what stands far away from the table, or split it.",
        "{place}：单元格应不超过 {expected} 个，按有内容的最末行列计实为 {found} 个。"
        "请删除表格以外的内容，或拆分文件。",
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
