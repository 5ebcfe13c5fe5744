"""Addresses in lock files and forgotten keys are found; hashes and field names are not."""

import pytest

from tools.gate.locks import addresses, secrets


@pytest.mark.parametrize(
    "line", ["django==5.2.19 \\", "    --hash=sha256:00ab", '"integrity": "sha512-XExcO+dv=="']
)
def test_versions_and_hashes_are_accepted(line):
    assert not list(addresses("requirements.lock", line))


@pytest.mark.parametrize(
    "line",
    [
        '"resolved": "somewhere"',
        "--extra-index-url somewhere",
        "--find-links somewhere",
        "django @ https://somewhere",
        "registry=somewhere",
    ],
)
def test_places_are_rejected(line):
    assert list(addresses("requirements.lock", line))


@pytest.mark.parametrize(
    "line", ['password = "demo"', 'SECRET_KEY = os.environ["SECRET_KEY"]', 'token = "{{ csrf }}"']
)
def test_names_and_short_values_are_accepted(line):
    assert not list(secrets("a.py", line))


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        'SECRET_KEY = "' + "a1b2c3d4" * 5 + '"',
        "AKIA" + "ABCDEFGH12345678",
    ],
)
def test_keys_are_rejected(line):
    assert list(secrets("a.py", line))
