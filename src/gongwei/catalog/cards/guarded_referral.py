"""The same referral slip for a woman with child or somebody with a mental disorder: a row of class 4."""

from dataclasses import replace

from gongwei.catalog.cards.referral import card as referral
from gongwei.domain.access import Sensitivity

card = replace(
    referral,
    key="guarded_referral",
    title="双向转诊（转出单，受保护）",
    sensitivity=Sensitivity.GUARDED_HEALTH,
)
