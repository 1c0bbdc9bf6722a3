"""Django's registration of the `training` context."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "firstdesk.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
