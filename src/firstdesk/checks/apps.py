"""Django's registration of the `checks` context."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "firstdesk.checks"
    label = "checks"
    default_auto_field = "django.db.models.BigAutoField"
