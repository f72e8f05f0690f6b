"""Health education and supervision assistance on the page: held, counted, found, reported, answered; by area."""

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.activities.models import Activity, Finding
from gongwei.apps.places.models import Institution
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import TODAY, enter

pytestmark = pytest.mark.django_db(transaction=True)
LECTURE = {
    "kind": "lecture",
    "held_date": TODAY.isoformat(),
    "title": "控盐讲座",
    "place": "居委会",
    "attendance": "30",
}
FOUND = {"kind": "water", "found_date": TODAY.isoformat(), "place": "一小区", "what": "水箱未加盖"}


@pytest.fixture
def doctor(post):
    """A doctor of the street's centre, signed in."""
    centre = Institution.objects.create(
        name="清波中心", kind="centre", area_code=STREET, valid_from=TODAY - timedelta(900)
    )
    return at_desk(post("centre_doctor", STREET, institution=centre))


def at_desk(acting) -> Client:
    client = Client()
    enter(client, acting.user_id)
    return client


def send(client, address, sent, **changes):
    return client.post(address, {"form_id": str(uuid.uuid4())} | sent | changes, follow=True)


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sheet(answer) -> list:
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_lecture_counts_against_the_twelve_of_a_centre(doctor):
    page = words(send(doctor, "/activities/new/", LECTURE))
    assert "健康知识讲座 1 次 12 次" in page and "控盐讲座" in page and "协管巡查 0 次 — 按次数上报" in page
    assert sheet(doctor.get("/activities/export/"))[1][2:5] == ["控盐讲座", "居委会", 30]
    assert "控盐讲座" not in words(doctor.get(f"/activities/?year={TODAY.year - 1}"))
    noted = AuditEntry.objects.using("owner").get(action="activity.hold")
    assert noted.detail == {"kind": "lecture"}


def test_the_same_form_sent_twice_is_one(doctor):
    for address, sent, table in (("/activities/new/", LECTURE, Activity), ("/findings/new/", FOUND, Finding)):
        form = sent | {"form_id": str(uuid.uuid4())}
        send(doctor, address, form)
        send(doctor, address, form)
        assert table.objects.using("owner").count() == 1


def test_an_activity_of_tomorrow_or_without_a_title_is_refused(doctor):
    tomorrow = (TODAY + timedelta(1)).isoformat()
    for changes in ({"held_date": tomorrow}, {"title": ""}, {"attendance": "-1"}):
        assert send(doctor, "/activities/new/", LECTURE, **changes).status_code == 422
    assert not Activity.objects.using("owner").exists()


def test_a_post_without_an_institution_is_told_so(post):
    answer = send(at_desk(post("village_doctor", HERE)), "/activities/new/", LECTURE)
    assert answer.status_code == 422 and "没有所属机构" in words(answer)


def test_a_finding_is_reported_then_answered_once(doctor):
    assert "信息报告 0/1" in words(send(doctor, "/findings/new/", FOUND))
    address = f"/findings/{Finding.objects.using('owner').get().pk}/step/"
    assert "先报告再登记答复" in words(send(doctor, address, {"step": "answer", "words": "已整改"}))
    assert "信息报告 1/1" in words(send(doctor, address, {"step": "report"}))
    assert "已于" in words(send(doctor, address, {"step": "report"}))
    assert "请填写答复" in words(send(doctor, address, {"step": "answer", "words": " "}))
    assert "已整改" in words(send(doctor, address, {"step": "answer", "words": "已整改"}))
    send(doctor, address, {"step": "answer", "words": "改口"})
    assert Finding.objects.using("owner").get().answer == "已整改"
    assert "没有登记的发现" in words(doctor.get("/findings/?state=open"))
    assert sheet(doctor.get("/findings/export/"))[1][-3] == "已整改"


def test_a_report_before_the_finding_is_refused(doctor):
    early = (TODAY - timedelta(1)).isoformat()
    answer = send(doctor, "/findings/new/", FOUND, reported_date=early)
    assert answer.status_code == 422 and "早于发现日期" in words(answer)


def test_a_wrong_activity_is_corrected_for_a_reason_and_the_former_version_is_kept(doctor):
    send(doctor, "/activities/new/", LECTURE, note="抄错")
    address = f"/activities/{Activity.objects.using('owner').get().pk}/edit/"
    assert 'value="控盐讲座"' in doctor.get(address).content.decode()
    assert send(doctor, address, LECTURE, kind="consultation").status_code == 422  # without a reason
    page = words(send(doctor, address, LECTURE, kind="consultation", reason="类别选错"))
    assert "健康知识讲座 0 次 12 次" in page and "更正原因：类别选错" in page
    row = Activity.objects.using("owner").get()
    assert (row.kind, row.note, row.held_date) == ("consultation", "", TODAY)
    versions = Activity.pgh_event_model.objects.using("owner").order_by("pgh_id")
    assert [one.kind for one in versions] == ["lecture", "consultation"]
    send(doctor, address, LECTURE, kind="consultation", reason="类别选错")
    assert versions.count() == 2  # the same form, sent twice


