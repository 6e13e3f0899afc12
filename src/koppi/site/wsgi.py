"""What the web server calls."""

import multiprocessing
import os
import signal
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

if multiprocessing.parent_process() and hasattr(signal, "pthread_sigmask"):
    # Ctrl-C reaches every process of a terminal. The server's first one alone acts on it and asks the
    # others to end; told twice, Granian's worker would not.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koppi.site.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # now, so that the first visitor does not wait for it
if settings.KOPPI_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.KOPPI_PROXIES)
