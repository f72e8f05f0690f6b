"""`gongwei import`, as scripts use it: one line of JSON at the end, everything else on stderr."""

import json

import pytest

from gongwei.apps.accounts.models import User
from gongwei.site import cli
from tests.apps.exchange.files import STREET, card, resident, saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gongwei(post, capsys, monkeypatch):
    """Run the command in a database that has a director, and give (exit code, last line)."""
    post("centre_director", STREET, username="zhao")
    monkeypatch.setattr("gongwei.site.roles.ensure", lambda: None)

    def command(*args):
        code = cli.main(["import", *map(str, args)])
        return code, json.loads(capsys.readouterr().out.strip().splitlines()[-1])

    return command


def test_the_last_line_counts_every_row(gongwei, tmp_path) -> None:
    rows = [
        resident(),
        resident(),
        resident(姓名="王二", 身份证号="123"),
        resident(姓名="李三", 身份证号=card(serial=21), 现住址="上城区"),
    ]
    path = saved(tmp_path, *rows)
    code, line = gongwei("residents", path, "--as", "zhao", "--json")
    assert code == 0 and list(line) == [
        "read", "created", "updated", "unchanged", "rejected", "waiting", "errors_file", "batch",
    ]  # fmt: skip
    assert [line[key] for key in ("read", "created", "updated", "unchanged", "rejected", "waiting")] == [
        4,
        1,
        0,
        1,
        1,
        1,
    ]
    errors = (tmp_path / "居民.errors.csv").read_text("utf-8-sig").splitlines()
    assert line["errors_file"].endswith("居民.errors.csv") and errors[1].startswith("4,") and len(errors) == 2


def test_a_dry_run_has_no_batch_and_writes_nothing(gongwei, tmp_path) -> None:
    path = saved(tmp_path, resident())
    for _ in range(2):
        code, line = gongwei("residents", path, "--as", "zhao", "--dry-run")
        assert (code, line["created"], line["batch"]) == (0, 1, None)


def test_a_batch_is_undone_by_its_number(gongwei, tmp_path) -> None:
    path = saved(tmp_path, resident())
    batch = gongwei("residents", path, "--as", "zhao")[1]["batch"]
    assert gongwei("undo", batch, "--as", "zhao") == (0, {"batch": batch, "undone": 1})
    code, line = gongwei("undo", batch, "--as", "zhao")
    assert code == 2 and "已经撤销" in line["error"]


def test_an_undo_that_would_lose_later_work_lists_the_rows(gongwei, tmp_path) -> None:
    batch = gongwei("residents", saved(tmp_path, resident()), "--as", "zhao")[1]["batch"]
    gongwei("residents", saved(tmp_path, resident(联系电话="13900000001")), "--as", "zhao")
    code, line = gongwei("undo", batch, "--as", "zhao")
    assert (code, line["changed"]) == (3, [2])


def test_a_mended_file_comes_back_with_one_number_and_one_reason(gongwei, tmp_path) -> None:
    rows = [resident(姓名="王二", 身份证号="123"), resident(姓名="李三", 身份证号="456")]
    gongwei("residents", saved(tmp_path, *rows), "--as", "zhao")
    first = tmp_path / "居民.errors.csv"
    mended = first.read_text("utf-8-sig").replace("123", card(serial=23))
    first.write_text(mended, "utf-8-sig")
    code, line = gongwei("residents", first, "--as", "zhao")
    header, row = (tmp_path / "居民.errors.errors.csv").read_text("utf-8-sig").splitlines()
    assert (code, line["created"], line["rejected"]) == (0, 1, 1)
    assert header == mended.splitlines()[0] and row.startswith("3,身份证号应为 18 位") and row.count("应为 18 位") == 1


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("residents", "/nowhere/file.csv", "--as", "zhao"), "找不到文件"),
        (("undo", "not-a-number", "--as", "zhao"), "没有批次"),
        (("residents", __file__, "--as", "zhao"), "没有找到"),
        (("residents", __file__, "--as", "nobody"), "nobody"),
        (("residents", __file__), "operator"),
        (("visits", __file__, "--program", "nothing", "--as", "zhao"), "nothing"),
        (("visits", __file__, "--program", "mental_disorder", "--as", "zhao"), "请在居民页录入随访"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_2(gongwei, args, reason) -> None:
    code, line = gongwei(*args)
    assert code == 2 and reason in line["error"]


def test_somebody_who_left_cannot_import(gongwei, tmp_path) -> None:
    User.objects.filter(username="zhao").update(is_active=False)
    assert gongwei("residents", saved(tmp_path, resident()), "--as", "zhao")[0] == 2
