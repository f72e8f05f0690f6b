"""The fields with which every report card begins: when the case became known, and by whom it is sent."""

from gongwei.domain.form_field import Day, Text

known_date = Day("known_date", "诊断（发现）日期", past=True, required=True)
known_time = Text("known_time", "诊断（发现）时间", longest=5, note="几点几分，如 14:30；不填按当日零点起算")
reporter = Text("reporter", "填报人", longest=50, required=True)
WHEN = (known_date, known_time, reporter)
