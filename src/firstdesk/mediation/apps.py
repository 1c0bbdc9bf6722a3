"""Django's registration of the `mediation` context."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "firstdesk.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"
