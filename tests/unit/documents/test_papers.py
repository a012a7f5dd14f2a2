"""What each kind of document says, and what it must not say."""

from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.documents import declaration_list, pdf
from entrepot.gateways.documents.typesetting import TEMPLATES
from tests.unit.documents.papers import a_dossier, a_list, a_packing_list, an_invoice, pages, parcel, some_problems


def test_a_packing_list_holds_no_price_and_adds_packages_of_different_waybills() -> None:
    (text,) = pages(pdf(a_packing_list(parcel("HY1", "12.50", "11.2"), parcel("HY2", "2.5", "1.1"))))
    assert "Total" in text
    assert [each for each in ("15", "12.3", "6", "Gross weight, kg", "6901234567892") if each not in text] == []
    assert [each for each in ("price", "Amount", "24.00", "Currency") if each in text] == []


def test_an_invoice_says_its_currency_once_and_no_text_with_an_empty_place() -> None:
    (text,) = pages(pdf(an_invoice(language="en")))
    assert "Currency" in text
    assert "{" not in text


def test_packages_under_one_waybill_are_not_added_twice() -> None:
    (text,) = pages(pdf(a_packing_list(parcel("HY1"), parcel("HY1"))))
    assert "Total" not in text
    assert "Several lists name one waybill: their packages are not added up." in text


def test_a_net_weight_that_nobody_stated_is_not_added() -> None:
    (text,) = pages(pdf(a_packing_list(parcel("HY1", "2.5", None), parcel("HY2", "2.5", "1.25"))))
    assert text.count("1.25") == 1


def test_the_fields_of_the_list_are_those_of_the_message_in_its_order() -> None:
    message = MESSAGES["list"]
    assert message.line is not None
    for fields, section in ((declaration_list.HEAD, message.head), (declaration_list.LINE, message.line)):
        assert [(field.element, field.column) for field in fields] == [
            (one.element, one.column) for one in section.fields
        ]
        assert [field.number for field in fields] == list(range(1, len(fields) + 1))


def test_a_list_prints_every_field_with_number_name_and_element_and_says_it_is_no_form() -> None:
    text = "".join("".join(pages(pdf(a_list()))).split())
    head = [f"{field.number}{field.name.zh}·{field.element}" for field in declaration_list.HEAD]
    assert [label for label in head if label not in text] == []
    assert [field for field in declaration_list.HEAD if f"valueof{field.element}" not in text] == []
    assert [field for field in declaration_list.LINE if f"{field.element}-1" not in text] == []
    assert "非官方格式" in text


def test_problems_name_rule_figure_source_and_what_to_do() -> None:
    text = " ".join(pages(pdf(some_problems(more=True)))).replace("\n", " ")
    expected = (
        "E04", "Lines agree", "line 2", "3 lanterns at 24.00", "3 lanterns at 42.00", "Correct line 2.", "× 3",
        "Tolerance of amounts: 0.00 (in force since 2014-02-10). Message specification, edition 202205",
        "These are the newest 1 lists; there are more.",
    )  # fmt: skip
    assert [each for each in expected if each not in text] == []


def test_a_dossier_tells_who_said_what_and_what_was_opened() -> None:
    text = " ".join(pages(pdf(a_dossier())))
    expected = (
        "Who said what, and when",
        "order WT-HAMBURG-0001",
        "Value: 72.00",
        "transport, shared by Qinghe",
        "Hongyan",
    )
    assert [each for each in expected if each not in text] == []


def test_templates_open_no_file_but_the_frame_and_evaluate_nothing() -> None:
    for path in sorted(TEMPLATES.iterdir()):
        code = path.read_text("utf-8")
        assert [
            word for word in ("eval(", "read(", "plugin(", "image(", "@preview", "cbor(", "csv(") if word in code
        ] == []
        if path.name != "frame.typ":
            assert code.count("#import") == code.count('#import "frame.typ": *') == 1
