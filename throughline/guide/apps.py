from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "throughline.guide"
    label = "guide"
