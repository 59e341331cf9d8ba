from importlib import import_module

from django.apps import AppConfig
from django.core.checks import Tags, register


class ConfigConfig(AppConfig):
    name = "throughline.config"
    label = "config"

    def ready(self) -> None:
        from throughline.config.databases import check_database
        from throughline.config.sign_in.passwords import check_password_list

        import_module("throughline.config.sign_in.session_endings")  # receives allauth's signals
        register(check_database, Tags.database)
        register(check_password_list, Tags.security)
