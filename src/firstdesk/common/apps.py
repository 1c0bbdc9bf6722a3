"""Django's registration of the `common` context."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "firstdesk.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"
