"""What every test of the project runs under."""

pytest_plugins = [
    "tests.network",
    "tests.browser",
    "yankao.kernel.testing.desk",
    "yankao.kernel.testing.keeping",
]
