from django.apps import AppConfig


class ListenConfig(AppConfig):
    name = "throughline.listen"
    label = "listen"
