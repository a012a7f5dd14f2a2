"""Forms of the frame. A fault says what was expected and what to do, beside its field and in the summary."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Name and password; whether they fit is not the form's to say."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        error_messages={"required": _("Enter your sign-in name")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        error_messages={"required": _("Enter your password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
