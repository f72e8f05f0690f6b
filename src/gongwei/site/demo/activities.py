"""What the made city's centre held this year for everybody, and what its supervision assistance found."""

import uuid
from datetime import date, datetime, timedelta

from gongwei.apps.accounts.acting import acting_as, as_acting
from gongwei.apps.accounts.queries import default_post
from gongwei.apps.activities import actions

TOPICS = (
    "控盐控油",
    "高血压防治",
    "糖尿病饮食",
    "防跌倒",
    "流感疫苗",
    "肺结核早发现",
    "母乳喂养",
    "合理用药",
    "戒烟限酒",
)
EVERY = {"printed": 20, "audiovisual": 75, "consultation": 33, "lecture": 34, "patrol": 40}  # days between two
BOARDS = ("门诊楼宣传栏", "大门宣传栏")
FOUND = (
    ("food", "学校食堂", "两名学生同日腹痛，均吃过凉菜", 40, 40, "已流行病学调查，未达事件标准"),
    ("water", "二次供水泵房", "水箱人孔未上锁", 21, 20, "已责令 7 日内整改"),
    ("practice", "沿街店铺", "门店提供静脉输液，未见执业许可", 9, 9, ""),
    ("school", "小学教室", "两间教室照度偏低", 3, None, ""),
)


def hold_some(*, on: date, at: datetime) -> None:
    """Hold a year's education up to a day, nearly all that is owed, and find four things; one waits to be reported."""
    post = default_post("doctor", on=on)
    assert post is not None
    begun = date(on.year, 1, 1)
    with as_acting(acting_as(post)) as by:
        if by.institution_id is None:  # a city so small that the street has no centre
            return
        held = [(kind, day, "社区活动室") for kind, days in EVERY.items() for day in range(days - 5, 366, days)]
        held += [("board", day, place) for place in BOARDS for day in range(10, 366, 58)]
        for turn, (kind, day, place) in enumerate(sorted(held)):
            held_date = begun + timedelta(day)
            if held_date <= on:
                topic = "学校、泳池和供水点" if kind == "patrol" else TOPICS[turn % len(TOPICS)]
                title = f"{topic}（{held_date.month}月）"
                readings = {"kind": kind, "held_date": held_date, "title": title, "place": place}
                readings |= {"attendance": 20 + turn % 17} if kind in ("lecture", "consultation") else {}
                readings |= {"copies": 100 + 10 * (turn % 9)} if kind == "printed" else {}
                actions.hold(activity_id=uuid.UUID(int=turn + 1), readings=readings, by=by, at=at)
        for turn, (kind, place, what, found, reported, answer) in enumerate(FOUND):
            readings = {"kind": kind, "found_date": on - timedelta(found), "place": place, "what": what}
            readings |= {} if reported is None else {"reported_date": on - timedelta(reported)}
            one = actions.find(finding_id=uuid.UUID(int=turn + 1), readings=readings, by=by, at=at)
            if answer:
                actions.answer(finding=one, words=answer, on=on - timedelta(reported or 0), by=by, at=at)
