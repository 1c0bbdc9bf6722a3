"""Django's registration of the `screening` context."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "firstdesk.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
