"""The short forms of work without residents: an activity, a finding of supervision assistance, and their correction."""

from gongwei.catalog.codelists.activities import ACTIVITIES, SUBJECTS
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.form import Form
from gongwei.domain.form_field import Choice, Day, Number, Text

NO_NAMES = "不写居民姓名、电话、证件号"
MOST = (0, 1_000_000)  # people or copies of one activity: what is more is a slip of the pen (ours)

activity = Form(
    Choice("kind", "活动类别", codes=ACTIVITIES, required=True, source=NORM_2017),
    Day("held_date", "活动日期", past=True, required=True, source=NORM_2017),
    Text("title", "主题", required=True, longest=100, source=NORM_2017, note="资料按主题计种数"),
    Text("place", "地点", required=True, longest=100, source=NORM_2017, note="宣传栏写明是哪一块"),
    Number("attendance", "参加人数", unit="人", integer=True, hard=MOST, source=NORM_2017),
    Number("copies", "发放资料", unit="份", integer=True, hard=MOST, source=NORM_2017),
    Text("note", "小结", longest=500, source=NORM_2017, note=NO_NAMES),
)
finding = Form(
    Choice("kind", "协管事项", codes=SUBJECTS, required=True, source=NORM_2017),
    Day("found_date", "发现日期", past=True, required=True, source=NORM_2017),
    Text("place", "地点", required=True, longest=100, source=NORM_2017),
    Text("what", "发现的情况", required=True, longest=500, source=NORM_2017, note=NO_NAMES),
    Day("reported_date", "报告日期", past=True, source=NORM_2017, note="还没有报告就空着"),
)
reason = Text("reason", "更正原因", required=True, longest=200, note=NO_NAMES)


def corrected(form: Form) -> Form:
    """Ask a form once more, and why it is corrected."""
    return Form(*form.fields.values(), reason)
