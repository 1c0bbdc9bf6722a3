"""Django's registration of the `reporting` context."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "firstdesk.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
