"""Answers of the health examination sheet (规范第三版, 健康体检表)."""

from gongwei.domain.codes import Codelist


def _listed(title: str, *names: str, none: str | None = None) -> Codelist:
    """Number the answers from 1, as the sheet prints them."""
    return Codelist(title, {str(number): name for number, name in enumerate(names, 1)}, none=none)


SELF_HEALTH = _listed("健康状态自评", "满意", "基本满意", "说不清楚", "不太满意", "不满意")
SELF_CARE = _listed(
    "生活自理能力", "可自理（0–3 分）", "轻度依赖（4–8 分）", "中度依赖（9–18 分）", "不能自理（≥19 分）"
)
SCREEN = _listed("粗筛", "粗筛阴性", "粗筛阳性")
EXERCISE = _listed("锻炼频率", "每天", "每周一次以上", "偶尔", "不锻炼")
DIET = _listed("饮食习惯", "荤素均衡", "荤食为主", "素食为主", "嗜盐", "嗜油", "嗜糖")
SMOKING = _listed("吸烟状况", "从不吸烟", "已戒烟", "吸烟")
DRINKING = _listed("饮酒频率", "从不", "偶尔", "经常", "每天")
QUIT_DRINKING = _listed("是否戒酒", "未戒酒", "已戒酒")
YES_NO = _listed("是否", "是", "否")
NO_YES_EXAM = _listed("是否", "否", "是")
ALCOHOL_KINDS = _listed("饮酒种类", "白酒", "啤酒", "红酒", "黄酒", "其他")
LIPS = _listed("口唇", "红润", "苍白", "发绀", "皲裂", "疱疹")
TEETH = _listed("齿列", "正常", "缺齿", "龋齿", "义齿（假牙）", none="1")
PHARYNX = _listed("咽部", "无充血", "充血", "淋巴滤泡增生")
HEARING = _listed("听力", "听见", "听不清或无法听见")
MOTION = _listed("运动功能", "可顺利完成", "无法独立完成任何一个动作")
SKIN = _listed("皮肤", "正常", "潮红", "苍白", "发绀", "黄染", "色素沉着", "其他")
SCLERA = _listed("巩膜", "正常", "黄染", "充血", "其他")
LYMPH_NODES = _listed("淋巴结", "未触及", "锁骨上", "腋窝", "其他")
BREATH_SOUNDS = _listed("呼吸音", "正常", "异常")
RALES = _listed("罗音", "无", "干罗音", "湿罗音", "其他")
RHYTHM = _listed("心律", "齐", "不齐", "绝对不齐")
OEDEMA = _listed("下肢水肿", "无", "单侧", "双侧不对称", "双侧对称")
# Not the codes of the follow-up form: there 1 is normal, here it is "not felt".
FOOT_PULSE_EXAM = _listed("足背动脉搏动", "未触及", "触及双侧对称", "触及左侧弱或消失", "触及右侧弱或消失")
RECTAL = _listed("肛门指诊", "未及异常", "触痛", "包块", "前列腺异常", "其他")
BREAST = _listed("乳腺", "未见异常", "乳房切除", "异常泌乳", "乳腺包块", "其他", none="1")
NEGATIVE = _listed("阴阳性", "阴性", "阳性")
BRAIN = _listed("脑血管疾病", "未发现", "缺血性卒中", "脑出血", "蛛网膜下腔出血", "短暂性脑缺血发作", "其他", none="1")
KIDNEY = _listed("肾脏疾病", "未发现", "糖尿病肾病", "肾功能衰竭", "急性肾炎", "慢性肾炎", "其他", none="1")
HEART = _listed(
    "心脏疾病",
    "未发现",
    "心肌梗死",
    "心绞痛",
    "冠状动脉血运重建",
    "充血性心力衰竭",
    "心前区疼痛",
    "其他",
    none="1",
)
VESSEL = _listed("血管疾病", "未发现", "夹层动脉瘤", "动脉闭塞性疾病", "其他", none="1")
EYE = _listed("眼部疾病", "未发现", "视网膜出血或渗出", "视乳头水肿", "白内障", "其他", none="1")
FOUND = _listed("其他疾病", "未发现", "有")
EVALUATION = _listed("健康评价", "体检无异常", "有异常")
GUIDANCE = _listed("健康指导", "纳入慢性病患者健康管理", "建议复查", "建议转诊")
RISK_CONTROL = _listed("危险因素控制", "戒烟", "健康饮酒", "饮食", "锻炼", "减体重", "建议接种疫苗", "其他")
