"""The words of the pictures in both languages."""

from typing import Literal

Language = Literal["zh", "en"]

WORDS = {
    "alarm": ("报警", "alarm"),
    "alike": ("局部空间自相关", "Places among their like"),
    "high-high": ("高，周围也高", "high among high"),
    "low-low": ("低，周围也低", "low among low"),
    "high-low": ("高，周围低", "high among low"),
    "low-high": ("低，周围高", "low among high"),
    "like chance": ("与随机无异", "as chance would have it"),
    "cluster seen": ("{name}：{seen} 例，期望 {mean}，p {p}", "{name}: {seen} cases, {mean} expected, p {p}"),
    "clusters left out": (
        "另有 {left_out} 个聚集（p 大于 {limit}）未画",
        "{left_out} clusters with p above {limit} are not drawn",
    ),
    "some left out": (
        "共 {all} 个，只画了 {most} 个；用 --series 指定其他",
        "{most} of {all} are drawn; name others with --series",
    ),
    "alarms a week": ("每周报警数", "alarms a week"),
    "at equal": ("同样误报率下发现的暴发", "Outbreaks found at the same rate of false alarms"),
    "budget": ("报警预算", "Alarm budget"),
    "chosen": ("所选", "chosen"),
    "false alarms": ("误报率", "false alarms"),
    "high": ("高", "high"),
    "lateness": ("迟到（暴发长度的比例）", "lateness (share of the outbreak)"),
    "medium": ("中", "medium"),
    "outbreaks found": ("发现的暴发比例", "outbreaks found"),
    "earlier seasons": ("早先各季", "earlier seasons"),
    "pre_epidemic": ("流行开始", "pre-epidemic"),
    "rate": ("率", "rate"),
    "seasons": ("流感流行阈值", "Thresholds of influenza"),
    "trade-off": ("误报与发现", "False alarms and outbreaks found"),
    "very_high": ("很高", "very high"),
    "week of the season": ("监测季第几周", "week of the season"),
    "cases left out": ("另有 {left_out} 例未画", "{left_out} cases are not drawn"),
    "chains": ("传播链", "Chains of infection"),
    "generation": ("第 {step} 代", "generation {step}"),
    "cases": ("病例数", "cases"),
    "cases by day": ("流行曲线", "Epidemic curve"),
    "clusters": ("时空聚集", "Clusters"),
    "completed": ("补全后", "completed"),
    "detected": ("计数与报警", "Counts and alarms"),
    "expected": ("期望", "expected"),
    "interval": ("区间", "interval"),
    "life expectancy at birth": ("出生期望寿命", "Life expectancy at birth"),
    "nowcast": ("报告延迟补全", "Nowcast"),
    "observed": ("实际", "observed"),
    "place": ("地点", "place"),
    "premature": ("30–69 岁死亡概率", "Probability of dying between 30 and 70"),
    "reported": ("已报告", "reported so far"),
    "reproduction": ("再生数 Rt", "Reproduction number"),
    "survivors": ("尚存人数", "survivors"),
    "survivors by age": ("生存曲线", "Survivors by age"),
    "threshold": ("阈值", "threshold"),
    "time": ("时间", "time"),
    "values": ("各组数值及其区间", "Values with their intervals"),
    "age": ("年龄（岁）", "age (years)"),
}
"""A word's name in the code: (Chinese, English)."""


def words(language: Language) -> dict[str, str]:
    return {name: pair[language == "en"] for name, pair in WORDS.items()}
