"""What the demo's month-end finds: doubts about records looked for, and a task book half way through its quarter."""

from datetime import date, datetime, timedelta

from gongwei.apps.accounts.acting import Acting, acting_as, as_acting
from gongwei.apps.accounts.queries import default_post
from gongwei.apps.places.queries import institutions
from gongwei.apps.planning.actions import tasks
from gongwei.apps.planning.queries.tasks import books
from gongwei.apps.reporting.truth import look
from gongwei.catalog.task_book import TASKS, tasks_of
from gongwei.domain.cohort import quarter_of

EVIDENCE = {
    "leadership": "已发文明确主要负责人为第一责任人；本季度班子研究公共卫生工作 1 次。",
    "training": "本季度培训 2 次，签到 46 人，考核合格 44 人。",
    "infectious": "抽查门诊日志 300 份，应报 21 例，漏报 0 例，迟报 1 例。",
    "emergency": "全季度值班无缺，演练 1 次，有小结。",
}
PROBLEM, MENDED = "迟报 1 例，未分析原因。", "已组织补训，并在医生站加上当日提醒。"


def fill_the_month(*, on: date, at: datetime) -> dict[str, int]:
    """Look for doubts as the demo's director, and let its district set, score and look again at some tasks."""
    director, bureau = (_as(name, on) for name in ("director", "district-bureau"))
    found = look(by=director, on=on, at=at)
    quarter = quarter_of(on).start
    with as_acting(bureau):
        asked = [one for one in institutions(within=bureau.area_code) if tasks_of(one.kind)]
        new = tasks.set_tasks(asked, quarter=quarter, by=bureau, at=at)
    with as_acting(director):
        found_books = books(quarter, by=director)
        own = [row for book in found_books if book.institution_id == director.institution_id for row in book.rows]
        for task in own:
            if task.task in EVIDENCE:
                tasks.give_evidence(task=task, words=EVIDENCE[task.task], by=director, at=at)
    with as_acting(bureau):
        for task in own:
            if task.task in ("leadership", "infectious"):
                lacks = task.task == "infectious"
                tasks.evaluate(
                    task=task, score=TASKS[task.task].points - 3 * lacks, problem=PROBLEM if lacks else "",
                    rectify_by=on + timedelta(days=30) if lacks else None, by=bureau, on=on, at=at,
                )  # fmt: skip
    with as_acting(director):
        for task in own:
            if task.problem:
                tasks.rectify(task=task, words=MENDED, by=director, at=at)
    return {"doubts": found, "tasks": new}


def _as(username: str, on: date) -> Acting:
    post = default_post(username, on=on)
    assert post is not None, "the demo has its users"
    return acting_as(post)
