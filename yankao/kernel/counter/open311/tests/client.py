"""An Open311 GeoReport v2 client, written from the public specification and nothing else."""

import json
from datetime import datetime
from xml.etree import ElementTree

from django.test import Client

ENDPOINT = "/open311/v2"
SERVICE = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
ATTRIBUTE = {
    "variable", "code", "datatype", "required", "datatype_description", "order", "description",
    "values",
}  # fmt: skip
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
REQUEST = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip
LISTS = {"services", "attributes", "values", "service_requests", "errors", "endpoints", "formats"}


class Refused(Exception):
    def __init__(self, status, errors):
        super().__init__(f"{status}: {errors}")
        self.status, self.errors = status, errors


class Open311Client:
    """Speaks one format; both must say the same."""

    def __init__(self, kind="xml", key=""):
        self.kind, self.key, self.http = kind, key, Client()
        self.last = None

    def services(self):
        found = self.get("services")
        for service in found:
            assert set(service) == SERVICE
            assert service["type"] in ("realtime", "batch", "blackbox")
        return found

    def definition(self, code):
        found = self.get(f"services/{code}", root="service_definition")
        assert found["service_code"] == code
        for attribute in found["attributes"]:
            assert set(attribute) == ATTRIBUTE and attribute["datatype"] in DATATYPES
        return found["attributes"]

    def requests(self, number="", **query):
        found = self.get(
            f"requests/{number}" if number else "requests", "service_requests", **query
        )
        for one in found:
            assert set(one) == REQUEST and one["status"] in ("open", "closed")
            assert datetime.fromisoformat(one["requested_datetime"]).tzinfo
            assert datetime.fromisoformat(one["updated_datetime"]).tzinfo
        return found

    def report(self, **data):
        answer = self.http.post(f"{ENDPOINT}/requests.{self.kind}", {"api_key": self.key, **data})
        (made,) = self.read(answer, "service_requests")
        return made

    def token(self, token):
        (found,) = self.get(f"tokens/{token}", "service_requests")
        return found

    def get(self, resource, root="", **query):
        answer = self.http.get(f"{ENDPOINT}/{resource}.{self.kind}", query)
        return self.read(answer, root or resource)

    def read(self, answer, root):
        self.last = answer
        kind = answer.headers["Content-Type"]
        assert kind == {"xml": "text/xml; charset=utf-8"}.get(
            self.kind, "application/json; charset=utf-8"
        )
        ok = answer.status_code < 400
        told = self.from_xml(answer.content, root if ok else "errors")
        if not ok:
            assert all(set(error) == {"code", "description"} for error in told)
            assert {int(error["code"]) for error in told} == {answer.status_code}
            raise Refused(answer.status_code, [error["description"] for error in told])
        return told

    def from_xml(self, body, root):
        if self.kind == "json":
            return json.loads(body)
        assert body.startswith(b"<?xml")
        tree = ElementTree.fromstring(body)
        assert tree.tag == root
        return value(tree)


def value(element):
    if element.tag in LISTS:
        return [value(child) for child in element]
    return {c.tag: value(c) for c in element} if len(element) else element.text
