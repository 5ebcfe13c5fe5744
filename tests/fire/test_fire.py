"""Real processes killed, starved and cut off: what was promised stands, and people read the truth.

FIRE_ROUNDS=100 for a longer one; see docs/how-to/under-fire.md.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from deploy.backup import backup
from deploy.rehearse import rehearse

from .ground import ROOT, Ground
from .people import Browser, Crowd, form_of

ROUNDS = int(os.environ.get("FIRE_ROUNDS", "10"))
SECONDS = float(os.environ.get("FIRE_SECONDS", "8"))  # most for one round
TOLD = int(os.environ.get("FIRE_TOLD", "3"))  # receipts shown in each round, at least


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    city = Ground(METRICS_TOKEN="fire")
    yield city
    city.close()


@pytest.fixture(scope="module")
def crowd(ground: Ground) -> Crowd:
    """What the crowd was told while server, worker and database were killed in turn."""
    people = Crowd(ground)
    people.begin()
    blows = [ground.kill_worker, ground.kill_database, lambda: one_process(ground), ground.kill_web]
    for number in range(ROUNDS):
        people.hear(TOLD, SECONDS)
        for blow in blows if number == ROUNDS - 1 else [blows[number % len(blows)]]:
            blow()
        ground.start_database()
    people.hear(TOLD, 2 * SECONDS)
    people.end()
    let_letters_leave(ground)
    return people


ALL_LEFT = "SELECT count(*) = 0 FROM notices_notice WHERE state = 'waiting'"


def let_letters_leave(ground: Ground) -> None:
    """Minutes pass until nothing waits: what a blow interrupted is tried again later."""
    for _ in range(4):
        ground.run("-m", "tests.fire.later", "10")
        if ground.settled(ALL_LEFT, 30):
            return


def one_process(ground: Ground) -> None:
    ground.kill_web(whole=False)


def test_every_receipt_shown_opens_its_case(ground: Ground, crowd: Crowd) -> None:
    assert len(crowd.receipts) > 2 * ROUNDS, crowd.answers
    for serial, (number, password) in enumerate(crowd.receipts.values()):
        browser = Browser(ground.port, f"10.7.{serial // 250}.{serial % 250 + 1}")
        status, headers = asked_again(browser, number, password)
        assert (status, headers.get("location")) == (302, f"/progress/{number}/")


def asked_again(browser: Browser, number: str, password: str) -> tuple[int, dict[str, str]]:
    """As the page of an outage says: a little later. Another test may just have caused one."""
    until = time.monotonic() + 30
    while True:
        status, headers, page = browser.ask("GET", "/progress/")
        if status == 200:
            token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
            typed = {"csrfmiddlewaretoken": token, "number": number, "password": password}
            status, headers, _page = browser.ask("POST", "/progress/", typed)
        if status != 503 or time.monotonic() > until:
            return status, headers
        time.sleep(1)


def test_nobody_pressed_one_form_into_two_cases(ground: Ground, crowd: Crowd) -> None:
    rows = ground.query("SELECT description, count(*) FROM dispatch_dispatch GROUP BY 1")
    assert {count for _words, count in rows} == {1}


def test_no_letter_is_lost_and_none_is_written_twice(ground: Ground, crowd: Crowd) -> None:
    """Letters that a job wrote meanwhile are on their way; they have half a minute."""
    if not ground.settled(ALL_LEFT, 10):
        let_letters_leave(ground)
    rows = ground.query(
        "SELECT n.id, n.state, count(*) FILTER (WHERE d.outcome = 'unknown')"
        " FROM notices_notice n LEFT JOIN notices_delivery d ON d.notice_id = n.id"
        " WHERE n.channel = 'email' GROUP BY 1, 2"
    )
    assert {state for _pk, state, _lost in rows} == {"sent"}
    assert len(ground.sink.taken) == len(rows), "one Message-ID for each letter"
    unexplained = sum(ground.sink.taken.values()) - len(rows) - sum(lost for *_r, lost in rows)
    assert unexplained <= 0, "a copy that no interrupted attempt explains"


def test_the_letters_say_what_the_pages_said(ground: Ground, crowd: Crowd) -> None:
    letters = list(ground.sink.texts.values())
    for number, password in crowd.receipts.values():
        assert any(number in words and password in words for words in letters), number


def test_the_chain_verifies_and_every_move_is_one_entry(ground: Ground, crowd: Crowd) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "verify_chain.py"), ground.url],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert not ground.query(
        "SELECT subject FROM timeline_entry WHERE verb IN ('open', 'notify')"
        " GROUP BY subject, verb HAVING count(*) > 1"
    )


def test_the_clocks_are_right(ground: Ground, crowd: Crowd) -> None:
    wrong = ground.query(
        "SELECT c.number, c.state, c.due_at, r.name, r.started_at, r.due_at, r.stopped_at"
        " FROM cases_case c JOIN cases_clockrun r ON r.case_id = c.id"
        " WHERE r.round <> 1 OR r.paused_seconds <> 0 OR r.stopped_at IS NOT NULL"
        " OR (r.name = 'make_safe' AND (c.due_at <> r.due_at OR"
        "     r.due_at <> c.opened_at + interval '4 hours'))"
        " OR (r.name = 'ack' AND c.state <> 'notified')"
    )
    assert not wrong
    clocks = dict(ground.query("SELECT name, count(*) FROM cases_clockrun GROUP BY 1"))
    states = dict(ground.query("SELECT state, count(*) FROM cases_case GROUP BY 1"))
    assert clocks["make_safe"] == sum(states.values())
    assert clocks.get("ack", 0) == states.get("notified", 0) >= len(crowd.moved)


def test_no_job_is_left_behind(ground: Ground, crowd: Crowd) -> None:
    assert ground.settled(
        "SELECT count(*) = 0 FROM procrastinate_jobs WHERE status IN ('doing', 'failed')"
        " OR (status = 'todo' AND task_name LIKE '%deliver%')"
    ), ground.query("SELECT task_name, status, attempts FROM procrastinate_jobs"
                    " WHERE status <> 'succeeded'")  # fmt: skip


def test_citizens_meanwhile_read_what_is_true(ground: Ground, crowd: Crowd) -> None:
    """Never the bare 500 of a server that does not know what to say."""
    assert 500 not in crowd.answers, ground.logs()[-4000:]


def pressed(ground: Ground, serial: int, **more: str) -> tuple[Browser, dict[str, str], str]:
    """A citizen with a filled form that is not sent yet."""
    browser, mail = Browser(ground.port, f"10.8.0.{serial}"), f"away{serial}@example.org"
    for _ in range(50):
        try:
            form = Crowd(ground).opened(browser, mail)
        except (OSError, http.client.HTTPException):
            form = {}
        if form:
            return browser, {**form, **more}, mail
        time.sleep(0.2)
    raise AssertionError("the form does not open")


def again(ground: Ground, browser: Browser, form: dict[str, str], mail: str) -> Crowd:
    """Presses until a receipt is shown, half a minute at most."""
    crowd, until = Crowd(ground), time.monotonic() + 30
    while not crowd.receipts and time.monotonic() < until:
        try:
            crowd.sent(browser, form, 0, mail)
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    return crowd


def test_a_database_that_is_away_is_told_and_what_was_typed_comes_back(ground: Ground) -> None:
    browser, form, mail = pressed(ground, 1)
    ground.kill_database()
    try:
        status, headers, page = browser.ask("POST", "/report/dispatch/", form)
        english = Browser(ground.port, "10.8.0.99", language="en")
        told = english.ask("GET", "/report/dispatch/")
        health = english.ask("GET", "/health")
        metrics = english.ask("GET", "/metrics", Authorization="Bearer fire")
    finally:
        ground.start_database()
    assert (status, headers.get("cache-control")) == (503, "no-store")
    assert "尚未收件" in page and "1999" in page
    assert form_of(page) == form
    assert told[0] == 503 and "nothing was changed" in told[2]
    assert health[0] == 503 and json.loads(health[2])["checks"]["database"] is False
    assert "yankao_database_up 0.0" in metrics[2]
    crowd = again(ground, browser, form_of(page), mail)
    assert len(crowd.receipts) == 1
    words = ground.query("SELECT count(*) FROM dispatch_dispatch WHERE description LIKE %s",
                         f"%{mail}%")  # fmt: skip
    assert words == [(1,)]


def test_a_full_disk_is_told_and_what_was_typed_comes_back(ground: Ground) -> None:
    if not ground.bounded:
        pytest.skip("this machine gives us no disk that we could fill")
    ground.fill_disk()
    said: set[int] = set()
    try:
        for serial in range(2, 200):
            browser, form, mail = pressed(ground, serial)
            status, _headers, page = browser.ask("POST", "/report/dispatch/", form)
            if status != 302:
                said.add(status)
                break
        health = browser.ask("GET", "/health")
    finally:
        ground.empty_disk()
    assert said == {503}
    assert "尚未收件" in page and mail in page, page
    assert json.loads(health[2])["checks"]["disk"] is False
    assert again(ground, browser, form, mail).receipts


def test_a_mail_server_that_refuses_is_seen_and_every_letter_leaves_later(ground: Ground) -> None:
    ground.sink.refuses = 451
    for serial in range(201, 205):
        assert again(ground, *pressed(ground, serial)).receipts
    assert ground.settled("SELECT count(*) >= 4 FROM notices_delivery WHERE outcome = 'failed'")
    browser = Browser(ground.port, "10.8.0.98")
    health = json.loads(browser.ask("GET", "/health")[2])
    failed = browser.ask("GET", "/metrics", Authorization="Bearer fire")[2]
    ground.sink.refuses = 0
    assert "yankao_letters_failed 0" not in failed and "yankao_letters_failed" in failed
    assert health["checks"]["mail"] is False or ground.query(
        "SELECT count(*) FILTER (WHERE outcome = 'sent') > count(*) / 2 FROM notices_delivery"
    ) == [(True,)]
    let_letters_leave(ground)
    copies = [ground.sink.taken[name] for name, text in ground.sink.texts.items()]
    assert ground.query("SELECT count(*) FROM notices_notice WHERE state <> 'sent'"
                        " AND channel = 'email'") == [(0,)]  # fmt: skip
    assert copies


def test_a_backup_taken_under_load_restores_to_what_it_was(ground: Ground, tmp_path: Path) -> None:
    """Reports and letters go on while it is taken; what it holds is one moment, whole."""
    people = Crowd(ground, number=600)
    people.begin(citizens=2)
    people.hear(1, SECONDS)
    media = ground.folder / "var" / "files"
    manifest = backup(tmp_path / "backup", ground.url, media)
    people.hear(1, SECONDS)
    people.end()
    ground.query("CREATE DATABASE restored TEMPLATE template0 ENCODING 'UTF8'")
    found = dict(rehearse(tmp_path / "backup", ground.server.get_uri(database="restored"), None))
    ground.query("DROP DATABASE restored WITH (FORCE)")
    assert not any(found.values()), found
    assert not manifest["tables"]["public.cases_case"].startswith("0 rows")


PERSONAL = ["歐陽測試君", "0912345678", "example.org", "only-for-tests", "大坑洞", "建國三路"]


def test_the_logs_are_json_and_name_nobody(ground: Ground) -> None:
    """Personal data goes in by every door, through every mistake we know; none of it is logged."""
    browser = Browser(ground.port, "10.8.1.1")
    bad = {"number": "歐陽測試君", "password": "only-for-tests", "csrfmiddlewaretoken": "x" * 32}
    for path in ("/progress/歐陽測試君/", "/receipt/0912345678/", "/desk/search/?q=歐陽測試君",
                 "/link/歐陽測試君/", "/歐陽測試君"):  # fmt: skip
        browser.ask("GET", quote(path, safe="/?="))
    for path in ("/progress/", "/accounts/login/", "/report/dispatch/", "/photos/"):
        browser.ask("POST", path, bad)
    _status, _headers, page = browser.ask("GET", "/accounts/login/")
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    typed = {"csrfmiddlewaretoken": token, "login": "歐陽測試君", "password": "only-for-tests"}
    browser.ask("POST", "/accounts/login/", typed)
    time.sleep(0.5)
    logs = ground.logs()
    assert "sign_in_failed" in logs
    for words in PERSONAL:
        assert words not in logs, [line for line in logs.splitlines() if words in line][:3]
    lines = [line for line in logs.splitlines() if line.startswith("{")]
    assert len(lines) > 5
    for line in lines:
        assert {"at", "level", "logger", "what"} <= json.loads(line).keys()


def test_production_answers_carry_their_headers(ground: Ground) -> None:
    """The server that a city runs, asked from outside."""
    browser = Browser(ground.port, "10.8.1.2")
    _status, page, text = browser.ask("GET", "/progress/")
    headers = {name.lower(): value for name, value in page.items()}
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    policy = headers["content-security-policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'",
                 "frame-ancestors 'none'"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    cookie = headers["set-cookie"]
    assert cookie.startswith("__Host-csrf=") and "Path=/" in cookie
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "展示" not in text and browser.ask("TRACE", "/")[0] in (404, 405, 501)
    plain = browser.ask("GET", "/", **{"X-Forwarded-Proto": "http"})
    assert plain[0] == 301 and plain[1]["location"].startswith("https://")
