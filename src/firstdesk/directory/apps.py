"""Django's registration of the `directory` context."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "firstdesk.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