def test_what_was_entered_by_mistake_is_withdrawn_for_a_reason_and_counts_nowhere(doctor):
    send(doctor, "/activities/new/", LECTURE)
    send(doctor, "/findings/new/", FOUND, reported_date=TODAY.isoformat())
    held = f"/activities/{Activity.objects.using('owner').get().pk}/edit/"
    found = f"/findings/{Finding.objects.using('owner').get().pk}/edit/"
    assert "请写明撤销的原因" in words(send(doctor, held, {"withdraw": "1", "why": " "}))
    page = words(send(doctor, held, {"withdraw": "1", "why": "重复登记"}))
    assert "健康知识讲座 0 次 12 次" in page and "已撤销 重复登记" in page
    assert sheet(doctor.get("/activities/export/"))[1][-2:] == ["已撤销", "重复登记"]
    assert "信息报告 0/0" in words(send(doctor, found, {"withdraw": "1", "why": "不属实"}))
    for address, sent in ((held, LECTURE), (found, FOUND)):
        assert "已经撤销" in words(send(doctor, address, sent, reason="再改"))
    assert "已经撤销" in words(send(doctor, found.replace("edit", "step"), {"step": "report"}))


def test_a_finding_is_corrected_until_it_is_answered_and_only_by_who_wrote_it(doctor, post):
    send(doctor, "/findings/new/", FOUND, reported_date=TODAY.isoformat())
    address = f"/findings/{Finding.objects.using('owner').get().pk}/edit/"
    station = Institution.objects.create(name="分站", kind="station", area_code=STREET, valid_from=TODAY - timedelta(9))
    other = at_desk(post("centre_doctor", STREET, institution=station))
    assert "其他机构登记" in words(send(other, address, FOUND, reason="改"))
    early = {"reason": "日期", "reported_date": (TODAY - timedelta(1)).isoformat()}
    assert "早于发现日期" in words(send(doctor, address, FOUND, **early))
    assert "信息报告 0/1" in words(send(doctor, address, FOUND, reason="其实没有报告"))
    send(doctor, address.replace("edit", "step"), {"step": "report"})
    send(doctor, address.replace("edit", "step"), {"step": "answer", "words": "已整改"})
    assert "已有监督机构的答复" in words(send(doctor, address, FOUND, reason="改"))
    assert Finding.objects.using("owner").get().answer == "已整改"


def test_the_village_next_door_sees_nothing_and_the_centre_sees_both(doctor, post):
    centre = Institution.objects.get()
    here, beside = (post("village_doctor", area, institution=centre) for area in (HERE, NEXT_DOOR))
    send(at_desk(here), "/findings/new/", FOUND)
    send(at_desk(here), "/activities/new/", LECTURE)
    address = f"/findings/{Finding.objects.using('owner').get().pk}/step/"
    assert send(at_desk(beside), address, {"step": "report"}).status_code == 404
    assert "水箱" not in words(at_desk(beside).get("/findings/"))
    assert "健康知识讲座 0 次" in words(at_desk(beside).get("/activities/"))
    assert "水箱" in words(doctor.get("/findings/")) and "健康知识讲座 1 次" in words(doctor.get("/activities/"))


def test_the_lists_ask_the_database_as_often_for_many_rows_as_for_one(doctor):
    counted = []
    for turn in range(2):
        for more in range(1 + 2 * turn):
            send(doctor, "/activities/new/", LECTURE, title=f"讲座{turn}{more}")
            send(doctor, "/findings/new/", FOUND, what=f"情况{turn}{more}")
        with CaptureQueriesContext(connection) as queries:
            doctor.get("/activities/")
            doctor.get("/findings/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_finding_of_another_institution_is_left_to_it_and_to_the_one_above_it(doctor, post):
    def beside(name, kind, parent=None):
        made = Institution.objects.create(
            name=name, kind=kind, area_code=STREET, parent=parent, valid_from=TODAY - timedelta(9)
        )
        return made, at_desk(post("centre_doctor", STREET, institution=made))

    centre = Institution.objects.get(name="清波中心")
    (_below, station), (_other, stranger), (_office, supervision) = (
        beside("分站", "station", centre), beside("别的中心", "centre"), beside("监督所", "supervision"),
    )  # fmt: skip
    send(station, "/findings/new/", FOUND)
    address = f"/findings/{Finding.objects.using('owner').get().pk}/step/"
    for visitor in (stranger, supervision):
        assert f'action="{address}"' not in visitor.get("/findings/").content.decode()
        assert "其他机构登记" in words(send(visitor, address, {"step": "report"}))
    assert "信息报告 1/1" in words(send(doctor, address, {"step": "report"}))  # the station's centre
    assert f'action="{address}"' not in stranger.get("/findings/").content.decode()
    assert "由卫生监督机构填写" in words(send(stranger, address, {"step": "answer", "words": "无事"}))
    assert "更正" not in supervision.get("/findings/").content.decode()
    assert "已责令整改" in words(send(supervision, address, {"step": "answer", "words": "已责令整改"}))
