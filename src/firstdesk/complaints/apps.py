"""Django's registration of the `complaints` context."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "firstdesk.complaints"
    label = "complaints"
    default_auto_field = "django.db.models.BigAutoField"
