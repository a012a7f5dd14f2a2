from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages that join several modules."""

    name = "entrepot.project.portal"
    label = "portal"
