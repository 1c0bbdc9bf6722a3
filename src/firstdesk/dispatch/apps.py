"""Django's registration of the `dispatch` context."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "firstdesk.dispatch"
    label = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"
