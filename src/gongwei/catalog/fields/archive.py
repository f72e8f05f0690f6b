"""The cover of a resident's archive and the basic information form as they are printed (规范第三版 2017, 居民健康档案).

Nobody fills them: the record, its diagnoses and `personal_information` are written into them. Diagnoses of class 4
and 5 are not told here.
"""

from gongwei.catalog.fields.personal import personal_information
from gongwei.domain.codes import Codelist
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Day, Text

COVER_TITLE, BASIC_TITLE = "居民健康档案", "个人基本信息表"
SEX = Codelist("性别", {"1": "男", "2": "女", "9": "未说明的性别", "0": "未知的性别"}, source="GB/T 2261.1-2003")
# What the printed form has no box for: it belongs on the cover, or is the platform's own.
NOT_PRINTED = {"doctor", "archived_by", "archive_org", "manager_org", "health_labels", "as_written"}
written = personal_information.fields

COVER = Form(
    Text("name", "姓名"),
    Text("address", "现住址"),
    written["household_address"],
    Text("phone", "联系电话"),
    Text("street", "乡镇（街道）名称"),
    Text("village", "村（居）委会名称"),
    Text("archive_org", "建档单位"),
    written["archived_by"],
    written["doctor"],
    Day("archived_date", "建档日期"),
)
BASIC = Form(
    Choice("sex", "性别", codes=SEX),
    Day("birth_date", "出生日期"),
    Text("document", "身份证号"),
    Text("phone", "本人电话"),
    Text("conditions", "既往史：疾病（确诊年月）"),
    *(
        Section(section.title, *kept)
        for section in personal_information.sections
        if (kept := [field for field in section.fields if field.key not in NOT_PRINTED])
    ),
)
