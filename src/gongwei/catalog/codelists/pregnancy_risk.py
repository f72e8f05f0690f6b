"""What gives a pregnancy its colour: Zhejiang's form as the city's default, the national one where it differs.

Both forms were read in secondary copies only, and the tails of their lists from knowledge: nothing is verified. What
numbers tell (age, BMI, height, haemoglobin, platelets, pressure, glucose) is not listed here, the programme reads it.
"""

from gongwei.catalog.sources import PREGNANCY_RISK_2017, PREGNANCY_RISK_ZHEJIANG
from gongwei.domain.codes import Codelist

GREEN, YELLOW, ORANGE, RED = "1", "2", "3", "4"
COLOUR = Codelist(
    "妊娠风险颜色",
    {GREEN: "绿色（低风险）", YELLOW: "黄色（一般风险）", ORANGE: "橙色（较高风险）", RED: "红色（高风险）"},
    none=GREEN,
    source=PREGNANCY_RISK_2017,
    verified=False,
)


def _items(title: str, *names: str, source: str = PREGNANCY_RISK_ZHEJIANG) -> Codelist:
    listed = {"0": "无", **{str(n): name for n, name in enumerate(names, 1)}}
    return Codelist(title, listed, none="0", source=source, verified=False)


# Any of these is violet and may stand beside another colour. HIV and syphilis are of class 5 and are not named here.
INFECTIOUS = _items(
    "传染病（紫色）",
    "病毒性肝炎",
    "结核病",
    "重症感染性肺炎",
    "特殊病毒感染",
    "其他须定点救治的传染病",
    source=PREGNANCY_RISK_2017,
)
YELLOW_ITEMS = _items(
    "黄色情形",
    "生殖道畸形",
    "骨盆狭小",
    "不良孕产史",
    "瘢痕子宫（距上次手术 18 个月以上）",
    "子宫肌瘤或卵巢囊肿 5 cm 以上",
    "盆腔手术史",
    "辅助生殖妊娠",
    "心脏病（无须药物且心功能正常）",
    "呼吸系统疾病（无须药物且肺功能正常）",
    "肾脏病（病情稳定且肾功能正常）",
    "无须药物的糖尿病",
    "无须药物的甲状腺疾病或泌乳素瘤",
    "无须药物的免疫系统疾病",
    "癫痫（部分性发作）",
    "原发性高血压",
    "轻度智力障碍",
    "吸毒史",
    "妊娠合并肝损害",
    "双胎妊娠",
    "先兆早产",
    "胎儿生长受限",
    "巨大儿",
    "妊娠期高血压疾病（红色和橙色以外）",
    "妊娠期肝内胆汁淤积症",
    "胎膜早破",
    "羊水过少或过多",
    "36 周后胎位不正",
    "低置胎盘",
    "妊娠剧吐",
)
ORANGE_ITEMS = _items(
    "橙色情形",
    "心功能 Ⅱ 级或轻度左心功能障碍",
    "须药物治疗的心律失常或心肌炎后遗症",
    "轻度瓣膜病",
    "稳定的心肌病",
    "轻度肺动脉高压（50 mmHg 以下）",
    "哮喘或胸廓畸形伴轻度肺功能不全",
    "原因不明的肝功能异常",
    "仅须药物治疗的肝硬化或肠梗阻或消化道出血",
    "肾功能不全代偿期",
    "须药物治疗的糖尿病",
    "须药物治疗的甲状腺疾病或泌乳素瘤",
    "凝血功能障碍无出血倾向或易栓症",
    "免疫系统疾病（小剂量激素且 6 个月以上无活动）",
    "恶性肿瘤治疗后无转移无复发",
    "中重度智力障碍",
    "精神病缓解期",
    "癫痫（失神发作）",
    "重症肌无力（累及四肢或延髓）",
    "三胎及以上妊娠",
    "Rh 血型不合",
    "瘢痕子宫（距上次手术不足 18 个月）",
    "瘢痕子宫伴中央性前置胎盘或疑有胎盘植入",
    "子宫手术史 2 次及以上",
    "双胎或羊水过多伴心肺功能减退",
    "重度子痫前期或慢性高血压并发子痫前期",
    "原因不明的发热",
    "产后抑郁症或产褥期中暑或产褥感染",
)
RED_ITEMS = _items(
    "红色情形",
    "肺动脉高压 50 mmHg 及以上",
    "复杂先天性心脏病",
    "心脏瓣膜置换术后或中重度瓣膜狭窄",
    "马方综合征",
    "各类心肌病",
    "感染性心内膜炎或急性心肌炎",
    "心力衰竭史",
    "反复肺部感染或肺纤维化或严重胸廓畸形",
    "重型肝炎或失代偿期肝硬化",
    "严重消化道出血或急性胰腺炎或肠梗阻",
    "肾脏病伴高血压或肾功能不全",
    "糖尿病伴严重并发症",
    "甲状腺功能亢进并发心脏病或危象",
    "严重甲状腺功能减退",
    "嗜铬细胞瘤",
    "再生障碍性贫血或白血病",
    "凝血功能障碍伴出血倾向或血栓性疾病",
    "活动期免疫系统疾病",
    "精神病急性期",
    "妊娠期发现或复发转移的恶性肿瘤",
    "脑血管畸形或有手术史",
    "全身性癫痫发作",
    "重症肌无力（危重型）",
    "子宫破裂史",
    "剖宫产史 3 次及以上",
    "三胎及以上妊娠伴心肺功能减退",
    "凶险性前置胎盘或胎盘早剥",
    "红色疾病产后尚未稳定",
)
# Where the national form gives another colour to an item of the city's: the history of drug use is red there; a light
# mental handicap and a damaged liver are orange, and so are three caesareans.
NATIONALLY_RED = "17"
YELLOW_NATIONALLY_ORANGE = ("16", "18")
NATIONALLY_ORANGE = ("25",)
