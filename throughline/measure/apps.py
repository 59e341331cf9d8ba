from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "throughline.measure"
    label = "measure"
