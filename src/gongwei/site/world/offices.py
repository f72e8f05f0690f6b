"""What the posts of the small world have besides residents: users, institutions, imports, reports, counts, audit."""

import base64
import json
from datetime import date, datetime, timedelta
from uuid import UUID

from gongwei.apps.people.sealed import index, sealer
from gongwei.catalog.discovery import indicators
from gongwei.catalog.targets import plans
from gongwei.domain.access import IMPORTS, RIGHTS, Role
from gongwei.domain.regions import STREET, VILLAGE, level_of
from gongwei.site.world.ground import PLACES, SignIn
from gongwei.site.world.month_end import sow_months
from gongwei.site.world.sowing import Sowing

BEGUN = date(2020, 1, 1)
DOCTORS = (Role.VILLAGE_DOCTOR, Role.CENTRE_DOCTOR, Role.CENTRE_DIRECTOR)


def sow_users(
    sowing: Sowing, signing: list[SignIn], password: str, institutions: dict[int, UUID], *, at: datetime
) -> dict[str, tuple[UUID, UUID]]:
    """Sow users with a post that holds and one that has ended; gives (user, post) by name.

    Doctors act for the institution of their place, which also keeps records of people elsewhere.
    """
    made = {}
    for one in signing:
        user, post = sowing.new_id(), sowing.new_id()
        full_name = sowing.text("测试员", "accounts_user", one.area_code)
        sowing.add(
            "accounts_user", id=user, username=one.username, full_name=full_name, is_active=True, made_at=at,
            password=password, password_at=at,
        )  # fmt: skip
        row = {"user_id": user, "role": one.role.value, "valid_from": BEGUN}
        acts_for = institutions[one.area_code] if one.role in DOCTORS else None
        sowing.add("accounts_assignment", id=post, area_id=one.area_code, institution_id=acts_for, **row)
        ended = at.date() - timedelta(30)
        sowing.add("accounts_assignment", id=sowing.new_id(), area_id=one.former_code, valid_to=ended, **row)
        made[one.username] = user, post
    return made


def sow_institutions(sowing: Sowing) -> dict[int, UUID]:
    """Sow one institution in each place: a centre in a street, a station in a village, an office above."""
    made = {}
    for place in PLACES:
        made[place] = sowing.new_id()
        kind = {STREET: "centre", VILLAGE: "station"}.get(level_of(place), "bureau")
        sowing.add(
            "places_institution", id=made[place], name=f"测试机构 {place}", kind=kind, area_code=place, address="",
            valid_from=BEGUN,
        )  # fmt: skip
    return made


def sow_import(sowing: Sowing, area: int, *, user: UUID, post: UUID, at: datetime) -> dict[str, UUID]:
    """Sow a batch after its dry run: the file that came, the one that goes back, and a row that waits."""
    batch, row = sowing.new_id(), sowing.new_id()
    words = sowing.text("居民", "exchange_importbatch", area)
    sowing.add(
        "exchange_importbatch", id=batch, kind="residents", program="", dry_run=True, file_name=f"{words}.csv",
        area_code=area, user_id=user, assignment_id=post, state="done", progress=3, total=3, read=3, created=1,
        updated=0, unchanged=0, rejected=1, waiting=1, made_at=at, finished_at=at,
        message=sowing.text("", "exchange_importbatch", area),
        notes=json.dumps([sowing.text("已换算", "exchange_importbatch", area)]),
    )  # fmt: skip
    for purpose in ("source", "rejects"):
        _file(sowing, area, batch, purpose)
    kept = {"name": sowing.text("赵", "exchange_importrow", area), "sex": "1", "birth_date": "1950-03-04"}
    written = json.dumps(kept, ensure_ascii=False)
    sowing.add(
        "exchange_importrow", id=row, batch_id=batch, number=2, outcome="waiting",
        reason=sowing.text("请核对", "exchange_importrow", area), digest=index("import", written + str(area)),
        kept=sealer().seal(written, place=f"exchange_importrow:{row}:kept"), area_code=area,
    )  # fmt: skip
    sowing.add(
        "accounts_refusedwrite", at=at, assignment_id=post, area_code=area, status=422, code="not_enrolled",
        key=sowing.text("key", "accounts_refusedwrite", area), route="api/visits",
    )  # fmt: skip
    return {"batch_id": batch, "row_id": row}


