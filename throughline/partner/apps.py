from django.apps import AppConfig


class PartnerConfig(AppConfig):
    name = "throughline.partner"
    label = "partner"
