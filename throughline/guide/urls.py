from django.urls import path

from throughline.guide import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("setup/next/", views.setup_next, name="setup_next"),
    path("setup/skip/", views.skip_setup, name="skip_setup"),
    path("continuing/", views.continuing, name="continuing"),
    path("help/", views.help, name="help"),
    path("help/<slug:slug>/", views.help_topic, name="help_topic"),
]
