"""Django's registration of the `obligations` context."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "firstdesk.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"
