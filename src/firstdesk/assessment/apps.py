"""Django's registration of the `assessment` context."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "firstdesk.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
