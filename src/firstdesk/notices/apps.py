"""Django's registration of the `notices` context."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "firstdesk.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
