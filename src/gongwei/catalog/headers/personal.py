"""Columns of the individual basic information form in clinics' files: WS 365 elements and what else they are called.

Elements from one secondary file, synonyms as seen in exports: not verified. None of these columns sends a row back;
what is in no list is kept as written.
"""

from collections.abc import Mapping

from gongwei.catalog.codelists.personal import NATION
from gongwei.catalog.fields.personal import personal_information
from gongwei.catalog.headers.columns import Column
from gongwei.domain.form_field import Choice, Choices, Field

ELEMENTS = {
    "employer": "DE08.10.007.00", "residence_kind": "DE02.01.003.00", "nation": "DE02.01.025.00",
    "abo": "DE04.50.001.00", "rh": "DE04.50.010.00", "occupation": "DE02.01.052.00", "marital": "DE02.01.018.00",
    "payers": "DE07.00.007.00", "exposures": "DE03.00.021.00", "surgeries": "DE02.10.061.00",
    "family_text": "DE02.10.095.00", "hereditary": "DE02.10.026.00", "disabilities": "DE05.10.006.00",
    "kitchen_vent": "DE03.00.006.00", "fuel": "DE03.00.050.00", "water": "DE03.00.082.00",
}  # fmt: skip
SYNONYMS: dict[str, tuple[str, ...]] = {
    "employer": ("工作单位名称", "单位", "单位名称", "工作单位/学校"),
    "residence_kind": ("户籍类型", "是否户籍", "常住地址户籍标志"),
    "nation": ("民族代码",),
    "household_address": ("户口地址", "户籍所在地", "户籍住址"),
    "contact_name": ("联系人", "紧急联系人", "家属姓名", "监护人", "监护人姓名", "紧急联系人姓名"),
    "contact_relation": ("与本人关系", "与联系人关系", "联系人关系", "与户主关系"),
    "contact_phone": ("联系人电话号码", "家属电话", "监护人电话", "紧急联系电话", "紧急联系人电话", "联系人手机"),
    "education": ("学历", "学历代码", "教育程度"),
    "occupation": ("职业类别", "职业类别代码", "工种"),
    "marital": ("婚姻", "婚否", "婚姻状况类别代码", "婚姻情况"),
    "payers": ("医保类型", "参保类型", "支付方式", "医疗费用支付方式代码", "医保方式"),
    "abo": ("ABO血型", "血型ABO", "ABO"),
    "rh": ("RH", "RH血型", "血型RH", "RH因子"),
    "drug_allergies": ("过敏史", "过敏药物", "药物过敏", "药物过敏源"),
    "exposures": ("环境危险因素暴露类别代码", "环境暴露史"),
    "surgeries": ("手术", "既往手术史"),
    "traumas": ("外伤", "外伤名称"),
    "transfusions": ("输血", "输血原因"),
    "family_father": ("家族史父亲", "父亲疾病史", "父亲病史"),
    "family_mother": ("家族史母亲", "母亲疾病史", "母亲病史"),
    "family_siblings": ("家族史兄弟姐妹", "兄弟姐妹疾病史", "兄弟姐妹病史"),
    "family_children": ("家族史子女", "子女疾病史", "子女病史"),
    "family_text": ("家族史", "家族病史", "家族性疾病名称代码"),
    "hereditary": ("遗传性疾病史", "遗传病"),
    "disabilities": ("残疾类型", "残疾情况代码", "残疾"),
    "kitchen_vent": ("厨房排风", "厨房排风设施类别"),
    "fuel": ("燃料", "燃料类型类别"),
    "water": ("饮水类别", "家庭饮水类别代码", "饮用水"),
    "toilet": ("厕所类别", "厕所类型"),
    "livestock": ("禽畜栏类别",),
    "doctor": ("管理医生", "家庭医生", "签约医生", "责任医师"),
    "archive_org": ("建档机构",),
    "manager_org": ("所属机构",),
    "health_labels": ("人群类别", "重点人群", "档案标签", "个人健康标识"),
}
ALIASES: dict[str, Mapping[str, str]] = {
    "residence_kind": {"是": "1", "否": "2", "本地户籍": "1", "外地户籍": "2", "t": "1", "f": "2", "流动": "2"},
    "nation": {name.removesuffix("族"): code for code, name in NATION.names.items()},
    "abo": {"a": "1", "b": "2", "o": "3", "ab": "4", "未查": "5", "未知": "5"},
    "rh": {"-": "1", "+": "2", "rh阴性": "1", "rh阳性": "2", "未查": "3", "未知": "3"},
    "education": {
        "本科": "2", "大学": "2", "专科": "3", "大专": "3", "大学专科": "3", "中专": "4", "技校": "5", "文盲": "9",
        "半文盲": "9", "不识字": "9", "硕士": "1", "博士": "1", "20": "2", "30": "3", "40": "4", "50": "5", "60": "6",
        "70": "7", "80": "8", "90": "9",
    },
    "occupation": {
        "专业技术": "1", "办事人员": "2", "商业服务": "3", "农民": "4", "务农": "4", "农林牧渔水利": "4", "工人": "5",
        "生产运输": "5", "不便分类": "7", "无业": "8", "无": "8",
    },
    "marital": {
        "初婚": "2", "再婚": "2", "复婚": "2", "未说明": "5", "10": "1", "20": "2", "21": "2", "22": "2", "23": "2",
        "30": "3", "40": "4", "90": "5",
    },
    "payers": {
        "城镇职工医保": "1", "职工医保": "1", "职工基本医疗保险": "1", "城镇居民医保": "2", "居民医保": "2",
        "城乡居民医保": "2", "城乡居民基本医疗保险": "2", "新农合": "3", "医疗救助": "4", "商业保险": "5", "公费": "6",
        "自费": "7", "其他": "8",
    },
    "drug_allergies": {"否认": "1", "没有": "1", "否": "1", "青霉素类": "2", "磺胺类": "3", "其他": "5"},
    "exposures": {"否认": "1", "没有": "1", "否": "1"},
    "disabilities": {
        "无": "1", "否": "1", "视力": "2", "听力": "3", "言语": "4", "肢体": "5", "智力": "6", "其他": "8",
    },
    "water": {"净化水": "2", "纯净水": "2"},
    "toilet": {"粪池": "2"},
}  # fmt: skip
SAYS_NOTHING = {"无": "1", "否认": "1", "没有": "1"}
MENTAL_DISABILITY = {"7": "精神残疾"}  # read here, kept as a diagnosis of class 4


def _column(asked: Field) -> Column:
    kind = {Choice: "code", Choices: "codes"}.get(type(asked), "text")
    choices = dict(asked.codes.names) if isinstance(asked, Choice | Choices) else {}
    aliases = ALIASES.get(asked.key, SAYS_NOTHING if asked.key.startswith("family_") and kind == "codes" else {})
    if asked.key == "disabilities":
        choices, aliases = choices | MENTAL_DISABILITY, {**aliases, "精神": "7"}
    return Column(
        key=asked.key,
        title=asked.title,
        kind="phone" if asked.key == "contact_phone" else kind,
        element=ELEMENTS.get(asked.key, ""),
        synonyms=SYNONYMS.get(asked.key, ()),
        choices=choices,
        aliases=aliases,
        by_label=asked.key == "rh",
        lenient=True,
    )


RH_NEGATIVE = Column(
    key="rh_negative", title="RH阴性", kind="code", keys=("rh",), choices={"1": "是", "2": "否", "3": "不详"},
    by_label=True, lenient=True,
)  # fmt: skip
COLUMNS = (
    *(_column(asked) for asked in personal_information.fields.values() if asked.key != "as_written"),
    RH_NEGATIVE,
)
