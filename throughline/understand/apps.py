from django.apps import AppConfig


class UnderstandConfig(AppConfig):
    name = "throughline.understand"
    label = "understand"
