"""The city is known to a fresh database, as the agencies published it."""

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.translation import override

from yankao.kernel.geo.addresses import complete
from yankao.kernel.geo.models import District, Road
from yankao.kernel.geo.places import district_of
from yankao.kernel.geo.polygons import outlines

pytestmark = pytest.mark.django_db


def test_every_district_is_there_with_an_outline_of_its_own():
    assert District.objects.count() == 38
    assert outlines("districts").codes == list(District.objects.values_list("code", flat=True))
    assert sum(District.objects.values_list("population", flat=True)) == 2_765_932


def test_the_centre_of_a_district_is_close_to_its_outline():
    for district in District.objects.all():
        code, metres = outlines("districts").nearest(district.lng, district.lat)
        assert (code, metres) == (district.code, 0)


def test_roads_are_listed_by_district_and_sections_stand_as_on_the_signs():
    assert Road.objects.count() == 6106
    assert Road.objects.filter(district__name="大社區", name="和平路二段").exists()
    assert not Road.objects.filter(name__regex="[0-9０-９]").exists()


def test_a_district_is_called_by_the_language_of_the_reader():
    district = District.objects.get(name="三民區")
    assert district.label() == "三民區"
    with override("en"):
        assert district.label() == "Sanmin District"


def test_what_is_remembered_of_the_tables_is_forgotten_after_a_migration():
    assert district_of(120.312, 22.6208).name == "苓雅區"
    Road.objects.all().delete()
    District.objects.all().delete()
    geo = apps.get_app_config("geo")
    post_migrate.send(
        geo, app_config=geo, verbosity=0, interactive=False, using="default", plan=[], apps=apps
    )
    assert district_of(120.312, 22.6208) is None
    assert complete("建國三路") == []


def test_an_empty_table_is_not_remembered():
    assert complete("建國三路")
    assert district_of(120.312, 22.6208)
