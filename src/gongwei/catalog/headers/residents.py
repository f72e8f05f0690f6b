"""The file of residents: 个人基本信息表 and the cover of the health record, as clinics export them."""

from gongwei.catalog.codelists.diagnoses import GUARDED_CONDITIONS
from gongwei.catalog.headers.columns import Column, Layout
from gongwei.catalog.headers.person import IDENTITY, NOT_THE_PERSON
from gongwei.catalog.headers.personal import COLUMNS as PERSONAL

PAST_DISEASES = {
    "1": "无",
    "2": "高血压",
    "3": "糖尿病",
    "4": "冠心病",
    "5": "慢性阻塞性肺疾病",
    "6": "恶性肿瘤",
    "7": "脑卒中",
    "8": "严重精神障碍",
    "9": "结核病",
    "10": "肝炎",
    "11": "其他法定传染病",
    "12": "职业病",
    "13": "其他",
}
DISEASE_ALIASES = {
    "慢阻肺": "5",
    "2型糖尿病": "3",
    "ii型糖尿病": "3",
    "肿瘤": "6",
    "中风": "7",
    "脑中风": "7",
    "卒中": "7",
    "高血压病": "2",
    "原发性高血压": "2",
    "精神病": "8",
    "精神障碍": "8",
    "健康": "1",
    "否认": "1",
}
NO_DISEASE = "1"
CONDITION_OF_DISEASE = {
    "2": "hypertension",
    "3": "diabetes",
    "4": "coronary",
    "5": "copd",
    "6": "cancer",
    "7": "stroke",
    "8": "mental_disorder",
}
DISEASE_ASKED = {"is_hypertensive": "2", "is_diabetic": "3"}  # a column of yes and no, and the disease it is about
YES = "1"
GUARDED_DISEASES = frozenset(
    code for code, condition in CONDITION_OF_DISEASE.items() if condition in GUARDED_CONDITIONS
)

ADDRESS = (
    Column(key="district_name", title="区县", synonyms=("区(县)", "区、县", "县(市、区)", "所属区县", "所在区县")),
    Column(
        key="street_name", title="乡镇(街道)", synonyms=("乡镇", "街道", "街道(乡镇)", "镇街", "所属街道", "乡镇街道")
    ),
    Column(
        key="village_name",
        title="村(居)委会",
        synonyms=(
            "所属社区",
            "村居",
            "居委会",
            "社区",
            "村委会",
            "行政村",
            "村(社区)",
            "社区(村)",
            "村社",
            "居(村)委会",
        ),
        weak=("网格",),
    ),
    Column(key="region_code", title="行政区划代码", synonyms=("区划代码", "村居代码", "地区编码", "所属区划代码")),
    Column(
        key="address",
        title="现住址",
        synonyms=(
            "家庭住址",
            "居住地址",
            "常住地址",
            "详细地址",
            "现住地址",
            "家庭地址",
            "现居住地址",
            "居住地",
            "地址",
            "住址",
            "address",
        ),
    ),
)

layout = Layout(
    key="residents",
    title="居民",
    columns=(
        *IDENTITY,
        *ADDRESS,
        Column(key="archived_date", title="建档日期", kind="day", synonyms=("建档时间", "立档日期", "archived_date")),
        Column(key="resident_from", title="居住开始日期", kind="day", synonyms=("入住日期", "迁入日期")),
        Column(key="died_date", title="死亡日期", kind="day", synonyms=("死亡时间", "died_date")),
        Column(
            key="past_diseases",
            title="既往史",
            kind="codes",
            element="DE02.10.021.00",
            choices=PAST_DISEASES,
            aliases=DISEASE_ALIASES,
            synonyms=("既往患病种类代码", "慢性病", "慢病类型", "慢性病情况", "既往病史", "病史", "疾病史"),
        ),
        *(
            Column(
                key=key,
                title=f"是否{PAST_DISEASES[code]}",
                kind="code",
                choices={YES: "是", "0": "否"},
                aliases={"有": YES, "y": YES, "t": YES, "√": YES, "无": "0", "2": "0", "n": "0", "f": "0", "×": "0"},
                synonyms=(f"是否患{PAST_DISEASES[code]}",),
            )
            for key, code in DISEASE_ASKED.items()
        ),
        *PERSONAL,
    ),
    needs=(("name",),),
    ignored=NOT_THE_PERSON
    | {"户口性质": "农业或非农不是常住类型", "残疾等级": "等级不是残疾种类"}
    | dict.fromkeys(
        (
            "档案状态", "档案管理状态",
        ),
        "这一列目前不保存",
    ),
)  # fmt: skip
