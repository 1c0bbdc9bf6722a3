"""Django's registration of the `wall` context."""

from django.apps import AppConfig


class WallConfig(AppConfig):
    name = "firstdesk.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"
