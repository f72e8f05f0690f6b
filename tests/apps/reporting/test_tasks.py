"""The task book: set, evidence, score, problem, mended, looked at again; each step by whose turn it is."""

import uuid
from typing import Any

import pytest
from django.test import Client

from gongwei.apps.accounts.models import Assignment
from gongwei.apps.places.models import Institution
from gongwei.apps.planning.models import InstitutionTask
from tests.apps.desk.conftest import on_a_fixed_day  # noqa: F401
from tests.conftest import TODAY, enter

DISTRICT, ELSEWHERE, STREET = 330102000000, 330105000000, 330102001000
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre(post: Any) -> Any:
    """Give a client of a centre's director who acts for its institution."""
    own = Institution.objects.using("owner").create(
        id=uuid.uuid4(), name="清波街道社区卫生服务中心（演示）", kind="centre", area_code=STREET, valid_from=TODAY
    )
    director = post("centre_director", STREET)
    Assignment.objects.using("owner").filter(pk=director.assignment_id).update(institution_id=own.pk)
    client = Client()
    enter(client, director.user_id)
    return client


def only(task: str = "training") -> InstitutionTask:
    return InstitutionTask.objects.using("owner").get(task=task)


def step(client: Any, name: str, **told: str) -> str:
    return client.post(f"/tasks/{only().pk}/step/", {"step": name} | told, follow=True).content.decode()


def test_a_quarter_runs_from_the_task_to_the_second_look(centre: Any, sign_in: Any) -> None:
    bureau = sign_in("district_bureau", DISTRICT)
    assert "已下达 7 项任务" in bureau.post("/tasks/set/", follow=True).content.decode()  # one is for hospitals alone
    assert "已下达 0 项任务" in bureau.post("/tasks/set/", follow=True).content.decode()
    assert "已保存" in step(centre, "evidence", words="5 月 12 日培训，签到 31 人")
    assert "整改期限" in step(bureau, "evaluate", score="9", problem="没有考核结果") and only().score is None
    step(bureau, "evaluate", score="9", problem="没有考核结果", rectify_by="2026-08-31")
    assert (only().score, only().problem) == (9.0, "没有考核结果")
    assert "还没有提交整改" in step(bureau, "recheck", passed="yes")
    step(centre, "rectify", words="7 月 3 日已补考，31 人合格")
    step(bureau, "recheck", passed="no")
    assert "待整改" in centre.get("/tasks/").content.decode()
    step(centre, "rectify", words="试卷和成绩单已归档")
    step(bureau, "recheck", passed="yes")
    assert only().passed is True
    assert "整改完成" in centre.get("/tasks/").content.decode()


def test_a_score_beyond_the_points_of_the_task_is_refused(centre: Any, sign_in: Any) -> None:
    bureau = sign_in("district_bureau", DISTRICT)
    bureau.post("/tasks/set/")
    for wrong in ("15.1", "-1", "很好", "nan"):
        step(bureau, "evaluate", score=wrong)
    assert only().score is None
    step(bureau, "evaluate", score="15")
    assert only().score == 15
    assert "已评分" in step(centre, "evidence", words="再交一份佐证")


def test_nobody_takes_the_step_of_another(centre: Any, sign_in: Any) -> None:
    assert "只有市、区县的岗位" in centre.post("/tasks/set/", follow=True).content.decode()
    bureau = sign_in("district_bureau", DISTRICT)
    bureau.post("/tasks/set/")
    assert "只有该机构的岗位" in step(bureau, "evidence", words="替机构写的佐证")
    assert "只有市、区县的岗位" in step(centre, "evaluate", score="15")
    neighbour = sign_in("district_bureau", ELSEWHERE)
    assert neighbour.post(f"/tasks/{only().pk}/step/", {"step": "evaluate", "score": "1"}).status_code == 404
    assert (only().score, only().evidence) == (None, "")


def test_the_books_of_a_district_go_to_excel(centre: Any, sign_in: Any) -> None:
    bureau = sign_in("district_bureau", DISTRICT)
    bureau.post("/tasks/set/")
    assert bureau.get("/tasks/export/").headers["Content-Type"].endswith("sheet")
    assert "还没有下达任务" in sign_in("district_bureau", ELSEWHERE).get("/tasks/").content.decode()
