"""Which causes of death count as premature between 30 and 70, as the WHO says it and as the city's documents do."""

from collections.abc import Mapping
from types import MappingProxyType

from gongwei.domain.demography.causes import Causes

CANCER, DIABETES, CHRONIC_RESPIRATORY = ("C00", "C97"), ("E10", "E14"), ("J30", "J98")
CIRCULATORY, CEREBROVASCULAR = ("I00", "I99"), ("I60", "I69")

PREMATURE_CAUSES: Mapping[str, Causes] = MappingProxyType(
    {
        causes.key: causes
        for causes in (
            Causes(
                "who",
                "四类主要慢性病：心脑血管疾病、恶性肿瘤、慢性呼吸系统疾病、糖尿病",
                (CIRCULATORY, CANCER, DIABETES, CHRONIC_RESPIRATORY),
                "WHO 慢性病全球监测框架 2014 指标 1；杭州市“十四五”规划“重大慢病过早死亡率”未列编码，按同四类",
            ),
            Causes(
                "plan-2018",
                "脑血管疾病、癌症、慢性呼吸系统疾病、糖尿病",
                (CEREBROVASCULAR, CANCER, CHRONIC_RESPIRATORY, DIABETES),
                "杭州市行动计划 2018–2020 附件 2 第 7 项：血管疾病中只列脑血管疾病，编码未列",
            ),
        )
    }
)
"""Definitions by key. No document prints the codes in full for the city, so all are to be confirmed by its CDC."""

ILL_DEFINED = Causes("ill-defined", "死因不明", (("R00", "R99"),), "ICD-10 第 XVIII 章", verified=True)
