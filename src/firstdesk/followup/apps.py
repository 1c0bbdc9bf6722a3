"""Django's registration of the `followup` context."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "firstdesk.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"
