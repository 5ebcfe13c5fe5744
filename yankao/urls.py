"""Hands over to the counter, the reports and the registry of programmes."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("yankao.kernel.counter.urls")),
    path("reports/", include(("yankao.kernel.reports.urls", "reports"))),
    path("", include(("yankao.kernel.reports.papers.pages", "papers"))),
    path("", include("yankao.kernel.programmes.urls")),
]

handler404 = "yankao.kernel.ui.trouble.not_found"
handler500 = "yankao.kernel.ui.trouble.server_error"
