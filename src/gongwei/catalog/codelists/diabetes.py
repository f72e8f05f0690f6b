"""Answers that only the diabetes visit asks for."""

from gongwei.domain.codes import Codelist

FOOT_PULSE = Codelist("足背动脉搏动", {"1": "触及正常", "2": "减弱", "3": "消失"})
SIDE = Codelist("部位", {"both": "双侧", "left": "左侧", "right": "右侧"})
HYPOGLYCAEMIA = Codelist("低血糖反应", {"1": "无", "2": "偶尔", "3": "频繁"}, none="1")
