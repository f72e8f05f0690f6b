"""The file of institutions: who serves the city, where, and under which 统一社会信用代码 (GB 32100)."""

from gongwei.catalog.headers.columns import Column, Layout
from gongwei.catalog.headers.residents import ADDRESS

KINDS = {
    "centre": "社区卫生服务中心",
    "station": "社区卫生服务站",
    "hospital": "医院",
    "cdc": "疾病预防控制中心",
    "supervision": "卫生监督所",
    "school": "学校",
    "bureau": "卫生健康局",
}
KIND_ALIASES = {
    "乡镇卫生院": "centre",
    "卫生院": "centre",
    "中心": "centre",
    "服务中心": "centre",
    "卫生服务中心": "centre",
    "村卫生室": "station",
    "卫生室": "station",
    "服务站": "station",
    "卫生服务站": "station",
    "站": "station",
    "综合医院": "hospital",
    "专科医院": "hospital",
    "中医院": "hospital",
    "妇幼保健院": "hospital",
    "疾控中心": "cdc",
    "疾控": "cdc",
    "卫生监督": "supervision",
    "卫生行政执法队": "supervision",
    "监督所": "supervision",
    "小学": "school",
    "中学": "school",
    "幼儿园": "school",
    "卫健局": "bureau",
    "卫生健康委员会": "bureau",
    "卫健委": "bureau",
}

layout = Layout(
    key="institutions",
    title="机构",
    columns=(
        Column(
            key="name",
            title="机构名称",
            synonyms=("名称", "单位名称", "医疗机构名称", "学校名称", "机构全称", "name"),
        ),
        Column(
            key="kind",
            title="机构类别",
            kind="code",
            choices=KINDS,
            aliases=KIND_ALIASES,
            synonyms=("机构类型", "类别", "类型", "机构性质", "kind"),
        ),
        Column(
            key="credit_code",
            title="统一社会信用代码",
            kind="document",
            synonyms=("社会信用代码", "信用代码", "统一信用代码", "credit_code"),
        ),
        *ADDRESS,
        Column(
            key="parent",
            title="上级机构",
            synonyms=("上级单位", "主管单位", "主管机构", "所属机构", "上级机构名称", "parent"),
        ),
        Column(key="valid_from", title="启用日期", kind="day", synonyms=("成立日期", "开业日期", "valid_from")),
        Column(key="valid_to", title="停用日期", kind="day", synonyms=("撤销日期", "停业日期", "valid_to")),
    ),
    needs=(("name",), ("address", "village_name", "street_name", "district_name", "region_code")),
    ignored={
        "序号": "只是行的顺序",
        "行号": "只是行的顺序",
        "原因": "上次导入时写下的原因",
        **dict.fromkeys(("法定代表人", "负责人", "联系人", "联系电话", "电话", "邮编"), "这一列目前不保存"),
    },
)
