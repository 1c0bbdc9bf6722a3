from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "firstdesk.config"
    label = "config"
