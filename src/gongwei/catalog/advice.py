"""What a doctor is told to do after a visit, from the lightest to the gravest."""

from gongwei.domain.program import Advice

go_on = Advice("continue", "继续目前方案，按期随访", 0)
adjust_medicine = Advice("adjust medicine", "结合服药依从性调整用药，2 周内随访", 1)
refer = Advice("refer", "建议转诊到上级医院，2 周内主动随访转诊结果", 2)
refer_now = Advice("refer now", "处理后紧急转诊，2 周内主动随访转诊情况", 3)

# The yearly examination.
next_year = Advice("next year", "告知体检结果并给予健康指导，次年再查", 0)
repeat_scale = Advice("repeat scale", "3 个月内复评老年抑郁量表", 1)

# The constitution of the old.
next_constitution = Advice("next constitution", "告知体质类型并给予相应的中医药保健指导，次年再辨识", 0)
ask_again = Advice("ask again", "当场核对各题，或 2 周后重新辨识", 1)

# Newborns and children.
to_child_care = Advice("to child care", "给予喂养和护理指导，满月时到社区卫生服务机构做儿童健康检查", 0)
next_stage = Advice("next stage", "告知检查结果并给予本年龄的指导，按月龄随访", 0)
remind_parents = Advice("remind parents", "提醒家长尽快补种疫苗、补做筛查或复筛，满月时做儿童健康检查", 1)
visit_again = Advice("visit again", "具有高危因素，增加家庭访视次数", 1)
special_care = Advice("special care", "纳入专案管理：分析原因、给予指导，1 个月内复查", 1)

# Tuberculosis: the first visit at home, the treatment, and who lived with the patient.
to_supervise = Advice("to supervise", "确定督导人员，按期督导服药并随访", 0)
teach_again = Advice("teach again", "未掌握的内容当场再讲一遍，下次随访时复核", 1)
tell_the_school = Advice("tell the school", "学校病例：当日告知县（区）疾控机构，协助校内密切接触者筛查", 1)
supervise = Advice("supervise", "继续督导服药，按期随访", 0)
find_the_cause = Advice("find the cause", "查明漏服原因，加强教育和督导，2 周内随访", 1)
report_missed = Advice("report missed", "漏服 1 周及以上：向上级专业机构报告，查明原因，2 周内随访", 2)
assess_outcome = Advice("assess outcome", "停止治疗：转定点医疗机构评估转归，2 周内电话随访", 2)
close = Advice("close", "转归已明确，填写治疗转归后结案", 0)
screen_on = Advice("screen on", "尽快完成症状筛查和胸部影像检查", 1)
suspect_tb = Advice("suspect tuberculosis", "可疑肺结核：推介到定点医疗机构就诊，1 周内电话随访就诊情况", 2)
prevent_tb = Advice("prevent tuberculosis", "结核感染：推介到定点医疗机构评估预防性治疗", 2)
watch_contact = Advice("watch contact", "告知可疑症状应及时就诊，按期复查", 0)

# Pressure from 35 and the people at high risk.
measure_again = Advice("measure again", "在另一天复测血压，非同日 3 次均高者转诊确诊", 1)
refer_to_confirm = Advice("refer to confirm", "非同日 3 次血压均高：转诊确诊，2 周内随访转诊结果", 2)
enter_programme = Advice("enter programme", "已确诊：登记诊断，纳入相应的慢性病患者健康管理", 1)
half_year = Advice("half year", "高危人群：给予生活方式指导，至少半年测量 1 次", 0)
measure_yearly = Advice("measure yearly", "告知结果，每年免费测量 1 次", 0)
refer_glucose = Advice("refer glucose", "空腹血糖升高：转诊做糖耐量或复查，2 周内随访结果", 2)

# A round of cancer screening.
ask_to_come = Advice("ask to come", "说明筛查目的，预约初筛", 0)
invite_next_round = Advice("invite next round", "尊重本人意愿，下一轮再邀请", 0)
next_round = Advice("next round", "告知初筛结果，下一轮再邀请", 0)
recall = Advice("recall", "初筛阳性：召回做诊断性检查，1 个月内随访结果", 2)
talk_again = Advice("talk again", "阳性而不愿检查：再次告知风险，3 个月内再联系", 1)
arrange_treatment = Advice("arrange treatment", "已查出病变：转上级医院治疗，1 个月内随访治疗情况", 2)
after_treatment = Advice("after treatment", "已治疗：按医嘱复查，6 个月后随访", 1)
cleared = Advice("cleared", "诊断性检查未见癌及癌前病变，告知结果，下一轮再邀请", 0)

