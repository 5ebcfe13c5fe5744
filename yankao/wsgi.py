"""The web server's door."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

application = get_wsgi_application()
if proxies := os.environ.get("TRUSTED_PROXIES"):
    # Only these may say on whose behalf they ask; limits per address depend on it.
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=proxies)

# What is loaded by now stays for good: no collection needs to look through it again. New garbage
# is looked for after this many objects; the default of 700 is reached several times in a page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
