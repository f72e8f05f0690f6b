"""The web process: `granian --interface wsgi gongwei.site.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from gongwei.site.front import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongwei.site.settings")
os.environ.setdefault("GONGWEI_PATIENCE", "15")  # before the settings are read: see gongwei.site.databases
application = Front(get_wsgi_application())

from gongwei.site.server_lints import refuse_weak_server  # noqa: E402 - needs the settings that were just read

refuse_weak_server()
gc.freeze()  # what is loaded by now stays: no request need look through it for garbage
