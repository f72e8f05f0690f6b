"""Answers of the record of Chinese-medicine care for the old (规范第三版, 老年人中医药健康管理服务记录表)."""

from gongwei.domain.codes import Codelist

LIKENESS = Codelist("体质判定", {"yes": "是", "nearly": "倾向是", "no": "否"}, none="no")
CONSTITUTION_GUIDANCE = Codelist(
    "中医药保健指导",
    {"1": "情志调摄", "2": "饮食调养", "3": "起居调摄", "4": "运动保健", "5": "穴位保健", "6": "其他"},
)
