"""Columns that say who a row is about, shared by the files of residents and of visits.

Titles and elements: WS 365 basic dataset of the resident health record; synonyms as seen in clinics' exports,
not verified. Sex: GB/T 2261.1. Kinds of document: CV02.01.101.
"""

from gongwei.catalog.headers.columns import Column

SEX = {"0": "未知的性别", "1": "男", "2": "女", "9": "未说明的性别"}
SEX_ALIASES = {"男性": "1", "m": "1", "male": "1", "女性": "2", "f": "2", "female": "2", "未知": "0", "未说明": "9"}
DOCUMENT_TYPES = {
    "01": "居民身份证",
    "02": "居民户口簿",
    "03": "护照",
    "04": "军官证",
    "05": "驾驶证",
    "06": "港澳居民来往内地通行证",
    "07": "台湾居民来往内地通行证",
    "99": "其他法定有效证件",
}
DOCUMENT_ALIASES = {"身份证": "01", "户口簿": "02", "港澳通行证": "06", "台湾通行证": "07", "其他": "99"}

name = Column(
    key="name",
    title="姓名",
    element="DE02.01.039.00",
    synonyms=("本人姓名", "居民姓名", "患者姓名", "病人姓名", "受检者", "受检者姓名", "体检人", "老人姓名", "name"),
)
sex = Column(
    key="sex",
    title="性别",
    kind="code",
    element="DE02.01.040.00",
    choices=SEX,
    aliases=SEX_ALIASES,
    synonyms=("性别代码", "男/女", "M/F", "sex"),
)
birth_date = Column(
    key="birth_date",
    title="出生日期",
    kind="day",
    element="DE02.01.005.01",
    synonyms=("生日", "出生年月日", "出生时间", "birth_date"),
    weak=("出生年月",),
)
document_type = Column(
    key="document_type",
    title="证件类型",
    kind="code",
    element="DE02.01.031.00",
    choices=DOCUMENT_TYPES,
    aliases=DOCUMENT_ALIASES,
    synonyms=("身份证件类别代码", "身份证件类别", "证件类别", "证件类别代码", "证件种类", "document_type"),
)
document = Column(
    key="document",
    title="身份证号",
    kind="document",
    element="DE02.01.030.00",
    synonyms=(
        "身份证件号码",
        "身份证",
        "身份证号码",
        "居民身份证号",
        "居民身份证号码",
        "证件号",
        "证件号码",
        "公民身份号码",
        "公民身份证号码",
        "ID卡号",
        "id_no",
        "document",
    ),
)
phone = Column(
    key="phone",
    title="本人电话",
    kind="phone",
    element="DE02.01.010.00",
    synonyms=(
        "本人电话号码",
        "联系电话",
        "手机",
        "手机号",
        "手机号码",
        "本人联系电话",
        "移动电话",
        "联系方式",
        "phone",
    ),
    weak=("电话", "电话号码"),
)
number = Column(
    key="number",
    title="机构内编号",
    synonyms=(
        "院内编号",
        "院内号",
        "病案号",
        "门诊号",
        "居民编号",
        "患者编号",
        "居民ID",
        "患者ID",
        "个人编号",
        "number",
    ),
)
archive_no = Column(
    key="archive_no",
    title="健康档案编号",
    kind="document",
    element="DE01.00.009.00",
    synonyms=(
        "城乡居民健康档案编号",
        "档案号",
        "档案编号",
        "个人档案编号",
        "个人档案号",
        "健康档案号",
        "居民健康档案编号",
        "archive_no",
    ),
    weak=("编号",),
)

IDENTITY = (name, sex, birth_date, document_type, document, phone, number, archive_no)

NOT_THE_PERSON = {
    "年龄": "年龄不能代替出生日期",
    "户主": "户主是另一个人",
    "户主姓名": "户主是另一个人",
    "户主身份证号": "户主是另一个人",
    "联系人": "联系人是另一个人",
    "联系人姓名": "联系人是另一个人",
    "紧急联系人": "联系人是另一个人",
    "家属姓名": "联系人是另一个人",
    "监护人": "监护人是另一个人",
    "监护人姓名": "监护人是另一个人",
    "监护人身份证号": "监护人是另一个人",
    "联系人电话": "联系人是另一个人",
    "联系人电话号码": "联系人是另一个人",
    "家属电话": "联系人是另一个人",
    "监护人电话": "监护人是另一个人",
    "紧急联系电话": "联系人是另一个人",
    "与本人关系": "联系人是另一个人",
    "与联系人关系": "联系人是另一个人",
    "序号": "只是行的顺序",
    "行号": "只是行的顺序",
    "原因": "上次导入时写下的原因",
}
