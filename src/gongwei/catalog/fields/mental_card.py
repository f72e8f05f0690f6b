"""What the cards on severe mental disorder share: who guards the patient, and how dangerous the patient is."""

from gongwei.catalog.fields import mental, mental_file
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.form import Section
from gongwei.domain.form_field import Text

# Who reports has seen the patient: the risk is asked of everybody, and decides how fast the card must go.
risk = mental.risk.but(asked=True, absent="must")
dangerous = risk.isin("3", "4", "5").called("危险性 3–5 级")
diagnosis = mental_file.diagnosis
GUARDIAN = Section(
    "监护人",
    Text("guardian_name", "监护人姓名", longest=30, required=True, source=MENTAL_2018, note="没有填“无”"),
    Text("guardian_phone", "监护人电话", longest=20, source=MENTAL_2018),
)
