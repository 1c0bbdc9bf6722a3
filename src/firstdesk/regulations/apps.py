"""Django's registration of the `regulations` context."""

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "firstdesk.regulations"
    label = "regulations"
    default_auto_field = "django.db.models.BigAutoField"
