"""Hands over to the registry of programmes."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [path("accounts/", include("allauth.urls"))]
