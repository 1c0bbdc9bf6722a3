"""Django's registration of the `matters` context."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "firstdesk.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"
