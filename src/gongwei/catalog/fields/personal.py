"""The individual basic information form (规范第三版 2017, 个人基本信息表), less what the record itself holds.

Nothing here must be filled: who takes a file, or opens a record at a bedside, has what there is. What is guarded
(严重精神障碍, 孕产妇, 精神残疾) is noted as a diagnosis of class 4 instead. `as_written` keeps what a file said in no
words of these lists.
"""

from gongwei.catalog.codelists import personal as codes
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Text

RURAL = "农村地区填写"

personal_information = Form(
    Section(
        "户籍与联系",
        Text("employer", "工作单位", longest=70),
        Choice("residence_kind", "常住类型", codes=codes.RESIDENCE_KIND),
        Choice("nation", "民族", codes=codes.NATION),
        Text("household_address", "户籍地址", longest=100),
        Text("contact_name", "联系人姓名", longest=50),
        Text("contact_relation", "与联系人的关系", longest=20),
        Text("contact_phone", "联系人电话", longest=20),
    ),
    Section(
        "社会情况",
        Choice("education", "文化程度", codes=codes.EDUCATION),
        Choice("occupation", "职业", codes=codes.OCCUPATION),
        Choice("marital", "婚姻状况", codes=codes.MARITAL),
        Choices("payers", "医疗费用支付方式", codes=codes.PAYER),
    ),
    Section(
        "血型、过敏与暴露",
        Choice("abo", "血型", codes=codes.ABO),
        Choice("rh", "RH 血型", codes=codes.RH),
        Choices("drug_allergies", "药物过敏史", codes=codes.DRUG_ALLERGY),
        Text("drug_allergies_text", "其他过敏药物", longest=100),
        Choices("exposures", "暴露史", codes=codes.EXPOSURE),
    ),
    Section(
        "既往与家族",
        Choices("other_diseases", "其他既往疾病", codes=codes.OTHER_DISEASE, note="慢性病在“诊断”里登记"),
        Text("surgeries", "手术史", longest=200, note="名称和年月；没有就写“无”"),
        Text("traumas", "外伤史", longest=200, note="名称和年月；没有就写“无”"),
        Text("transfusions", "输血史", longest=200, note="原因和年月；没有就写“无”"),
        Choices("family_father", "家族史：父亲", codes=codes.FAMILY_DISEASE),
        Choices("family_mother", "家族史：母亲", codes=codes.FAMILY_DISEASE),
        Choices("family_siblings", "家族史：兄弟姐妹", codes=codes.FAMILY_DISEASE),
        Choices("family_children", "家族史：子女", codes=codes.FAMILY_DISEASE),
        Text("family_text", "家族史说明", longest=200),
        Text("hereditary", "遗传病史", longest=100),
        Choices("disabilities", "残疾情况", codes=codes.DISABILITY),
    ),
    Section(
        "生活环境",
        Choice("kitchen_vent", "厨房排风设施", codes=codes.KITCHEN_VENT, note=RURAL),
        Choice("fuel", "燃料类型", codes=codes.FUEL, note=RURAL),
        Choice("water", "饮水", codes=codes.WATER, note=RURAL),
        Choice("toilet", "厕所", codes=codes.TOILET, note=RURAL),
        Choice("livestock", "禽畜栏", codes=codes.LIVESTOCK, note=RURAL),
    ),
    Section(
        "档案管理",
        Text("doctor", "责任医生", longest=50),
        Text("archived_by", "建档人", longest=50),
        Text("archive_org", "建档单位", longest=100),
        Text("manager_org", "管理机构", longest=100),
        Text("health_labels", "人群分类", longest=200),
        Text("as_written", "文件原文", longest=2000, note="导入时在选项里找不到的内容，按文件所写保存"),
    ),
)
