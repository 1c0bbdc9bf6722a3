"""Django's registration of the `oversight` context."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "firstdesk.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
