"""Django's registration of the `portal` context."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "firstdesk.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
