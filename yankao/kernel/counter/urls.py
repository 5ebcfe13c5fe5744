"""Addresses of the counter, at the root of the site."""

from django.urls import path

from yankao.kernel.programmes.dashboards import pages as dashboards

from . import (
    figures,
    followpages,
    home,
    links,
    lost,
    mycases,
    outside,
    photos,
    places,
    progress,
    publicmap,
    receiptpage,
    report,
)

urlpatterns = [
    path("numbers/boards/", dashboards.for_everybody, name="public_city"),
    path("numbers/boards/<int:pk>/", dashboards.for_everybody, name="public_dashboard"),
    *figures.urlpatterns,
    path("", home.home, name="home"),
    path(".well-known/security.txt", home.security, name="security"),
    path("language/", home.language, name="set_language"),
    path("report/<slug:name>/", report.report, name="report"),
    path("report/<slug:name>/similar/", report.similar_cases, name="similar"),
    path("report/<slug:name>/suggest/", report.suggested, name="suggested"),
    path("photos/", photos.photos, name="photos"),
    path("photos/<str:token>/", photos.thumbnail, name="photo"),
    path("receipt/<str:token>/", receiptpage.receipt, name="receipt"),
    path("progress/", progress.sign_in, name="progress"),
    path("progress/lost/", lost.lost, name="lost"),
    path("progress/mine/", mycases.ask, name="my_cases"),
    path("progress/mine/<str:token>/", mycases.opened, name="my_cases_link"),
    path("progress/<str:number>/", progress.progress, name="case_progress"),
    path("progress/<str:number>/do/<slug:name>/", progress.act, name="citizen_act"),
    path("progress/<str:number>/rating/", progress.rate, name="rate"),
    path("progress/<str:number>/files/<int:pk>/", progress.file, name="citizen_file"),
    path("progress/<str:number>/leave/", progress.leave, name="leave"),
    path("link/<str:token>/", links.link, name="link"),
    path("outside/<str:token>/", outside.outside, name="outside"),
    path("outside/<str:token>/photos/<int:pk>/", outside.photo, name="outside_photo"),
    path("map/", publicmap.public_map, name="map"),
    path("map/pins.json", publicmap.pins, name="pins"),
    path("map/<str:number>/", publicmap.public_case, name="public_case"),
    path("map/<str:number>/files/<int:pk>/", publicmap.public_photo, name="public_photo"),
    path("map/<str:number>/affected/", followpages.affected, name="affected"),
    path("follow/", followpages.area, name="follow"),
    path("follow/yes/<str:token>/", followpages.yes, name="follow_yes"),
    path("follow/list/<str:token>/", followpages.listed, name="follow_list"),
    path("places/complete/", places.completion, name="complete"),
]
