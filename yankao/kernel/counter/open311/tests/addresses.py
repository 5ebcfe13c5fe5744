"""The endpoint where the site mounts it, and the older feed beside it."""

from django.urls import include, path

urlpatterns = [
    path("open311/v2/", include("yankao.chapters.service.dispatch.open311")),
    path("open1999/", include("yankao.chapters.service.dispatch.legacy")),
]
