"""Forms of the import journey: the file, and how it is read where that cannot be found out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.gateways.sheets.shape import Wish
from entrepot.modules.parties.api import Firm
from entrepot.project.portal.imports.reading import Seen


class FileForm(forms.Form):
    """A file, and in whose name it is brought where the reader has several firms."""

    firm = forms.TypedChoiceField(label=_("In the name of"), coerce=int)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV, XLSX, Parquet or JSON lines, with gzip or without; at most 256 MB"),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("Expected rows, found an empty file. Export it again"),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.parquet,.jsonl,.ndjson,.gz"}),
    )

    def __init__(self, *args: Any, firms: Mapping[int, Firm], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        chinese = (get_language() or "").startswith("zh")
        named = [(number, (one.name_zh if chinese else one.name_en) or one.name_zh) for number, one in firms.items()]
        field = self.fields["firm"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = named
        field.error_messages["required"] = _(
            "You belong to no firm yet: ask whoever runs this station to add you to one"
        )
        if len(named) == 1:
            field.initial, field.widget = named[0][0], forms.HiddenInput()

    @property
    def several(self) -> bool:
        """Whether there is a choice of firms."""
        return not self.fields["firm"].widget.is_hidden


class WishForm(forms.Form):
    """Which sheet, and which row holds the names of the columns."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row with the names of the columns"),
        required=False,
        min_value=1,
        max_value=1_000,
        help_text=_("As the file counts its rows; leave it empty to have it found"),
        error_messages={"invalid": _("Expected the number of a row"), "min_value": _("Rows count from 1")},
    )

    def __init__(self, *args: Any, seen: Seen, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        if seen.options:
            field = self.fields["sheet"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(name, name) for name in seen.options]
            field.required = True
        else:
            del self.fields["sheet"]
        wish = seen.wish or {}
        self.initial = {"sheet": wish.get("sheet", ""), "header_row": wish.get("header_row") or None}
        self.was = wish

    def wish(self) -> Wish:
        """What was said."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Wish(**{**self.was, **said})
