from django.apps import AppConfig


class ReportConfig(AppConfig):
    name = "throughline.report"
    label = "report"
