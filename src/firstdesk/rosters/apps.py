"""Django's registration of the `rosters` context."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "firstdesk.rosters"
    label = "rosters"
    default_auto_field = "django.db.models.BigAutoField"
