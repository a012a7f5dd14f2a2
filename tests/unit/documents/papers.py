"""Documents on generated facts, and what stands in their bytes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pypdf
from python_calamine import CalamineWorkbook

from entrepot.gateways.documents import declaration_list, dossier, invoice, label, packing_list, problems
from entrepot.gateways.documents.firms import Firm
from entrepot.gateways.documents.paper import Case, Facts, Figure, Finding, Head, Paper
from entrepot.gateways.documents.values import Amount, Named
from entrepot.gateways.documents.words import Language, Words

NOW = datetime(2026, 5, 4, 8, 15, tzinfo=UTC)
MADE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
DOLLAR, PIECE = Named("502", "US dollar", "美元"), Named("007", "piece", "个")
SELLER = Firm("9999961001", "青禾礼品", "青禾礼品有限公司", "Qinghe Gifts Co., Ltd")
MARKETPLACE = Firm("9999960001", "望塘", "望塘", "Wangtang")
GERMANY = Named("304", "Germany", "德国")


def head(language: Language = "en", *, practice: bool = True) -> Head:
    return Head("WT-HAMBURG-0001", MADE, NOW, practice, language)


def invoice_line(gnum: int = 1, **changes: object) -> invoice.InvoiceLine:
    line = invoice.InvoiceLine(
        gnum, f"LT-{gnum}", "Paper lantern", "纸灯笼", "9405500000", Decimal(3), PIECE, Decimal("24.00"),
        Decimal("72.00"), DOLLAR,
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type] # names and types of fields


def an_invoice(count: int = 2, language: Language = "both", *, practice: bool = True, **changes: object) -> Paper:
    made = invoice.Invoice(
        head(language, practice=practice), date(2026, 5, 2), SELLER, MARKETPLACE, None, "HY0000001", GERMANY, DOLLAR,
        Decimal("72.00") * count, Decimal("8.5"), [invoice_line(number) for number in range(1, count + 1)],
    )  # fmt: skip
    return invoice.laid_out(replace(made, **changes))  # type: ignore[arg-type] # the same


def named_invoice(*names: str, **changes: object) -> Paper:
    lines = [invoice_line(at, **{"name": name, **changes}) for at, name in enumerate(names, 1)]
    return an_invoice(len(names), "en", lines=lines)


def a_packing_list(*parcels: packing_list.Parcel, language: Language = "en") -> Paper:
    line = packing_list.PackedLine(
        1, "LT-1", "Paper lantern", "纸灯笼", "9405500000", "6901234567892", Decimal(3), PIECE
    )
    return packing_list.laid_out(
        packing_list.PackingList(
            head(language), date(2026, 5, 2), SELLER, MARKETPLACE, GERMANY, Named("2900"), Named("5"), None, None,
            parcels or (parcel(),), [line],
        )
    )  # fmt: skip


def parcel(waybill_no: str = "HY0000001", gross: str = "12.50", net: str | None = "11.2") -> packing_list.Parcel:
    weight = None if net is None else Decimal(net)
    return packing_list.Parcel(waybill_no, "鸿雁快递", None, 3, Decimal(gross), weight)


def a_case(times: int = 1) -> Case:
    figure = Figure("Tolerance of amounts", "0.00", "2014-02-10", "Message specification, edition 202205")
    refused = Finding(
        "E04", "Lines agree", 2, "3 lanterns at 24.00", "3 lanterns at 42.00", "Correct line 2.", [figure],
        "Message specification", times=times,
    )  # fmt: skip
    return Case("WT-LIST-0001", "WT-HAMBURG-0001", "Refused", Facts(((Words("At", "时间"), NOW),)), [refused])


def some_problems(language: Language = "en", *, more: bool = False) -> Paper:
    return problems.laid_out(problems.Problems(head(language), [a_case(3)], more))


def a_list(language: Language = "zh") -> Paper:
    values = {field.column: f"value of {field.element}" for field in declaration_list.HEAD}
    line = {field.column: f"{field.element}-1" for field in declaration_list.LINE}
    filed = declaration_list.ListAsFiled(((Words("State", "状态"), "放行"),), values, [line])
    return declaration_list.laid_out(declaration_list.DeclarationLists(head(language), [filed]))


def a_label(language: Language = "en") -> Paper:
    line = label.LabelLine(
        1, "Paper lantern", "9405500000", GERMANY, Decimal(3), Decimal("1.25"), Decimal("72.00"), DOLLAR
    )
    return label.laid_out(
        label.Label(
            head(language), "LB0000001", "Wangtang", "Hongyan Express", GERMANY, GERMANY, Decimal("1.5"), [line]
        )
    )


def a_dossier(language: Language = "en") -> Paper:
    return dossier.laid_out(
        dossier.Dossier(
            head(language), ("Wangtang",), ("Qinghe",),
            [dossier.Standing("WT-LIST-0001", 1, "Refused", "Customs", NOW)],
            [a_case()], [dossier.Entry(NOW, "Wangtang", "order WT-HAMBURG-0001", [("Value", Amount(Decimal(72)))])],
            [(1, "LT-1", "Paper lantern", Decimal(3), PIECE, Amount(Decimal(24)), Amount(Decimal(72)), DOLLAR)], [],
            [Facts((("Carrier", "Hongyan"),), "transport, shared by Qinghe")],
        )
    )  # fmt: skip


def pages(body: bytes) -> list[str]:
    """What can be copied out of each page of a PDF; places where a long word may break are left out."""
    return [page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(BytesIO(body)).pages]


def cells(body: bytes, sheet: int = 0) -> list[list[Any]]:
    """The cells of one sheet of a workbook, row by row."""
    return CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)
