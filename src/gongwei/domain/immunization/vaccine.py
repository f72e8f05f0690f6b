"""A vaccine of a programme: its antigen with the ways to give it, its names, its source; and an edition of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongwei.domain.immunization.schedule import Antigen, Schedule


@dataclass(frozen=True, kw_only=True)
class Vaccine:
    """One entry of a programme, as a file of the catalogue writes it.

    `codes` names the products that count, combination vaccines among them; `programme` is false for vaccines that
    residents choose and pay for; `unverified` lists the statements that stand from knowledge until they are checked;
    `cautions` gives what to mind under an observation, in Chinese and English.
    """

    key: str
    title: str
    english: str
    antigen: Antigen
    codes: Mapping[str, str]
    source: str
    programme: bool = True
    unverified: tuple[str, ...] = ()
    cautions: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A programme's vaccines by antigen, and the schedule that they make together."""

    name: str
    title: str
    schedule: Schedule
    vaccines: Mapping[str, Vaccine] = field(default_factory=dict)
