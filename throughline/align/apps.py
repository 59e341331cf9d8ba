from django.apps import AppConfig


class AlignConfig(AppConfig):
    name = "throughline.align"
    label = "align"
