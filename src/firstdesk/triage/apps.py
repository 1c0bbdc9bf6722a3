"""Django's registration of the `triage` context."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "firstdesk.triage"
    label = "triage"
    default_auto_field = "django.db.models.BigAutoField"
