"""Answers of the maternal report cards."""

from gongwei.domain.codes import Codelist

REPORTED = Codelist(
    "评定颜色", {"4": "红色", "3": "橙色", "5": "紫色"}, source="国卫办妇幼发〔2017〕35号", verified=False
)
WHERE_NOW = Codelist(
    "目前去向", {"1": "在本机构", "2": "已转救治中心", "3": "已转三级医院", "4": "已转定点医疗机构", "5": "在家"}
)
FOUND_BY = Codelist(
    "发现途径",
    {"1": "医院门诊", "2": "入户走访", "3": "村（社区）告知", "4": "预防接种或儿童门诊", "5": "其他"},
    source="平台整理，待核实",
    verified=False,
)
WHY_UNBOOKED = Codelist(
    "未建册原因",
    {"1": "不知晓", "2": "外来，未满居住期", "3": "在外地建册", "4": "不愿建册", "5": "其他"},
    source="平台整理，待核实",
    verified=False,
)
WHEN_DIED = Codelist(
    "死亡时期", {"1": "孕期", "2": "产时", "3": "产后 24 小时内", "4": "产后 1–42 天", "5": "流产或异位妊娠后"}
)
DIED_AT = Codelist("死亡地点", {"1": "医疗机构", "2": "途中", "3": "家中", "4": "其他"})
CAUSE = Codelist(
    "死因分类",
    {
        "1": "产科出血",
        "2": "妊娠期高血压疾病",
        "3": "羊水栓塞",
        "4": "产褥感染",
        "5": "静脉血栓栓塞",
        "6": "合并内科疾病",
        "7": "合并外科疾病",
        "8": "其他产科原因",
        "9": "待查",
    },
    source="平台整理，待核实",
    verified=False,
)
LEVEL = Codelist("评审级别", {"1": "区县级", "2": "市级", "3": "省级"})
AVOIDABLE = Codelist("评审结论", {"1": "可避免", "2": "创造条件可避免", "3": "不可避免"})
# The table of twelve: four matters, each with the family, with health care, with others.
FACTORS = Codelist(
    "影响因素",
    {
        "0": "无",
        "1": "个人家庭：知识技能",
        "2": "个人家庭：态度",
        "3": "个人家庭：资源",
        "4": "个人家庭：管理",
        "5": "医疗保健：知识技能",
        "6": "医疗保健：态度",
        "7": "医疗保健：资源",
        "8": "医疗保健：管理",
        "9": "社会其他：知识技能",
        "10": "社会其他：态度",
        "11": "社会其他：资源",
        "12": "社会其他：管理",
    },
    none="0",
    source="孕产妇死亡评审规范（待核实）",
    verified=False,
)
