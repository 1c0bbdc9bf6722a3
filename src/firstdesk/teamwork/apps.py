"""Django's registration of the `teamwork` context."""

from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "firstdesk.teamwork"
    label = "teamwork"
    default_auto_field = "django.db.models.BigAutoField"
