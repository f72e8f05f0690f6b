"""Long-term diagnoses as residents' records keep them; class 4 ones stand apart because they are guarded further."""

from gongwei.domain.codes import Codelist

CONDITIONS = Codelist(
    "慢性病",
    {
        "hypertension": "高血压",
        "diabetes": "2型糖尿病",
        "copd": "慢性阻塞性肺疾病",
        "stroke": "脑卒中",
        "coronary": "冠心病",
        "cancer": "恶性肿瘤",
        "tuberculosis": "肺结核",
        "tb_contact": "肺结核密切接触者",
    },
)
GUARDED_CONDITIONS = Codelist(
    "受保护的诊断",
    {"mental_disorder": "严重精神障碍", "mental_disability": "精神残疾", "pregnancy": "孕产妇"},
)
