from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def client(django_client: "Client") -> "Client":
    """A browser of this machine."""
    django_client.defaults["HTTP_HOST"] = "localhost"
    return django_client
