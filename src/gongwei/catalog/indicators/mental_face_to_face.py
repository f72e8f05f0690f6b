"""Share of registered patients whom somebody saw in person in the year (浙江省用: 面访率)."""

from gongwei.catalog.fields.columns import face_to_face
from gongwei.catalog.fields.mental import informant, risk
from gongwei.catalog.fields.mental_frames import REGISTERED, registered, visits
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator

seen = face_to_face & known(risk) & ~informant.isin("family", "other")

indicator = Indicator(
    key="mental_face_to_face",
    title="严重精神障碍患者面访率",
    unit="%",
    better="higher",
    population=registered,
    counted=visits.where(seen).exists(),
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "面访：门诊或家庭随访，评估了危险性，且受访者不只是家属或他人（本市可调整）。",
    ),
)
