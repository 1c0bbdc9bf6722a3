"""Django's registration of the `meetings` context."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "firstdesk.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
