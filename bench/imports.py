"""Files taken in as the demo's operator: row-level security on, audited, sealed; then undone, so the city stays."""

import csv
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongwei.apps.accounts.acting import Acting, acting_as
from gongwei.apps.accounts.queries import default_post
from gongwei.apps.exchange import actions
from gongwei.catalog.regions import regions
from gongwei.domain.identity import check_character
from gongwei.domain.regions import VILLAGE
from gongwei.site.demo.people import OPERATOR

ROWS, VISITS = 50_000, 5_000
HEADINGS = ("姓名", "性别", "出生日期", "身份证号", "联系电话", "现住址", "建档日期", "慢性病")
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡", "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉"


def residents(on: date) -> list[list[str]]:
    """Make rows of people whom the city does not know: the numbers stand under an area code that is nobody's."""
    rng, names = random.Random(11), {one.code: one.name for one in regions(on=on)}
    villages = [one for one in regions(on=on) if one.level == VILLAGE]
    rows = []
    for number in range(ROWS):
        birth = date(1936, 1, 1) + timedelta(days=rng.randrange(18_000))
        body = f"{990800 + number // 1000:06d}{birth:%Y%m%d}{number % 1000:03d}"
        home = rng.choice(villages)
        district, street = (names[home.code - home.code % span] for span in (1_000_000, 1_000))
        rows.append(
            [
                rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN),
                "男" if number % 2 else "女",
                birth.strftime("%Y-%m-%d"),
                body + check_character(body),
                f"199{number:08d}",
                f"浙江省杭州市{district}{street}{home.name}{rng.randrange(99)}幢{rng.randrange(30)}室",
                "2020/1/3",
                "高血压" if number % 4 == 0 else "",
            ]
        )
    return rows


def visits(people: list[list[str]], on: date) -> list[list[str]]:
    """Make one visit for some of those with hypertension."""
    ill = [row for row in people if row[7]][:VISITS]
    day = (on - timedelta(days=5)).isoformat()
    return [[row[0], row[3], day, "门诊", f"{120 + turn % 50}/{70 + turn % 30}", "70"] for turn, row in enumerate(ill)]


def saved(folder: Path, name: str, headings: tuple[str, ...], rows: list[list[str]]) -> Path:
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def taken(path: Path, kind: str, by: Acting, *, dry_run: bool) -> tuple[Any, dict[str, Any]]:
    at = timezone.now()
    begun = time.perf_counter()
    batch, result = actions.import_file(
        path, kind=kind, program="", dry_run=dry_run, by=by, on=timezone.localdate(at), at=at, tell=lambda *_: None
    )
    seconds = time.perf_counter() - begun
    counts = ", ".join(f"{count:,} {name}" for name, count in result.ledger.counts.items() if count)
    return batch, {"rows a second": round(result.ledger.read / seconds), "rows": counts}


def measure() -> dict[str, dict[str, Any]]:
    """Give rows a second of a dry run, the import, the same file again, and of visits; undo both."""
    at = timezone.now()
    on = timezone.localdate(at)
    post = default_post(OPERATOR, on=on)
    assert post is not None, "the demo has an operator"
    by, people = acting_as(post), residents(on)
    with tempfile.TemporaryDirectory() as folder:
        file = saved(Path(folder), "居民.csv", HEADINGS, people)
        followed = visits(people, on)
        seen = saved(
            Path(folder), "高血压随访.csv", ("姓名", "身份证号", "随访日期", "随访方式", "血压", "心率"), followed
        )
        _, dry = taken(file, "residents", by, dry_run=True)
        batch, new = taken(file, "residents", by, dry_run=False)
        _, again = taken(file, "residents", by, dry_run=False)
        visited, visit = taken(seen, "visits", by, dry_run=False)
    begun = time.perf_counter()
    undone = actions.undo(visited.pk, by=by, at=at) + actions.undo(batch.pk, by=by, at=at)
    back = {"rows a second": round(undone / (time.perf_counter() - begun)), "rows": f"{undone:,} undone"}
    return {"residents, dry run": dry, "residents": new, "the same file again": again, "visits": visit, "undo": back}
