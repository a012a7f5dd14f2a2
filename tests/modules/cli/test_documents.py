"""`document`: files of an order, as all its parties together see it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import typer
from django.test import override_settings

from entrepot.project.cli.documents import document
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.portal.documents.kinds import KINDS
from entrepot.project.wording import Refusal
from tests.factories.filing import bring_sets, precheck
from tests.factories.line import some_sets
from tests.modules.cli.conftest import Station


@pytest.fixture
def setting(filing: Station) -> Iterator[Setting]:
    with open_setting() as opened:
        yield opened


def _asked(station: Station, order_no: str, out: Path, **chosen: str | None) -> dict[str, object]:
    options = {"kind": "invoice", "form": "pdf", "lang": "en", "marketplace": None, "seller": None, **chosen}
    return station.run(document, order_no=order_no, out=out, **options)


def test_every_kind_in_each_form_and_language_is_written(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = some_sets(1)
    bring_sets(setting, sets)
    precheck(setting, sets)
    order_no = str(sets.orders["order_no"][0])
    for kind in set(KINDS) - {"problems"}:
        for form in ("pdf", "xlsx"):
            for language in KINDS[kind].languages:
                out = tmp_path / f"{kind}-{language}.{form}"
                with override_settings(ENTREPOT_STATION="filing"):
                    told = _asked(filing, order_no, out, kind=kind, form=form, lang=language)
                assert told["bytes"] == out.stat().st_size
                assert out.read_bytes().startswith(b"%PDF" if form == "pdf" else b"PK")
    text = pypdf.PdfReader(BytesIO((tmp_path / "invoice-zh.pdf").read_bytes())).pages[0].extract_text()
    assert "商业发票" in text
    assert order_no in text
    assert "PRACTICE" not in text


def test_what_cannot_be_made_says_why_and_writes_nothing(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets, out = some_sets(1), tmp_path / "none.pdf"
    bring_sets(setting, sets)
    order_no = str(sets.orders["order_no"][0])
    with pytest.raises(Refusal, match="holds too little for this document: Nothing was found"):
        _asked(filing, order_no, out, kind="problems")
    with pytest.raises(Refusal, match="Nothing is on record under the order number NONE"):
        _asked(filing, "NONE", out)
    for wrong in ({"kind": "menu"}, {"form": "doc"}, {"kind": "dossier", "lang": "both"}):
        with pytest.raises(typer.BadParameter, match="Expected --"):
            _asked(filing, order_no, out, **wrong)
    assert not out.exists()
