"""Answers of the children's forms (规范第三版 2017, 新生儿家庭访视记录表, 儿童健康检查记录表)."""

from gongwei.domain.codes import Codelist

MOTHERS_ILLNESS = Codelist("母亲妊娠期患病", {"1": "无", "2": "糖尿病", "3": "妊娠期高血压", "4": "其他"}, none="1")
BIRTH_MODES = Codelist(
    "出生情况",
    {"1": "顺产", "2": "胎头吸引", "3": "产钳", "4": "剖宫", "5": "双多胎", "6": "臀位", "7": "其他"},
)
HEARING_SCREEN = Codelist("新生儿听力筛查", {"1": "通过", "2": "未通过", "3": "未筛查", "4": "不详"}, none="1")
DISEASE_SCREEN = Codelist(
    "新生儿疾病筛查",
    {
        "1": "未进行",
        "2": "检查均阴性",
        "3": "甲状腺功能减退症",
        "4": "苯丙酮尿症",
        "5": "其他遗传代谢病",
    },
    none="2",
)
FEEDING = Codelist("喂养方式", {"1": "纯母乳", "2": "混合", "3": "人工"})
STOOL = Codelist("大便", {"1": "糊状", "2": "稀", "3": "其他"})
COMPLEXION = Codelist("面色", {"1": "红润", "2": "黄染", "3": "其他"}, none="1")
COMPLEXION_LATER = Codelist("面色", {"1": "红润", "2": "其他"}, none="1")
JAUNDICE = Codelist("黄疸部位", {"1": "无", "2": "面部", "3": "躯干", "4": "四肢", "5": "手足"}, none="1")
FONTANELLE = Codelist("前囟", {"1": "正常", "2": "膨隆", "3": "凹陷", "4": "其他"}, none="1")
FONTANELLE_CLOSED = Codelist("前囟", {"1": "闭合", "2": "未闭"}, none="1")
SKIN = Codelist("皮肤", {"1": "未见异常", "2": "湿疹", "3": "糜烂", "4": "其他"}, none="1")
CORD = Codelist("脐带", {"1": "未脱", "2": "脱落", "3": "脐部有渗出", "4": "其他"})
# 1 is 科学喂养 up to 18 months and 合理膳食 later: one meaning, advice on food.
GUIDANCE = Codelist(
    "指导",
    {
        "1": "喂养与膳食指导",
        "2": "生长发育指导",
        "3": "疾病预防指导",
        "4": "预防意外伤害指导",
        "5": "口腔保健指导",
        "6": "其他",
    },
)
TCM = Codelist("中医药健康管理", {"1": "饮食调养", "2": "起居调摄", "3": "穴位按揉和捏脊", "4": "其他"})
LEVEL = Codelist("评价", {"1": "上", "2": "中", "3": "下"})
GROWTH = Codelist(
    "体格发育评价",
    {"1": "正常", "2": "低体重", "3": "消瘦", "4": "生长迟缓", "5": "超重"},
    none="1",
)
PASSED = Codelist("听力", {"1": "通过", "2": "未通过"}, none="1")
RICKETS_SYMPTOMS = Codelist("可疑佝偻病症状", {"1": "无", "2": "夜惊", "3": "多汗", "4": "烦躁"}, none="1")
# The printed forms number the signs anew at each age; here each sign has one code.
RICKETS_SIGNS = Codelist(
    "可疑佝偻病体征",
    {
        "none": "无",
        "soft_skull": "颅骨软化",
        "square_skull": "方颅",
        "rib_beads": "肋串珠",
        "rib_groove": "肋软骨沟",
        "pigeon_chest": "鸡胸",
        "bracelets": "手足镯",
        "bow_legs": "O 型腿",
        "knock_knees": "X 型腿",
    },
    none="none",
)
ILLNESS = Codelist("两次随访间患病情况", {"1": "无", "2": "肺炎", "3": "腹泻", "4": "外伤", "5": "其他"}, none="1")


def _signs(*names: str) -> Codelist:
    listed = {"none": "无", **{str(n): name for n, name in enumerate(names, 1)}}
    return Codelist("发育预警征象", listed, none="none")


# From the age in months at which they are looked for; any one speaks of a possible deviation.
WARNING_SIGNS = {
    3: _signs("对很大声音没有反应", "逗引时不发音或不会微笑", "不注视人脸或不追视移动人或物品", "俯卧时不会抬头"),
    6: _signs("发音少且不会笑出声", "不会伸手抓物", "紧握拳松不开", "不能扶坐"),
    8: _signs("听到声音无应答", "不会区分生人和熟人", "双手间不会传递玩具", "不会独坐"),
    12: _signs("呼唤名字无反应", "不会模仿“再见”或“欢迎”动作", "不会用拇食指对捏小物品", "不会扶物站立"),
    18: _signs("不会有意识叫“爸爸”或“妈妈”", "不会按要求指人或物", "与人无目光交流", "不会独走"),
    24: _signs("不会说 3 个物品的名称", "不会按吩咐做简单事情", "不会用勺吃饭", "不会扶栏上楼梯"),
    30: _signs("不会说 2–3 个字的短语", "兴趣单一刻板", "不会示意大小便", "不会跑"),
    36: _signs("不会说自己的名字", "不会玩假想游戏", "不会模仿画圆", "不会双脚跳"),
    48: _signs("不会说带形容词的句子", "不能按要求等待或轮流", "不会独立穿衣", "不会单脚站立"),
    60: _signs("不能简单叙说事情经过", "不知道自己的性别", "不会用筷子吃饭", "不会单脚跳"),
    72: _signs("不会表达自己的感受或想法", "不会玩角色扮演的集体游戏", "不会画方形", "不会奔跑"),
}
