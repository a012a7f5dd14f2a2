"""The page "Now yours": commands that exist, and a sheet with just the faults that it names."""

import csv
import html
import io
import re
import shlex
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from entrepot.project.cli.registry import find
from entrepot.project.portal.start import sample

SignedIn = Callable[[str], Client]
DAY = date(2026, 5, 4)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_command_on_the_page_is_one_of_ours(signed_in: SignedIn, language: str) -> None:
    text = signed_in("qinghe").get("/start/", headers={"Accept-Language": language}).content.decode()
    lines = [line for block in re.findall(r"<code>([^<]+)</code></pre>", text) for line in block.splitlines()]
    ours = [shlex.split(html.unescape(line))[1:] for line in lines if line.startswith("entrepot ")]
    assert len(ours) == 9
    assert [words for words in ours if find(words) is None] == []
    assert ("换成您自己的" in text) is (language == "zh-CN")


def test_the_sample_comes_as_csv_and_as_a_workbook_with_the_same_rows(signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    text = client.get("/start/sample.csv")
    book = client.get("/start/sample.xlsx")
    assert text.headers["Content-Disposition"] == 'attachment; filename="orders-to-try.csv"'
    assert book.headers["Content-Disposition"] == 'attachment; filename="orders-to-try.xlsx"'
    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows == cells
    assert (len(rows), tuple(rows[0])) == (13, sample.HEADERS)


def test_the_sample_names_the_cells_in_which_its_faults_are() -> None:
    rows = sample.rows(DAY)
    found = {(bad.line, bad.header): rows[bad.line - 2][bad.column] for bad in sample.BAD}
    assert found == {(7, "Quantity"): "three", (9, "Unit price"): "", (12, "Ship to"): "Atlantis"}


def test_a_stranger_is_asked_to_sign_in_first() -> None:
    answer = Client(HTTP_HOST="localhost").get("/start/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/start/")
