"""The real files of the city, where they are at hand."""

import csv
import gzip
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from yankao.kernel.geo.addresses import mask_house_number, normalise, parse_address
from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import Kind, check_place

SHARED = Path(django_settings.ROOT).parent / "shared" / "data"
CASES = SHARED / "cases_1999" / "kaohsiung_1999_cases_2016-2017.csv.gz"
TAIPEI = SHARED / "address" / "taipei_address_samples.csv"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real,
    pytest.mark.skipif(not CASES.exists(), reason="the real files are not in ../shared/data"),
]


@pytest.fixture(scope="module")
def cases():
    with gzip.open(CASES, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nineteen_of_twenty_reports_name_a_known_road(cases):
    """94 % of what operators typed; the rest are parks, bridges, stations and highways."""
    parsed = [parse_address(case["address"], district=case["district"]) for case in cases]
    known = sum(address.known for address in parsed) / len(parsed)
    assert 0.94 <= known <= 0.96


def test_nearly_every_corner_is_seen_as_one(cases):
    corners = [
        case for case in cases if "與" in case["address"] and case["address"].endswith("路口")
    ]
    seen = [case for case in corners if parse_address(case["address"]).crossing]
    assert len(corners) > 1000
    assert len(seen) / len(corners) > 0.95


def test_every_taipei_spelling_is_survived_and_keeps_its_spelling():
    with open(TAIPEI, encoding="utf-8", newline="") as file:
        rows = [row["addr"] for row in csv.DictReader(file)]
    assert len(rows) == 2829
    for text in rows:
        assert normalise(normalise(text)) == normalise(text)
        assert not any(char.isdecimal() for char in mask_house_number(text).partition("號")[2])
    assert sum(bool(parse_address(text).road) for text in rows) / len(rows) > 0.99


def test_six_points_in_a_hundred_lie_outside_their_stated_district(cases):
    """A geocoder's mistakes: 70 of 880 points are across the border, 56 of them beyond 100 m."""
    districts = {district.name: district for district in District.objects.all()}
    placed = [case for case in cases if case["lat"]]
    checked = [
        check_place(float(case["lon"]), float(case["lat"]), districts[case["district"]])
        for case in placed
    ]
    outside = [check for check in checked if check.kind is Kind.OTHER_DISTRICT]
    assert len(checked) - len(outside) == sum(check.ok for check in checked)
    assert 0.06 <= len(outside) / len(checked) <= 0.07
