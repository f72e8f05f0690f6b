"""Whom a hospital's card is about, when the hospital may not look the person up."""

from collections.abc import Mapping

from gongwei.apps.people.forms import CARD, DOCUMENTS, SEX, document_number
from gongwei.domain.codes import Codelist
from gongwei.domain.expr import known
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Day, Text

document_type = Choice("document_type", "证件类型", required=True, codes=DOCUMENTS)


def person_form(streets: Mapping[int, str]) -> Form:
    """Lay out the form for somebody who lives in one of `streets` (code → name)."""
    codes = Codelist("街道（乡镇）", {str(code): name for code, name in streets.items()})
    return Form(
        Section(
            "病人",
            Text("name", "姓名", required=True, longest=50),
            document_type,
            document_number.but(required=document_type.isin(CARD, "03")),
            Choice("sex", "性别", required=~known(document_number), codes=SEX, note="填了身份证号可不填"),
            Day("birth_date", "出生日期", required=~known(document_number), past=True, note="填了身份证号可不填"),
            Text("phone", "联系电话", required=True, longest=20),
            Choice("area_code", "现住街道（乡镇）", required=True, codes=codes),
            Text("address", "详细地址", required=True, longest=100, note="社区（村）、幢、单元、门牌"),
        )
    )


def hospital_form(hospitals: Mapping[str, str]) -> Form:
    """Lay out the choice of the hospital to which a slip goes (id → name)."""
    return Form(Section("转往", Choice("to_institution", "转入医院", required=True, codes=Codelist("医院", hospitals))))
