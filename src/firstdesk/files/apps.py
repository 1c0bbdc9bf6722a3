"""Django's registration of the `files` context."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "firstdesk.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
