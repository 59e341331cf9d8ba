from django.apps import AppConfig


class ConveneConfig(AppConfig):
    name = "throughline.convene"
    label = "convene"