def _file(sowing: Sowing, area: int, batch: UUID, purpose: str) -> None:
    file, table = sowing.new_id(), "exchange_importfile"
    content = f"姓名,住址\n{sowing.text('钱', table, area)},{sowing.text('一号', table, area)}\n"
    name = f"{sowing.text(purpose, table, area)}.csv"
    cover = sealer().seal(base64.b64encode(content.encode()).decode(), place=f"{table}:{file}:content")
    sowing.add(table, id=file, batch_id=batch, purpose=purpose, name=name, content=cover, area_code=area)


def reportable() -> tuple[str, int]:
    """Give a row of a plan that a department answers for, and the first year of its plan."""
    for plan in plans().values():
        for row in plan.rows:
            if not row.indicators and row.target is not None:
                return row.id, plan.first_year
    raise LookupError("no plan has a row that is reported by hand")


def sow_report(sowing: Sowing, area: int, *, user: UUID, at: datetime) -> dict[str, UUID]:
    """Sow a value that the place's office reported."""
    report, (row, year) = sowing.new_id(), reportable()
    sowing.add(
        "planning_reportedvalue", id=report, row=row, area_code=area, year=year, value=70.0 + sowing.rng.random(),
        evidence=sowing.text("统计年报", "planning_reportedvalue", area), user_id=user, reported_at=at,
    )  # fmt: skip
    return {"report_id": report}


def sow_merging(
    sowing: Sowing, area: int, *, residents: tuple[UUID, UUID], user: UUID, at: datetime
) -> dict[str, UUID]:
    """Sow a pair of residents who may be one person, and one that was made of three records."""
    (left, right), pair, merge = sorted(residents), sowing.new_id(), sowing.new_id()
    evidence = json.dumps({"name": "like"})
    sowing.add(
        "people_duplicatepair", id=pair, left_id=left, right_id=right, area_code=area, probability=0.9,
        certain=False, evidence=evidence, state="open", found_at=at,
    )  # fmt: skip
    for made, moment in ((merge, at - timedelta(1)), (sowing.new_id(), at)):  # the earlier can only follow the later
        sowing.add(
            "people_merge", id=made, resident_id=left, gone_id=sowing.new_id(), area_code=area, chosen="{}",
            user_id=user, kept=sealer().seal("{}", place=f"people_merge:{made}:kept"), merged_at=moment,
        )  # fmt: skip
    was = json.dumps({"note": sowing.text("原值", "people_mergedrow", area)})
    sowing.add(
        "people_mergedrow", merge_id=merge, area_code=area, table_name="people_condition", row_id=str(right),
        what="aside", was=was,
    )  # fmt: skip
    return {"pair_id": pair, "merge_id": merge}


def sow_counts(sowing: Sowing, *, at: datetime) -> None:
    """Sow the counts of every indicator in every village, and of a team, for two years, as the lake writes them."""
    for key in indicators():
        for area in (place for place in PLACES if level_of(place) == VILLAGE):
            team = sowing.new_id()
            for year in (at.year - 1, at.year):
                below = sowing.rng.randrange(1000, 90000)
                sowing.add(
                    "planning_indicatorcount", indicator=key, area_code=area, year=year, denominator=below,
                    numerator=sowing.rng.randrange(below), as_of=at,
                )  # fmt: skip
                sowing.add(
                    "planning_teamcount", indicator=key, area_code=area, team_id=team, year=year, denominator=below,
                    numerator=sowing.rng.randrange(below), as_of=at,
                )  # fmt: skip
    for area in (place for place in PLACES if level_of(place) == VILLAGE):
        sow_months(sowing, area, at=at)
    sowing.add("planning_lakestate", generation="seed", watermark=0, as_of=at, counted_date=at.date())


def sow_audit(sowing: Sowing, *, user: UUID, post: UUID, about: UUID, area: int, at: datetime) -> None:
    """Sow an entry of the audit for a place."""
    detail = json.dumps({"rule": sowing.text("continue", "accounts_auditentry", area)})
    sowing.add(
        "accounts_auditentry", at=at, user_id=user, assignment_id=post, action="visit.record", object_type="resident",
        object_id=str(about), outcome="done", detail=detail,
    )  # fmt: skip


def importer_of(signing: list[SignIn], area: int) -> SignIn:
    """Give who sends files in a place; where nobody may, the first who works there."""
    here = [one for one in signing if one.area_code == area]
    return next((one for one in here if IMPORTS in RIGHTS[one.role].manages), here[0])
