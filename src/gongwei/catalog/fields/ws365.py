"""Names of the basic data set WS 365-2011 for what the record and the individual basic information form hold.

The numbers come from a secondary source and some look wrong there: verify them before an exchange is agreed
(`verified=False`). Values go out as the platform keeps them, codes by their own list.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Element:
    """One element of the data set: its number within the set, its identifier where known, its name."""

    number: str
    identifier: str
    name: str


STANDARD, VERIFIED = "WS 365-2011 城乡居民健康档案基本数据集", False
ELEMENTS = {
    "name": Element("002", "DE02.01.039.00", "本人姓名"),
    "sex": Element("003", "DE02.01.040.00", "性别代码"),
    "birth_date": Element("004", "DE02.01.005.01", "出生日期"),
    "document_type": Element("005", "DE02.01.031.00", "身份证件类别代码"),
    "document_number": Element("006", "DE02.01.030.00", "身份证件号码"),
    "employer": Element("007", "DE08.10.007.00", "工作单位名称"),
    "phone": Element("008", "DE02.01.010.00", "本人电话号码"),
    "contact_name": Element("009", "", "联系人姓名"),
    "contact_phone": Element("010", "DE02.01.010.00", "联系人电话号码"),
    "residence_kind": Element("011", "DE02.01.003.00", "常住地址户籍标志"),
    "nation": Element("012", "DE02.01.025.00", "民族"),
    "abo": Element("013", "DE04.50.001.00", "ABO血型代码"),
    "rh": Element("014", "DE04.50.010.00", "Rh血型代码"),
    "education": Element("015", "", "学历代码"),
    "occupation": Element("016", "DE02.01.052.00", "职业类别代码"),
    "marital": Element("017", "DE02.01.018.00", "婚姻状况类别代码"),
    "payers": Element("018", "DE07.00.007.00", "医疗费用支付方式代码"),
    "drug_allergies": Element("020", "", "药物过敏源"),
    "exposures": Element("021", "DE03.00.021.00", "环境危险因素暴露类别代码"),
    "conditions": Element("022", "DE02.10.021.00", "既往患病种类代码"),
    "surgeries": Element("025", "DE02.10.061.00", "手术史"),
    "traumas": Element("028", "", "外伤名称"),
    "transfusions": Element("031", "", "输血原因"),
    "hereditary": Element("035", "DE02.10.026.00", "遗传性疾病史"),
    "disabilities": Element("036", "DE05.10.006.00", "残疾情况代码"),
    "kitchen_vent": Element("038", "DE03.00.006.00", "家庭厨房排风设施类别代码"),
    "fuel": Element("039", "DE03.00.050.00", "家庭燃料类型类别代码"),
    "water": Element("040", "DE03.00.082.00", "家庭饮水类别代码"),
    "toilet": Element("041", "", "家庭厕所类别代码"),
    "livestock": Element("042", "", "家庭禽畜栏类别代码"),
    "archive_no": Element("", "DE01.00.009.00", "城乡居民健康档案编号"),
}
