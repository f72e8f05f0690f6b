"""Answers of the COPD follow-up form (国卫办基层函〔2024〕336号 慢阻肺患者健康服务规范, 附件: 随访服务记录表)."""

from gongwei.catalog.codelists.symptoms import DANGER_SIGNS
from gongwei.catalog.sources import COPD_2024
from gongwei.domain.codes import Codelist

COPD_SYMPTOMS = Codelist(
    "症状",
    {
        "none": "无上述症状",
        "1": "呼吸困难",
        "2": "喘息",
        "3": "胸闷",
        "4": "咳嗽",
        "5": "咳痰",
        "6": "发热",
        "7": "全身不适（失眠/嗜睡/疲乏/抑郁/意识不清等）",
    },
    none="none",
    source=COPD_2024,
)
COMORBIDITIES = Codelist(
    "合并症",
    {
        "none": "无",
        "1": "心血管疾病",
        "2": "骨质疏松",
        "3": "焦虑和抑郁",
        "4": "肺癌",
        "5": "感染",
        "6": "代谢综合征和糖尿病",
    },
    none="none",
    source=COPD_2024,
)
RESPIRATORY_VACCINES = Codelist(
    "疫苗免疫史",
    {"none": "均未接种", "influenza": "流感疫苗", "pneumococcus": "肺炎球菌疫苗", "covid": "新冠病毒疫苗"},
    none="none",
    source=COPD_2024,
)
COPD_DANGER = DANGER_SIGNS.only("none", "consciousness", "dyspnoea", "cyanosis", "fever", "other", none="none")
