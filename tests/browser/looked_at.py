"""Where axe looks: every page of the URL table stands here with the test that looks at it.

tests/architecture/test_barriers.py compares this with the URL table; each of these tests compares what it says here
with where it has been (`Eyes` in test_accessible.py, `not_seen` elsewhere).
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

_RECORD = "<str:marketplace>/<path:order_no>/"
# test → the addresses it looks at, as their patterns write them
LOOKED_AT: dict[str, tuple[str, ...]] = {
    "test_axe_finds_no_barrier_where_a_seller_works": (
        "", "sign-in/", "line/", "refusals/", "lists/", "orders/", "waybills/", "shared/", "goods/", "goods/fill/",
        "import/",
    ),
    "test_axe_finds_no_barrier_on_further_pages_of_a_seller": (
        "powers/", "sent/", "search/", "shares/", "settings/", "settings/password/", "settings/tokens/",
        "settings/tokens/make/", "settings/webhooks/", "settings/columns/", "styleguide/", "start/", "classify/",
        "onramp/", "pilot-zone/register/", "mission/", "academy/",
    ),
    "test_axe_finds_no_barrier_on_records_and_what_is_done_with_them": (
        "corrections/of/<int:list_id>/<path:order_no>/", f"records/{_RECORD}", f"records/{_RECORD}documents/",
        "received/", "received/<int:number>/",
    ),
    "test_axe_finds_no_barrier_where_a_partner_reads_what_it_sent": (
        "work/", "sent/<int:message_id>/", "waybills/<path:waybill_no>/",
    ),
    "test_axe_finds_no_barrier_where_pilot_zones_and_parks_work": (
        "measures/", "measures/publish/", "clusters/", "pilot-zone/", "pilot-zone/invite/",
        "pilot-zone/members/<int:member_id>/", "parks/", "parks/let/",
    ),
    "test_axe_finds_no_barrier_where_goods_are_traded_and_stock_lies_abroad": (
        "deals/", "deals/make/", "deals/<str:deal_no>/", "containers/", "containers/begin/",
        "containers/<int:container_id>/", "warehouse/", "warehouse/announce/", "warehouse/in/<path:shipment_no>/",
    ),
    "test_axe_finds_no_barrier_where_an_order_is_inspected": (
        f"inspect/{_RECORD}", "inspections/", "inspections/<int:plan_id>/",
    ),
    "test_axe_finds_no_barrier_on_the_pages_of_officials": (
        "lanes/", "lanes/<str:lane>/", "lanes/<int:list_id>/<path:order_no>/",
        "lanes/decide/<int:list_id>/<path:order_no>/", "operator/", "operator/queues/", "operator/people/",
        "operator/people/<int:person_id>/", "operator/people/<int:person_id>/link/", "operator/audit/",
        "operator/looks/", "operator/editions/",
    ),
    "test_axe_finds_no_barrier_where_guarantees_and_years_of_buyers_are_kept": (
        "guarantee/", "guarantee/buyer/", "guarantee/of/<str:code>/",
    ),
    "test_axe_finds_no_barrier_on_a_record_of_retail_import": (f"persons/{_RECORD}",),
    "test_axe_finds_no_barrier_on_tax_bills": ("tax-bills/", "tax-bills/<str:tax_no>/"),
    "test_axe_finds_no_barrier_on_a_statement": ("payments/", "payments/<int:statement_id>/"),
    "test_axe_finds_no_barrier_where_a_file_is_brought": (
        "import/<int:sheet_id>/", "import/<int:sheet_id>/columns/", "import/<int:sheet_id>/check/",
    ),
    "test_axe_finds_no_barrier_in_a_class": (
        "academy/open/", "academy/<str:code>/", "academy/<str:code>/<str:exercise>/",
    ),
    "test_axe_finds_no_barrier_where_a_firm_is_run": (
        "powers/give/", "powers/<int:power_id>/end/", "shares/give/", "shares/<int:grant_id>/", "settings/name/",
        "settings/webhooks/make/", "classify/choose/", "corrections/<int:number>/check/",
        "operator/people/<int:person_id>/sessions/", "operator/people/<int:person_id>/out/",
        "operator/people/<int:person_id>/in/", "filings/", "filings/apply/", "filings/<int:filing_id>/",
    ),
    "test_axe_finds_no_barrier_where_the_programme_is_carried_out": (
        "pilot-zone/<int:pilot_zone_id>/join/", "parks/leases/<int:lease_id>/ask/", "parks/requests/<int:request_id>/",
        "containers/<int:container_id>/buyer/", "warehouse/reserve/", "warehouse/out/<str:dispatch_no>/", "rates/",
        "parcels/", f"ship/{_RECORD}",
        "finance/", "finance/terms/", f"finance/ask/{_RECORD}",
    ),
    "test_axe_finds_no_barrier_in_a_showroom": (
        "showroom/", "showroom/desk/opening/", "showroom/desk/ware/", "showroom/enquiries/",
        "showroom/enquiries/<int:number>/", "showroom/listings/", "showroom/listings/offer/",
        "showroom/listings/<int:number>/", "showroom/<slug:address>/", "showroom/<slug:address>/hall/",
        "showroom/<slug:address>/ask/",
    ),
    "test_an_offered_value_is_taken_by_its_button": ("corrections/<int:number>/",),
    "test_axe_finds_no_barrier_on_the_first_record": ("sign-in/<str:token>/",),
    "test_axe_finds_no_barrier_where_money_is_asked_for": ("finance/cases/<int:case_id>/",),
    "test_a_parcel_waits_for_its_inspection_and_its_label_for_customs_data": ("parcels/<int:booking_id>/",),
    "test_a_guest_asks_in_the_showroom_and_the_answer_becomes_an_order_that_a_statement_pays": (
        "showroom/enquiries/by/<str:key>/",
    ),
}  # fmt: skip
# a page where no test looks yet → why
NOT_LOOKED_AT: dict[str, str] = {}
# an address that answers GET and is no page → why
NO_PAGES = {
    "179/<str:code>/openReq": "customs asks here, by program",
    "179/realTimeDataUpload": "marketplaces upload here, by program",
    "health": "one word for programs",
    "metrics": "figures for programs",
    "assets/<str:file_name>": "style, script and pictures",
    f"records/{_RECORD}documents/<slug:kind>.<slug:form>": "a file to keep",
    "refusals/report.<slug:form>": "a file to keep",
    "import/<int:sheet_id>/problems/": "a file to keep",
    "import/<int:sheet_id>/mapping.toml": "a file to keep",
    "goods/gaps.csv": "a file to keep",
    "goods/gaps.xlsx": "a file to keep",
    "academy/<str:code>/result.json": "a file to keep",
    "showroom/<slug:address>/pictures/<slug:name>.webp": "a picture of a ware",
    "onramp/products-to-try.csv": "a file to keep",
    "start/sample.csv": "a file to keep",
    "start/sample.xlsx": "a file to keep",
    "received/<int:number>/file/": "a file to keep",
    "sent/<int:message_id>/original/": "the message as it came",
    "sent/<int:message_id>/replies/<int:reply_id>/": "the reply as it went",
    "parcels/<int:booking_id>/label.pdf": "a file to print",
    "payments/practice/": "a file to keep",
}


def not_seen(test: str, urls: Iterable[str]) -> set[str]:
    """Pages that the test says it looks at and was not on, of the addresses where it looked."""
    return set(LOOKED_AT.get(test, ())) - {_pattern(url) for url in urls}


def _pattern(url: str) -> str:
    try:
        return str(resolve(urlsplit(url).path).route)
    except Resolver404:
        return url
