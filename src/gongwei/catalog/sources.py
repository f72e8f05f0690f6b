"""The documents from which definitions are taken, as they are cited."""

NORM_2017 = "国家基本公共卫生服务规范（第三版）2017"
COPD_2024 = "国卫办基层函〔2024〕336号 慢阻肺患者健康服务规范（试行）"
PRIMARY_CARE_2025 = "国家基层高血压防治管理指南 2025"
NOTICE_2025 = "国卫基层发〔2025〕7号"
ELDERLY_2015 = "WS/T 484-2015"
PRESSURE_2025 = "WS/T 872-2025"
PLAUSIBILITY = "录入合理范围（平台默认，待核实，可由本市调整）"
