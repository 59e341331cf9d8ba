from django.urls import path

from throughline.guide import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("continuing/", views.continuing, name="continuing"),
    path("help/", views.help, name="help"),
    path("help/<slug:slug>/", views.help_topic, name="help_topic"),
]
