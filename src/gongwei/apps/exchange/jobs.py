"""Background work of imports: a file that was sent is taken by the worker, under the post that sent it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongwei.apps.accounts.acting import Acting, as_acting, valid_assignment
from gongwei.apps.accounts.declared import works
from gongwei.apps.exchange import actions

AGAIN = RetryStrategy(max_attempts=20, wait=2, linear_wait=1, retry_exceptions=(OperationalError, InterfaceError))


@app.task(name="take_import", queue="imports", retry=AGAIN)
@works(as_="post")
