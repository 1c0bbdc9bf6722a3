"""Django's registration of the `insight` context."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "firstdesk.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
