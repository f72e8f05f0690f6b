"""The page of figures: what was measured, on what, beside what was asked for."""

from typing import Any

GOALS = {
    "pages": "p95 ≤ 150 ms with 6 clients at 1,000,000 residents",
    "writes": "≥ 250 a second, p99 ≤ 250 ms",
    "wider": "ratio 1: adding a programme slows no page of another",
    "imports": "≥ 8,000 rows a second with audit and encryption, dry run ≥ 20,000",
    "lake": "all indicators, all regions, four levels ≤ 10 s; refresh after 1,000 writes ≤ 5 s",
    "rival": "none: the same figures, one query for each indicator and level on PostgreSQL",
    "synth": "generation ≥ 200,000 residents a second",
    "methods": "R's answers on the same data, and so many times faster as each line says; R 4.2 of Debian 12",
    "space": "the scan < 2 s; Debian's R has neither, so beside the same methods written plainly in NumPy and Python",
    "immunization": "≥ 5,000 children a second and core on China's programme, ≥ 500 on CDC's; the city's ≤ 90 s",
    "linkage": "F1 ≥ 0.985 without the document, precision ≥ 0.999 of what is merged without a person, ≤ 60 s",
}
TITLES = {
    "pages": "Pages",
    "writes": "Visits written",
    "wider": "Pages, and twice as many programmes",
    "imports": "Imports",
    "lake": "The lake",
    "rival": "The lake beside its naive rival",
    "synth": "The made city",
    "methods": "The methods beside R",
    "space": "Scan and nowcast",
    "linkage": "One resident, one record",
    "immunization": "Immunization",
}


def _table(rows: dict[str, Any]) -> list[str]:
    inner = [value for value in rows.values() if isinstance(value, dict)]
    if len(inner) == len(rows) and inner:
        heads = list(dict.fromkeys(key for value in inner for key in value))
        lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
        for name, value in rows.items():
            lines.append(f"| {name} | " + " | ".join(str(value.get(head, "")) for head in heads) + " |")
        return lines
    return ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]


def page(found: dict[str, Any]) -> str:
    """Write all figures as one Markdown page."""
    lines = ["# Figures", "", "Written by `python3 run.py bench`: one run, one machine. Quote ratios, not times.", ""]
    lines += [
        "## Machine and city",
        "",
        *_table(found["machine"]),
        "",
        *_table(found.get("city", {"city": "not built"})),
        "",
    ]
    for part, title in TITLES.items():
        if part in found:
            lines += [f"## {title}", "", f"Goal: {GOALS[part]}.", "", *_table(found[part]), ""]
    return "\n".join(lines)
