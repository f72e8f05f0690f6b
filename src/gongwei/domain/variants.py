"""Characters that are written in several ways but are one character to whoever bears the name.

Traditional forms and variant forms found in names, each with the form of 通用规范汉字表 (State Council, 2013), whose
annex lists most of these pairs; the choice of pairs is ours and not verified against it. Only such pairs stand here as
sound alike and mean the same: 锋 and 峰 are two names. Some variants were themselves given back as characters of names
in 2013 (喆, 淼, 堃): a person may bear either form, so the two are one only as evidence, never as a correction.
"""

VARIANTS = {
    "杰": "傑", "峰": "峯", "群": "羣", "烟": "煙菸", "锋": "鋒", "强": "強", "丽": "麗", "华": "華", "国": "國",
    "伟": "偉", "荣": "榮", "兰": "蘭", "凤": "鳳", "云": "雲", "龙": "龍", "宝": "寶寳", "贵": "貴", "庆": "慶",
    "连": "連", "军": "軍", "东": "東", "红": "紅", "卫": "衛", "飞": "飛", "义": "義", "礼": "禮", "寿": "壽",
    "万": "萬", "乐": "樂", "学": "學", "晓": "曉", "阳": "陽", "陈": "陳", "张": "張", "刘": "劉", "杨": "楊",
    "吴": "吳", "赵": "趙", "孙": "孫", "马": "馬", "罗": "羅", "郑": "鄭", "谢": "謝", "许": "許", "邓": "鄧",
    "冯": "馮", "苏": "蘇", "叶": "葉", "吕": "呂", "卢": "盧", "蒋": "蔣", "阎": "閻", "钟": "鐘鍾", "陆": "陸",
    "韩": "韓", "萧": "蕭肖", "顾": "顧", "钱": "錢", "严": "嚴", "龚": "龔", "汤": "湯", "邹": "鄒", "温": "溫",
    "哲": "喆", "坤": "堃", "渺": "淼", "昆": "崑", "仑": "崙", "彩": "綵", "丰": "豐", "泽": "澤", "涛": "濤",
    "浩": "澔", "灿": "燦", "烨": "燁", "炜": "煒", "玮": "瑋", "珍": "珎", "琼": "瓊", "瑶": "瑤", "莹": "瑩",
    "芸": "蕓", "艳": "艷豔", "娇": "嬌", "婵": "嬋", "妍": "姸", "娴": "嫻嫺", "静": "靜", "颖": "穎頴",
    "惠": "恵", "恒": "恆", "悦": "悅", "栋": "棟", "桢": "楨", "柏": "栢", "梁": "樑",
    "睿": "叡壡", "禄": "祿", "稚": "穉", "笑": "咲", "绍": "紹",
    "维": "維", "绮": "綺", "绢": "絹", "聪": "聰", "胜": "勝", "腾": "騰", "苹": "蘋", "蕴": "藴蘊",
    "贤": "賢", "赞": "贊讚", "达": "達", "进": "進", "远": "遠", "迈": "邁", "铁": "鐵", "钢": "鋼", "铭": "銘",
    "锦": "錦", "镇": "鎮", "鉴": "鑒鑑", "闻": "聞", "韵": "韻", "顺": "順", "风": "風", "鹏": "鵬", "鹤": "鶴",
    "鸿": "鴻", "鸣": "鳴", "麟": "麐", "齐": "齊", "弥": "彌", "岩": "巖嵒", "岳": "嶽", "岚": "嵐", "峻": "埈",
    "俊": "儁", "仙": "僊", "佑": "祐", "启": "啓啟", "善": "譱", "园": "園", "圆": "圓",
    "妙": "玅", "宁": "寧甯", "宽": "寬", "尧": "堯", "广": "廣", "汉": "漢", "洁": "潔絜", "济": "濟",
    "润": "潤", "清": "淸", "涌": "湧", "炼": "煉", "热": "熱", "焕": "煥", "爱": "愛", "牺": "犧",
}  # fmt: skip

ONE_FORM = {ord(variant): usual for usual, variants in VARIANTS.items() for variant in variants}


def one_form(name: str) -> str:
    """Write a name in one form of each character, for comparison only."""
    return name.translate(ONE_FORM)
