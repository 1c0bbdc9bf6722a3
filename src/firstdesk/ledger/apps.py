"""Django's registration of the `ledger` context."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "firstdesk.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
