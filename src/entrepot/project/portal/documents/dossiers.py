"""The dossier of a record: what the reader sees of it as a party, and what others have opened to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from entrepot.gateways.documents.dossier import Dossier, Entry, Standing
from entrepot.gateways.documents.paper import Column, Facts, Grid, Section
from entrepot.gateways.documents.values import Amount, Value, moment
from entrepot.gateways.documents.words import Language, Words
from entrepot.modules.declarations import api as declarations
from entrepot.project.portal.documents import customs
from entrepot.project.portal.documents.seen import Seen
from entrepot.project.spoken import timeline, words
from entrepot.shell.timeline import contributed

_OPENED = Words("{part}, shared by {giver} until {until}", "{part}（由{giver}共享，至 {until}）")
# what of an entry is printed, in this order
_DETAILS: Mapping[str, Words] = {
    "goods_value": Words("Goods value", "货值"),
    "charge": Words("Amount received", "收款金额"),
    "currency": Words("Currency", "币制"),
    "lines": Words("Lines", "项数"),
    "gross_weight_kg": Words("Gross weight, kg", "毛重（千克）"),
    "packages": Words("Packages", "件数"),
    "invt_no": Words("Customs list number", "清单编号"),
    "lane": customs.LANE,
    "return_status": customs.STATUS,
    "law_date": customs.LAW,
    "return_info": Words("Customs says", "回执内容"),
    "submitted": Words("Submitted", "报送时间"),
}


def dossier(seen: Seen, language: Language) -> Dossier | None:
    """All that the reader sees of the record; None where that is nothing. Looks at shared parts are kept."""
    record = seen.record
    head = seen.named_in
    if not sees_record(seen):
        return None
    spoken = "zh" if language == "zh" else "en"
    further = contributed(seen.order_no, seen.marketplace_id)
    return Dossier(
        head=seen.head(language),
        marketplace=(head.marketplace_name, head.marketplace_code) if head else (seen.marketplace_code,),
        seller=(head.seller_name, head.seller_code) if head else (),
        standing=_standing(seen, spoken),
        cases=customs.cases(seen, language),
        entries=[_entry(seen, one, spoken) for one in timeline.entries(record, seen.firms, spoken, further)],
        ordered=[
            (line.gnum, line.item_no, line.item_name, line.qty, seen.names.of("unit", line.unit), Amount(line.price),
             Amount(line.total_price), seen.names.of("currency", line.currency))
            for line in seen.order_lines
        ],
        declared=_declared(seen),
        shared=_shared(seen, language),
    )  # fmt: skip


def sees_record(seen: Seen) -> bool:
    """Whether the reader sees anything, as a party or through a grant."""
    return not seen.record.is_empty or seen.place is not None


def _standing(seen: Seen, spoken: str) -> list[Standing]:
    found = []
    for row in seen.record.current_lists:
        one = timeline.standing(seen.record, row, seen.firms, spoken)
        work = seen.record.work.get((row.filer_id, row.cop_no))
        by = one["decision"]["by"] if one["decision"] else ""
        state = words.said(words.STATES[one["state"]], spoken)
        found.append(Standing(row.cop_no, row.version, state, by, work.changed_at if work else None))
    return found


def _declared(seen: Seen) -> list[Sequence[Value]]:
    numbers = {row.id: row.cop_no for row in seen.lists}
    return [
        (numbers[line.list_id], line.gnum, line.item_no, line.hs_code, line.declared_name, line.qty,
         seen.names.of("unit", line.unit), Amount(line.price), Amount(line.total_price),
         seen.names.of("currency", line.currency))
        for line in seen.record.list_lines
        if line.list_id in numbers
    ]  # fmt: skip


def _entry(seen: Seen, one: Mapping[str, Any], spoken: str) -> Entry:
    facts = one["facts"]
    label = {name: texts.zh if spoken == "zh" else texts.en for name, texts in _DETAILS.items()}
    found = [(label[name], _detail(seen, name, facts[name], spoken)) for name in _DETAILS if facts.get(name)]
    return Entry(one["at"], one["by"], one["what"], found)


def _detail(seen: Seen, name: str, value: Any, spoken: str) -> Value:  # noqa: ANN401 - facts of many kinds
    if name in {"goods_value", "charge"}:
        return Amount(value)
    if name == "currency":
        return seen.names.of("currency", value)
    if name == "lane":
        return words.said(words.LANES[value], spoken)
    if name == "return_status":
        return words.status(value, spoken)
    plain: Value = value
    return plain


def _shared(seen: Seen, language: Language) -> list[Section]:
    """Each part that grants open, under the name of its giver."""
    if seen.place is None:
        return []
    spoken = "zh-hans" if language == "zh" else "en"
    with translation.override(spoken):
        codes = declarations.codes_in_language(spoken, now=seen.now)
        opened = declarations.opened_parts(seen.reader, seen.place, codes, spoken, keep_look_at=seen.now)
        return [section for each in opened for part in each.parts for section in _part(each, part, language)]


def _part(each: declarations.Opened, part: declarations.Part, language: Language) -> list[Section]:
    text = _OPENED.zh if language == "zh" else _OPENED.en
    caption = text.format(part=part.name, giver=each.giver, until=moment(each.until))
    facts = [
        Facts([(str(label), _plain(value)) for label, value in one.labelled], caption if at == 0 else "")
        for at, one in enumerate(part.facts)
    ]
    tables = [
        Grid(
            [Column(str(label), "number" if is_number else "text") for label, is_number in table.headings],
            [[_plain(value) for value in row] for row in table.rows],
            f"{caption}: {table.caption}",
        )
        for table in part.tables
    ]
    return [*facts, *tables] or [Facts((), caption)]


def _plain(value: object) -> Value:
    return str(value) if isinstance(value, Promise) else value  # type: ignore[return-value] # rows of the database
