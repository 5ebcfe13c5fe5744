"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

application = get_wsgi_application()
if proxies := os.environ.get("TRUSTED_PROXIES"):
    # Only these may say on whose behalf they ask; limits per address depend on it.
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=proxies)
