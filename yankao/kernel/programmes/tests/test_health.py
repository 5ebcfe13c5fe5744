"""Health and measures: what everybody may read, and what only some may."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.utils import timezone

from yankao.kernel.programmes import health, measures
from yankao.kernel.testing.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def worker_spoke(ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [timezone.now() - ago],
        )


def test_a_city_with_a_worker_is_well() -> None:
    assert Client().get("/health").json()["checks"]["worker"] is False
    worker_spoke(timedelta(seconds=5))
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_a_silent_worker_is_told_without_details() -> None:
    worker_spoke(timedelta(minutes=2))
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert set(answer.json()) == {"status", "checks"}
    assert all(isinstance(value, bool) for value in answer.json()["checks"].values())


def test_a_job_of_a_lost_worker_is_seen() -> None:
    worker_spoke(timedelta(seconds=5))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'x', '{}', 'doing')"
        )
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()["checks"]["jobs"]) == (503, False)


def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(health.connection, "cursor", refuse)
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] is False


def test_figures_are_for_those_who_oversee(desk: Desk) -> None:
    assert desk.get("/desk/health/", by="controller").status_code == 200
    assert "資料庫" in desk.get("/desk/health/", by="controller").content.decode()
    assert desk.get("/desk/health/", by="crew").status_code == 404


def test_measures_count_requests_by_route() -> None:
    Client().get("/no/such/place/at/all")
    Client().get("/health")
    text = Client().get("/metrics").content.decode()
    assert 'yankao_requests_total{method="GET",route="/health"' in text
    assert "yankao_database_up 1.0" in text
    assert "yankao_memory_bytes{pid=" in text


@pytest.mark.parametrize(
    "extra", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}]
)
def test_measures_are_not_for_the_world(extra: dict[str, str]) -> None:
    assert Client().get("/metrics", **extra).status_code == 404


def test_a_token_opens_the_measures_from_anywhere() -> None:
    far = {"REMOTE_ADDR": "203.0.113.9"}
    with override_settings(METRICS_TOKEN="a-long-word"):
        assert Client().get("/metrics").status_code == 404
        told = {"authorization": "Bearer a-long-word"}
        assert Client().get("/metrics", headers=told, **far).status_code == 200


def test_memory_of_a_process_that_ended_is_nothing() -> None:
    assert measures.resident(2**30) == 0
