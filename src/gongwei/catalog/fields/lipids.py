"""Blood lipids, as the examination sheet has them. Plausibility limits are the platform's (not verified)."""

from gongwei.catalog.sources import PLAUSIBILITY
from gongwei.domain.form_field import Number


def _lipid(key: str, title: str, hard: tuple[float, float], soft: tuple[float, float]) -> Number:
    return Number(key, title, "mmol/L", hard=hard, soft=soft, source=PLAUSIBILITY)


total_cholesterol = _lipid("total_cholesterol", "总胆固醇", (0.5, 40), (2, 12))
triglycerides = _lipid("triglycerides", "甘油三酯", (0.1, 100), (0.3, 10))
ldl = _lipid("ldl", "低密度脂蛋白胆固醇", (0.1, 30), (0.5, 8))
hdl = _lipid("hdl", "高密度脂蛋白胆固醇", (0.1, 10), (0.5, 3))
