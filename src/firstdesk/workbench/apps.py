"""Django's registration of the `workbench` context."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "firstdesk.workbench"
    label = "workbench"
    default_auto_field = "django.db.models.BigAutoField"
