"""Django's registration of the `intake` context."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "firstdesk.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