# The care of the old.
reassess_yearly = Advice("reassess yearly", "能力完好或轻度依赖：给予指导，每年评估 1 次", 0)
reassess_half_year = Advice("reassess half-yearly", "中度依赖：给予照护和康复指导，半年内再评估", 1)
arrange_care = Advice("arrange care", "重度失能：联系家庭病床或机构照护，3 个月内再评估", 1)
round_goes_on = Advice("round goes on", "按计划继续巡诊", 0)
plan_again = Advice("plan again", "病情变化：调整照护计划，1 周内再巡诊", 1)
bed_closed = Advice("bed closed", "撤床：告知后续随访安排", 0)
# Pregnancy, from booking to 42 days after birth.
next_antenatal = Advice("next antenatal", "告知检查结果并给予保健指导，按孕周随访", 0)
to_home_visit = Advice("to home visit", "出院后 1 周内到家产后访视，同时访视新生儿", 0)
to_day_42 = Advice("to day 42", "给予产后指导，产后 42 天到医疗机构检查", 0)
close_pregnancy = Advice("close pregnancy", "结案，给予避孕和营养指导", 0)
watch_term = Advice("watch term", "已近或超过预产期，追踪分娩情况", 1)
treat_anaemia = Advice("treat anaemia", "贫血：指导膳食、补充铁剂，4 周内复查血红蛋白", 1)
visit_red = Advice("visit red", "红色专案管理：由三级医院诊治，每周随访到结案", 1)
visit_orange = Advice("visit orange", "橙色专案管理：由救治中心诊治，2 周随访到结案", 1)
visit_soon = Advice("visit soon", "已过应访日期，尽快访视", 1)
refer_yellow = Advice("refer yellow", "转二级以上医疗机构，按孕周随访", 2)
refer_orange = Advice("refer orange", "评为橙色：3 日内报告，转危重孕产妇救治中心，2 周内随访", 2)
refer_violet = Advice("refer violet", "评为紫色：3 日内报告，转定点医疗机构，2 周内随访", 2)
refer_red = Advice("refer red", "评为红色：24 小时内报告，转三级医院，1 周内随访", 3)

# Severe mental disorder. The first sends to a hospital now, as its key says on every programme.
treat_and_refer = Advice(
    "refer now",
    "对症处理后立即转诊，必要时报告公安；未能住院的，联系精神专科医师应急处置，会同村（居）委会和民警每 2 周随访",
    3,
)
unlock = Advice("unlock", "会同街道综合管理小组和家属解除关锁，由精神专科评估治疗，2 周内随访", 2)
search = Advice("search", "联系家属、村（居）委会和民警查找下落，2 周内再访", 1)
ask_the_ward = Advice("ask the ward", "向收治医院了解治疗情况，出院后及时随访", 0)
settle = Advice("settle", "判断是病情波动、疗效不佳还是躯体症状恶化，调整用药或对症治疗，2 周时随访", 1)
ask_specialist = Advice("ask specialist", "仍未稳定，请精神专科医师技术指导，1 个月时随访", 1)
keep_plan = Advice("keep plan", "继续执行上级医院制定的治疗方案，3 个月时随访", 0)
close_file = Advice("close file", "登记死亡日期和原因，结束管理", 0)
follow_up = Advice("follow up", "建卡随访；有变化时随时更新本表，至少每年核对 1 次", 0)
respect_refusal = Advice("respect refusal", "尊重不同意的决定：保留登记与拒绝记录，不做随访和体检；每年再告知 1 次", 0)
review_case = Advice("review case", "按计划落实各项措施，1 个月内评估进展", 1)
settle_plan = Advice("settle plan", "尚无可执行的措施：2 周内与团队商定由谁、何时、做什么", 1)
close_case = Advice("close case", "个案管理结束，转为常规随访", 0)
issue_again = Advice("issue again", "指导服药，下月按时发放", 0)
change_medicine = Advice("change medicine", "请精神专科医师调整药品，2 周内落实", 1)
end_issue = Advice("end issue", "告知终止原因和自费、医保用药途径", 0)
attend_again = Advice("attend again", "继续参加康复，下月登记出勤", 0)
ask_absent = Advice("ask absent", "了解未参加的原因，2 周内再约", 1)
end_rehab = Advice("end rehab", "登记退出原因，随访时继续康复指导", 0)
# Newborn screening and children's special records.
screened = Advice("screened", "筛查已完成，结果告知监护人，不再登记", 0)
wait_result = Advice("wait result", "补采血、补筛或等候结果，到期再登记", 1)
recall_newborn = Advice("recall newborn", "立即通知监护人召回复查，并追踪到结果", 2)
treat_found = Advice("treat found", "转诊治疗并随访治疗情况，评估生长发育", 2)
refer_hearing = Advice("refer hearing", "转听力障碍诊治机构，3 月龄内明确诊断", 2)
refer_heart = Advice("refer heart", "1 周内转做超声心动图，明确诊断", 2)
high_risk_visit = Advice("high risk visit", "按矫正月龄专案随访：喂养、铁剂与维生素 D、早期发展指导", 1)
special_iron = Advice("special iron", "继续铁剂治疗，4 周内复查血红蛋白", 1)
special_again = Advice("special again", "继续专案管理，每月监测生长并指导喂养", 1)
close_record = Advice("close record", "结案，转入儿童健康检查", 0)

# HIV.
start_treatment = Advice("start treatment", "尽快转介启动抗病毒治疗（确诊后 30 天内），2 周内随访结果", 2)
prevent_transmission = Advice(
    "prevent transmission", "转介母婴阻断：孕期用药、安全助产、婴儿预防用药和检测，2 周内随访", 2
)
test_resistance = Advice("test resistance", "查服药依从性，做耐药检测并请定点医院调整方案，1 个月内复查", 2)
rule_out_tb = Advice("rule out tb", "结核症状筛查阳性：转结核病定点医疗机构检查，2 周内随访结果", 2)
support_adherence = Advice("support adherence", "强化服药指导，处理不良反应，1 个月内随访", 1)
keep_treatment = Advice("keep treatment", "继续抗病毒治疗，3 个月内随访；每年至少检测 1 次病毒载量", 0)
