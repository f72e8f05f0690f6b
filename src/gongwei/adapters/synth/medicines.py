"""What patients take: one list of regimens by strength, each written as the form's rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.sheet import Column, chosen

Line = tuple[str, float, str, int]  # name, dose, unit, times a day

AMLODIPINE: Line = ("苯磺酸氨氯地平片", 5, "mg", 1)
NIFEDIPINE: Line = ("硝苯地平控释片", 30, "mg", 1)
VALSARTAN: Line = ("缬沙坦胶囊", 80, "mg", 1)
IRBESARTAN: Line = ("厄贝沙坦片", 150, "mg", 1)
LOSARTAN: Line = ("氯沙坦钾片", 50, "mg", 1)
INDAPAMIDE: Line = ("吲达帕胺缓释片", 1.5, "mg", 1)
METOPROLOL: Line = ("琥珀酸美托洛尔缓释片", 47.5, "mg", 1)
METFORMIN: Line = ("盐酸二甲双胍片", 500, "mg", 2)
MUCH_METFORMIN: Line = ("盐酸二甲双胍片", 500, "mg", 3)
GLICLAZIDE: Line = ("格列齐特缓释片", 30, "mg", 1)
GLIMEPIRIDE: Line = ("格列美脲片", 2, "mg", 1)
ACARBOSE: Line = ("阿卡波糖片", 50, "mg", 3)
SITAGLIPTIN: Line = ("磷酸西格列汀片", 100, "mg", 1)
DAPAGLIFLOZIN: Line = ("达格列净片", 10, "mg", 1)
ATORVASTATIN: Line = ("阿托伐他汀钙片", 20, "mg", 1)
GLARGINE: Line = ("甘精胰岛素注射液", 12, "U", 1)

SALBUTAMOL: Line = ("硫酸沙丁胺醇吸入气雾剂", 1, "揿", 2)
TIOTROPIUM: Line = ("噻托溴铵粉雾剂", 18, "μg", 1)
BUDESONIDE: Line = ("布地奈德福莫特罗粉吸入剂", 1, "吸", 2)

# By strength from 0 (nothing) on; people of the same strength take different regimens of its row.
FOR_PRESSURE: tuple[tuple[tuple[Line, ...], ...], ...] = (
    ((),),
    ((AMLODIPINE,), (NIFEDIPINE,), (VALSARTAN,), (IRBESARTAN,), (LOSARTAN,)),
    ((AMLODIPINE, VALSARTAN), (NIFEDIPINE, IRBESARTAN), (AMLODIPINE, METOPROLOL), (VALSARTAN, INDAPAMIDE)),
    ((AMLODIPINE, VALSARTAN, INDAPAMIDE), (NIFEDIPINE, LOSARTAN, METOPROLOL)),
    ((AMLODIPINE, IRBESARTAN, INDAPAMIDE, METOPROLOL), (NIFEDIPINE, VALSARTAN, INDAPAMIDE, ATORVASTATIN)),
)
FOR_GLUCOSE: tuple[tuple[tuple[Line, ...], ...], ...] = (
    ((),),
    ((METFORMIN,), (GLICLAZIDE,), (ACARBOSE,), (GLIMEPIRIDE,)),
    ((METFORMIN, ACARBOSE), (METFORMIN, GLIMEPIRIDE), (MUCH_METFORMIN, GLICLAZIDE), (METFORMIN, SITAGLIPTIN)),
    ((MUCH_METFORMIN, GLIMEPIRIDE, ACARBOSE), (MUCH_METFORMIN, DAPAGLIFLOZIN, SITAGLIPTIN)),
    ((METFORMIN, ACARBOSE, GLARGINE), (MUCH_METFORMIN, DAPAGLIFLOZIN, GLARGINE)),
)
FOR_LUNGS: tuple[tuple[tuple[Line, ...], ...], ...] = (
    ((),),
    ((SALBUTAMOL,), (TIOTROPIUM,)),
    ((TIOTROPIUM, SALBUTAMOL), (BUDESONIDE,)),
    ((TIOTROPIUM, BUDESONIDE), (TIOTROPIUM, BUDESONIDE, SALBUTAMOL)),
)


def rows(regimen: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Write a regimen as rows of the form."""
    return [dict(zip(("name", "dose", "unit", "times_a_day"), line, strict=True)) for line in regimen]


def taken(regimens: tuple[tuple[tuple[Line, ...], ...], ...], strength: NDArray, person: NDArray[np.int32]) -> Column:
    """Give every visit the regimen of its strength; nothing taken is no answer."""
    listed = [rows(regimen) for level in regimens for regimen in level]
    sizes = np.array([len(level) for level in regimens])
    first = np.cumsum(sizes) - sizes
    level = np.minimum(strength, len(regimens) - 1)
    return chosen(first[level] + person % sizes[level], listed).only(level > 0)


def with_insulin(strength: NDArray) -> NDArray[np.bool_]:
    """Say at which strengths of `FOR_GLUCOSE` insulin is given."""
    return strength >= len(FOR_GLUCOSE) - 1
