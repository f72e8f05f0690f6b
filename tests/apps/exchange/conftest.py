"""What tests of files of residents share: a director with a centre, and the command line's way of taking a file."""

from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange import actions
from gongwei.apps.people.models import Resident
from gongwei.apps.places.models import Institution
from tests.apps.exchange.files import STREET, saved
from tests.conftest import NOW, TODAY


@pytest.fixture
def director(post):
    centre = Institution.objects.create(
        name="清波街道社区卫生服务中心（演示）", kind="centre", area_code=STREET, valid_from=date(2020, 1, 1)
    )
    return post("centre_director", STREET, institution=centre)


@pytest.fixture
def take(director, tmp_path):
    """Import rows as the director and give (batch, ledger's counts, result)."""

    def make(*rows, by=director, dry_run=False):
        path = saved(tmp_path, *rows)
        batch, result = actions.import_file(
            path, kind="residents", program="", dry_run=dry_run, by=by, on=TODAY, at=NOW, tell=lambda done, total: None
        )
        return batch, {key: count for key, count in result.ledger.counts.items() if count}, result

    return make


@pytest.fixture
def everyone(director):
    def read():
        with as_acting(director):
            return list(Resident.objects.order_by("name_pinyin", "birth_date"))

    return read
