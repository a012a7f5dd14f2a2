"""What a crosswalk lost, in words: parts and fields under the names that pages give them, in both languages."""

from collections.abc import Iterable, Sequence

from django.utils import translation

from entrepot.gateways.epcis import Loss
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.project.wording import Text

_ROWS = Text("{part}: {fields} ({values} values)", "{part}：{fields}（{values} 个值）")
_LOST = Text("{part}, {field}: {values} values are not in the file", "{part}，{field}：{values} 个值未包含在文件中")
_OWN = Text(
    "{part}, {field}: {values} values are in the file under names of our own",
    "{part}，{field}：{values} 个值以本系统自有名称包含在文件中",
)


def by_rows(losses: Iterable[Loss], language: str) -> list[str]:
    """A line for each kind of rows: its fields, and how many values."""
    grouped: dict[tuple[str, str], list[Loss]] = {}
    for loss in losses:
        grouped.setdefault((loss.part, loss.rows), []).append(loss)
    return [_line(several, language) for several in grouped.values()]


def named(loss: Loss) -> dict[str, object]:
    """A loss for programs, with its sentence in both languages."""
    text = _LOST if loss.way == "lost" else _OWN
    said = [
        text[number].format(part=_part(loss.part, tongue), field=_field(loss, tongue), values=loss.values)
        for number, tongue in enumerate(("en", "zh"))
    ]
    return {**vars(loss), "en": said[0], "zh": said[1]}


def _line(several: Sequence[Loss], language: str) -> str:
    comma = "、" if language == "zh" else ", "
    fields = comma.join(_field(loss, language) for loss in several)
    values = sum(loss.values for loss in several)
    chosen = _ROWS.zh if language == "zh" else _ROWS.en
    return chosen.format(part=_part(several[0].part, language), fields=fields, values=values)


def _part(part: str, language: str) -> str:
    return parties.PARTS[part][language == "zh"] if part in parties.PARTS else part


def _field(loss: Loss, language: str) -> str:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return str(declarations.part_labels(loss.part, loss.rows).get(loss.column, loss.column))
