"""Long-term conditions by the codes under which residents' diagnoses are kept."""

from gongwei.domain.codes import Codelist

HYPERTENSION = Codelist("高血压", {"hypertension": "原发性高血压"})
DIABETES = Codelist("2型糖尿病", {"diabetes": "2型糖尿病"})
COPD = Codelist("慢性阻塞性肺疾病", {"copd": "慢性阻塞性肺疾病"})
TUBERCULOSIS = Codelist("肺结核", {"tuberculosis": "肺结核"})
TB_CONTACT = Codelist("肺结核密切接触者", {"tb_contact": "肺结核密切接触者"})
CARDIOVASCULAR = Codelist("心脑血管病", {"coronary": "冠心病", "stroke": "脑卒中"})
MENTAL_DISORDER = Codelist("严重精神障碍", {"mental_disorder": "严重精神障碍"})
