from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "throughline.ui"
    label = "ui"
