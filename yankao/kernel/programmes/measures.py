"""What a monitor reads at /metrics: requests as each server process counts them, and the city."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from yankao.kernel.cases.models import Case

from .vitals import (
    free_bytes,
    silence,
    stalled_jobs,
    store_answers,
    tried_letters,
    waiting_letters,
)

LOOPBACK = {"127.0.0.1", "::1"}
BEHIND_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
Answer = Callable[[HttpRequest], HttpResponse]


def shared_folder() -> Path:
    """Where the processes of one server keep their counts; those of a dead server are swept."""
    places, mine = in_memory() or Path(settings.VAR) / "metrics", str(os.getppid())
    places.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in places.iterdir():
        if place.name != mine and not Path(f"/proc/{place.name}").exists():
            shutil.rmtree(place, ignore_errors=True)
    (places / mine).mkdir(exist_ok=True)
    return places / mine


def in_memory() -> Path | None:
    """The counts are mapped files: were they on a disk that fills up, the server would die."""
    shared = Path("/dev/shm")
    name = hashlib.sha256(str(settings.VAR).encode()).hexdigest()[:12]
    return shared / f"yankao-{os.getuid()}-{name}" if os.access(shared, os.W_OK) else None


class Requests:
    """Counts of this process, in a file that the others may read."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
        self.folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
        from prometheus_client import values

        values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]
        own = CollectorRegistry()
        labels = ["method", "route"]
        self.count = Counter(
            "yankao_requests", "Requests answered.", [*labels, "status"], registry=own
        )
        self.seconds = Histogram(
            "yankao_request_seconds", "Time to answer.", labels, buckets=SECONDS, registry=own
        )

    def note(self, request: HttpRequest, status: int, seconds: float) -> None:
        """Under the route's pattern, so that case numbers make no labels."""
        match = request.resolver_match
        method = request.method if request.method in METHODS else "other"
        route = "/" + match.route if match else "unknown"
        self.count.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@cache
def requests() -> Requests:
    return Requests(shared_folder())


def count_requests(get_response: Answer) -> Answer:
    """Middleware, the outermost: counts every answer and how long it took."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        requests().note(request, response.status_code, time.perf_counter() - began)
        return response

    return answer


class City(Collector):
    """What the database and the machine say at this moment."""

    def collect(self) -> Iterator[Metric]:
        yield self.memory()
        yield gauge("yankao_disk_free_bytes", "Room left for files.", free_bytes())
        yield gauge("yankao_store_up", "Whether the file store answers.", store_answers())
        try:
            found = [*self.cases(), self.jobs(), *self.work()]
        except DatabaseError:
            yield gauge("yankao_database_up", "Whether the database answers.", 0)
            return
        yield gauge("yankao_database_up", "Whether the database answers.", 1)
        yield from found

    def memory(self) -> Metric:
        """Resident bytes of every process of this server."""
        family = GaugeMetricFamily("yankao_memory_bytes", "Resident memory.", labels=["pid"])
        for pid in siblings():
            family.add_metric([str(pid)], resident(pid))
        return family

    def cases(self) -> Iterator[Metric]:
        now = timezone.now()
        opened = GaugeMetricFamily("yankao_open_cases", "Open cases.", labels=["programme"])
        late = GaugeMetricFamily("yankao_overdue_cases", "Overdue cases.", labels=["programme"])
        counts = Case.objects.open().values_list("programme").order_by("programme")
        for name, total, overdue in counts.annotate(
            total=Count("pk"), overdue_now=Count("pk", filter=Q(due_at__lt=now))
        ):
            opened.add_metric([name], total)
            late.add_metric([name], overdue)
        yield opened
        yield late

    def jobs(self) -> Metric:
        family = GaugeMetricFamily("yankao_jobs", "Jobs in the queue.", labels=["status"])
        rows = ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"])
        for status, total in rows.values_list("status").annotate(Count("pk")).order_by("status"):
            family.add_metric([status], total)
        return family

    def work(self) -> Iterator[Metric]:
        ago = silence()
        yield gauge("yankao_stalled_jobs", "Jobs of a lost worker.", stalled_jobs())
        yield gauge("yankao_waiting_letters", "Letters not sent in time.", waiting_letters())
        sent, failed = tried_letters()
        yield gauge("yankao_letters_sent", "Attempts that left within 15 minutes.", sent)
        yield gauge("yankao_letters_failed", "Attempts that failed within 15 minutes.", failed)
        if ago is not None:
            told = "Seconds since a worker spoke."
            yield gauge("yankao_worker_silence_seconds", told, ago.total_seconds())


def gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def siblings() -> list[int]:
    """This process and the others under the same parent, where the system tells."""
    listed = Path(f"/proc/{os.getppid()}/task/{os.getppid()}/children")
    if not listed.exists():
        return [os.getpid()]
    return [int(pid) for pid in listed.read_text().split()] or [os.getpid()]


def resident(pid: int) -> float:
    """Bytes of real memory; 0 when the process has just ended."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0.0
    return int(pages) * float(os.sysconf("SC_PAGE_SIZE"))


def allowed(request: HttpRequest) -> bool:
    """With the token, if there is one; else from this machine, but not through its proxy."""
    token = getattr(settings, "METRICS_TOKEN", "")
    if token:
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(said.encode(), token.encode())
    proxied = any(name in request.META for name in BEHIND_A_PROXY)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not proxied


def metrics(request: HttpRequest) -> HttpResponse:
    """The Prometheus text format; 404 for everybody else."""
    if not allowed(request):
        raise Http404
    every = CollectorRegistry()
    MultiProcessCollector(every, requests().folder)  # type: ignore[no-untyped-call]
    every.register(City())
    return HttpResponse(generate_latest(every), content_type=CONTENT_TYPE_LATEST)
