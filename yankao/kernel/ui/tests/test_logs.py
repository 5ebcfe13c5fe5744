"""A line of the log says what happened and to whom by number; it repeats nothing anybody typed."""

import json
import logging
import sys

from django.db import IntegrityError
from django.test import RequestFactory

from yankao.kernel.ui.logs import Json, masked


def line(message="", **more):
    record = logging.LogRecord("yankao.x", logging.ERROR, "", 1, message, None, None)
    record.__dict__.update(more)
    return json.loads(Json().format(record))


def test_the_words_of_an_error_stay_out():
    try:
        raise IntegrityError("DETAIL: Key (phone)=(0912345678) of 王小明 already exists")
    except IntegrityError:
        told = line("could not be stored", exc_info=sys.exc_info())
    assert told["error"] == "django.db.utils.IntegrityError"
    assert "test_logs.py" in told["where"][-1]
    assert "王小明" not in str(told) and "0912" not in str(told)


def test_a_request_is_its_route_and_its_client_a_pseudonym():
    request = RequestFactory().get("/progress/SD1/", REMOTE_ADDR="203.0.113.7")
    request.resolver_match = None
    told = line("Not Found: /progress/SD1/", request=request, status_code=404)
    assert (told["route"], told["status"], told["what"]) == ("unknown", 404, "answered")
    assert "203.0.113.7" not in str(told) and len(told["client"]) == 12


def test_free_text_loses_addresses_numbers_and_tokens():
    text = "ming@example.org 0912-345-678 A123456789 /receipt/eyJudW1iZXIiOi/ notice 12"
    assert masked(text) == "<mail> <phone> <id> /receipt/<secret>/ notice 12"
    assert "\n" not in Json().format(logging.LogRecord("x", 30, "", 1, "a\nb", None, None))
