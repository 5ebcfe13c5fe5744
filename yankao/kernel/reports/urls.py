"""Addresses of reports: /reports/<kind>/<edition>/<issue>/."""

from django.urls import path

from . import pages

ISSUE = "<slug:kind>/<slug:edition>/<slug:slug>/"

urlpatterns = [
    path("", pages.index, name="index"),
    path(ISSUE, pages.issue, name="issue"),
    path(f"{ISSUE}figures/<int:index>/", pages.figure, name="figure"),
    path(f"{ISSUE}against/<slug:other>/", pages.against, name="against"),
    path(f"{ISSUE}file.<slug:form>", pages.file, name="file"),
    path(f"{ISSUE}render/", pages.render, name="render"),
]
