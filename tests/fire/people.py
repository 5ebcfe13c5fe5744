"""Citizens and an operator who press on through everything, and remember what they were told."""

import html
import http.client
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from .ground import HOST, Ground

KEY = re.compile(r'name="(form_key|csrfmiddlewaretoken)" value="([^"]+)"')
TOLD = re.compile(r"<dd><b>([^<]+)</b>")
Answer = tuple[int, dict[str, str], str]


@dataclass
class Browser:
    """One citizen's browser, at an address of its own, behind the city's proxy."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    language: str = "zh-hant"

    def ask(
        self, method: str, path: str, data: dict[str, str] | None = None, **more: str
    ) -> Answer:
        line = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {
            "Host": HOST, "X-Forwarded-For": self.address, "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/", "Accept-Language": self.language,
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **more,
        }  # fmt: skip
        body = urlencode(data) if data is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            line.close()
        for kept in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({k: m.value for k, m in SimpleCookie(kept).items()})
        return answer.status, dict(answer.headers), text


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of a page that brings back what was typed."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


@dataclass
class Crowd:
    """Reports and moves until told to stop; only what was shown on a page counts as told."""

    ground: Ground
    receipts: dict[str, tuple[str, str]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    answers: dict[int, int] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    number: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, citizens: int = 3) -> None:
        self.threads = [threading.Thread(target=self.citizen) for _ in range(citizens)]
        self.threads.append(threading.Thread(target=self.operator))
        for one in self.threads:
            one.start()

    def end(self) -> None:
        self.stop.set()
        for one in self.threads:
            one.join()

    def hear(self, more: int, patience: float) -> None:
        """Waits until so many more receipts were shown, or so long."""
        until, wanted = time.monotonic() + patience, len(self.receipts) + more
        while time.monotonic() < until and len(self.receipts) < wanted:
            time.sleep(0.05)

    def citizen(self) -> None:
        while not self.stop.is_set():
            with self.lock:
                self.number += 1
                serial = self.number
            self.report(serial)

    def report(self, serial: int) -> None:
        """One report, pressed again with the same form until a receipt is shown or time is up."""
        address = f"10.1.{serial // 250}.{serial % 250 + 1}"
        browser = Browser(self.ground.port, address)
        mail = f"citizen{serial}@example.org"
        form: dict[str, str] = {}
        for _press in range(60):
            try:
                form = form or self.opened(browser, mail)
                if form and self.sent(browser, form, serial, mail):
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self.stop.wait(0.2):
                return

    def opened(self, browser: Browser, mail: str) -> dict[str, str]:
        status, _headers, page = browser.ask("GET", "/report/dispatch/")
        self.count(status)
        if status != 200:
            return {}
        return {
            **dict(KEY.findall(page)), "category": str(self.ground.told["category"]),
            "address": "三民區建國三路12號前", "lng": "120.3020", "lat": "22.6390",
            "description": f"路面有一個大坑洞 {mail}", "contact_phone": "0912345678",
            "contact_name": "歐陽測試君", "contact_email": mail,
        }  # fmt: skip

    def sent(self, browser: Browser, form: dict[str, str], serial: int, mail: str) -> bool:
        status, headers, _page = browser.ask("POST", "/report/dispatch/", form)
        self.count(status)
        if status != 302:
            return False
        status, _headers, page = browser.ask("GET", headers["location"])
        self.count(status)
        told = TOLD.findall(page)
        if status != 200 or len(told) != 2:
            return False
        with self.lock:
            self.receipts[mail] = (told[0], told[1])
        return True

    def operator(self) -> None:
        """Hands every reported case to the road works, over the API."""
        browser = Browser(self.ground.port, "10.9.9.9")
        key = {"X-API-Key": self.ground.told["key"], "Content-Type": "application/json"}
        while not self.stop.wait(0.05):
            with self.lock:
                waiting = {told[0] for told in self.receipts.values()} - self.moved
            for number in sorted(waiting)[:3]:
                self.notify(browser, number, key)

    def notify(self, browser: Browser, number: str, key: dict[str, str]) -> None:
        body = json.dumps({"unit": self.ground.told["unit"], "phone_notice_to": "李值勤"})
        line = http.client.HTTPConnection(HOST, browser.port, timeout=30)
        path = f"/api/v1/service/dispatch/cases/{number}/notify"
        try:
            line.request("POST", path, body.encode(), {**key, "Host": HOST,
                         "X-Forwarded-Proto": "https"})  # fmt: skip
            status = line.getresponse().status
        except (OSError, http.client.HTTPException):
            return
        finally:
            line.close()
        self.count(status)
        if status in (200, 409):  # 409: it went through before the answer was lost
            self.moved.add(number)

    def count(self, status: int) -> None:
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1
