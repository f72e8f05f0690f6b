"""Place a free-text Chinese address in a village, street or district, or say why it cannot.

Names of today and of before are known: 江干区采荷街道 is found in 上城区. Nothing is guessed: a name that two places
share, a street that is not in the district written before it, and a place outside the city are refused with the reason.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongwei.domain.regions import CITY, DISTRICT, RECORDS_BEGIN, STREET, VILLAGE, Gazetteer, Region, ancestor, level_of

PROVINCE = 0
_LONGEST = 200  # characters of an address that are read
_COMMON_NAME = 2  # characters: 李村 is found all over the country

_STRIP = {code: None for code in range(0x110000) if chr(code).isspace()}
_HALF_WIDTH = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF5F)}
_CLEAN = _HALF_WIDTH | _STRIP

_ELSEWHERE = re.compile(r"[一-龥]{2,7}?(?<!城)(省|市|自治区|自治州|县)")
_OTHER_PLACES = re.compile(
    r"(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    r"|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水)(?![路街里苑花大])"
)
_NOT_A_NAME = "路街巷弄桥站"  # 龙井村路 is a road, not the village
_BEFORE_VILLAGE = "省市区县镇乡道处村号幢栋弄路组园"

_SUFFIXES = {  # how each kind of village is written
    "村": ("村", "村委会", "村民委员会"),
    "社区": ("社区", "居委会", "社区居委会", "居民委员会", "社区居民委员会"),
    "居委会": ("居委会", "社区", "居民委员会"),
}
_VILLAGE_NAME = re.compile(r"^(.+?)((?:村委会|村民委员会)+|社区居民委员会|社区|居民委员会|居委会)$")


@dataclass(frozen=True, slots=True)
class Match:
    """Where an address lies. `code` None: nowhere known, `reason` says why and `candidates` what it might be.

    `how` is "old name" when the address uses a district or street name that is no longer in force. `reason` may also
    stand beside a street or district, to say why the village after it was not taken.
    """

    code: int | None
    level: int | None = None
    how: Literal["exact", "old name", ""] = ""
    candidates: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    """A way of writing places.

    `bare`: without 区 or 街道, so it counts only when another name follows at once. `once`: communities that used to be
    villages of this name, taken only where the street is named too.
    """

    text: str
    level: int
    codes: tuple[int, ...]
    old: bool = False
    bare: bool = False
    once: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    name: _Name
    start: int
    end: int


@dataclass(frozen=True)
class AddressBook:
    """All names of a gazetteer, indexed by their first two characters."""

    gazetteer: Gazetteer
    index: Mapping[str, tuple[_Name, ...]]
    homes: Mapping[int, frozenset[int]]

    @classmethod
    def of(cls, gazetteer: Gazetteer, *, former: Mapping[str, int]) -> "AddressBook":
        """Build the book; `former` maps names no longer in force to the code of the place they meant."""
        homes = {r.code: {ancestor(r.code, DISTRICT)} for r in gazetteer.regions if r.level == STREET}
        for transfer in gazetteer.transfers:
            homes[transfer.today].add(transfer.old_district)
        for districts in homes.values():
            districts |= {old for old, new in gazetteer.successors.items() if new in districts}
        index: dict[str, list[_Name]] = defaultdict(list)
        seen: set[str] = set()
        for name in _names(gazetteer, former):
            text = name.text.translate(_CLEAN)
            if text not in seen:
                seen.add(text)
                index[text[:2]].append(replace(name, text=text))
        ordered = {key: tuple(sorted(names, key=lambda n: -len(n.text))) for key, names in index.items()}
        return cls(gazetteer, ordered, {street: frozenset(districts) for street, districts in homes.items()})

    def match(self, text: str) -> Match:
        """Place one address; see Match for what is refused and how."""
        clean = text.translate(_CLEAN)[:_LONGEST]
        if not clean:
            return Match(None, reason="地址为空，请填写到村（社区）。")
        if len(clean) == 12 and clean.isdecimal():
            return self._match_code(int(clean))
        hits = list(self._confirmed(self._scan(clean)))
        elsewhere = _elsewhere(clean, hits)
        if elsewhere:
            return Match(None, reason=f"“{elsewhere}”不在本市，请核对地址。")
        return self._resolve(hits)

    def _match_code(self, code: int) -> Match:
        region = self.gazetteer.by_code.get(code)
        if region is None or region.valid_to is not None:
            return Match(None, reason=f"代码 {code} 不是现行的地区代码，请核对。")
        return Match(code, region.level, "exact")

    def _scan(self, text: str) -> Iterator[_Hit]:
        start, last_end = 0, 0
        while start < len(text) - 1:
            for name in self.index.get(text[start : start + 2], ()):
                if text.startswith(name.text, start) and _stands_alone(text, start, name, last_end):
                    last_end = start + len(name.text)
                    yield _Hit(name, start, last_end)
                    break
            start = max(start + 1, last_end)

    def _confirmed(self, hits: Iterable[_Hit]) -> Iterator[_Hit]:
        """Drop a bare name unless a place inside it follows at once: 西湖 alone may be the lake, 翠苑三村 an estate."""
        held: _Hit | None = None
        for hit in hits:
            stuck = held is not None and held.end == hit.start
            if held is not None and stuck and self._contains(held.name, hit.name):
                yield held
            elif stuck and hit.name.level == VILLAGE:
                held = None
                continue
            held = hit if hit.name.bare else None
            if held is None:
                yield hit

    def _contains(self, outer: _Name, inner: _Name) -> bool:
        if outer.level == STREET:
            return any(ancestor(code, STREET) in outer.codes for code in inner.codes)
        return any(self._inside(ancestor(code, STREET), outer) for code in inner.codes if inner.level >= STREET)

    def _resolve(self, hits: list[_Hit]) -> Match:
        district = next((hit.name for hit in hits if hit.name.level == DISTRICT), None)
        streets = [hit.name for hit in hits if hit.name.level == STREET]
        street = next((name for name in streets if self._inside(name.codes[0], district)), None)
        if streets and street is None:
            assert district is not None
            return Match(None, candidates=streets[0].codes, reason=_not_in(streets[0], district))
        reason = ""
        for name in (hit.name for hit in hits if hit.name.level == VILLAGE):
            match = self._resolve_village(name, street, district)
            if match.code is not None or match.candidates:
                return match
            reason = reason or match.reason
        if street is not None:
            return Match(street.codes[0], STREET, self._how(street.codes[0], district, street), reason=reason)
        return self._resolve_district(district, hits, reason)

    def _resolve_village(self, name: _Name, street: _Name | None, district: _Name | None) -> Match:
        if street is None and (not name.codes or (district is None and len(name.text) <= _COMMON_NAME)):
            return Match(None, reason=f"“{name.text}”没有写明街道或乡镇，请补充。")
        fitting = tuple(code for code in name.codes if self._fits(code, street, district))
        if len(fitting) == 1:
            return Match(fitting[0], VILLAGE, self._how(fitting[0], district, street))
        if fitting:
            return Match(None, candidates=fitting, reason=self._several(name, fitting))
        urbanized = [code for code in name.once if street is not None and self._fits(code, street, district)]
        if len(urbanized) == 1:
            return Match(urbanized[0], VILLAGE, "old name")
        outer = street or district
        assert outer is not None  # without context every code fits
        return Match(None, reason=_not_in(name, outer))

    def _resolve_district(self, district: _Name | None, hits: list[_Hit], reason: str) -> Match:
        if district is None:
            city_only = any(hit.name.level == CITY for hit in hits)
            return Match(
                None,
                reason=reason
                or ("地址只写到市，请写明区和街道。" if city_only else "认不出区、街道或村（社区），请核对地址。"),
            )
        heirs = self.gazetteer.today(district.codes[0], on=RECORDS_BEGIN if district.old else None)
        if len(heirs) > 1:
            names = "、".join(heir.name for heir in heirs)
            codes = tuple(heir.code for heir in heirs)
            return Match(None, candidates=codes, reason=f"“{district.text}”今分属{names}，请写明街道。")
        return Match(heirs[0].code, DISTRICT, "old name" if district.old else "exact", reason=reason)

    def _inside(self, street: int, district: _Name | None) -> bool:
        return district is None or not self.homes[street].isdisjoint(district.codes)

    def _fits(self, village: int, street: _Name | None, district: _Name | None) -> bool:
        home = ancestor(village, STREET)
        return (street is None or home in street.codes) and self._inside(home, district)

    def _how(self, code: int, district: _Name | None, street: _Name | None) -> Literal["exact", "old name"]:
        renamed = any(name is not None and name.old for name in (district, street))
        moved = district is not None and ancestor(code, DISTRICT) not in district.codes
        return "old name" if renamed or moved else "exact"

    def _several(self, name: _Name, codes: tuple[int, ...]) -> str:
        places = "、".join(self._place(code) for code in codes[:4]) + ("等" if len(codes) > 4 else "")
        return f"“{name.text}”不止一处（{places}），请写明街道或乡镇。"

    def _place(self, village: int) -> str:
        region = self.gazetteer.region
        return region(ancestor(village, DISTRICT)).name + region(ancestor(village, STREET)).name


def _not_in(name: _Name, outer: _Name) -> str:
    return f"“{name.text}”不在“{outer.text}”，请核对地址。"


def _stands_alone(text: str, start: int, name: _Name, last_end: int) -> bool:
    """Keep 三村 in 翠苑三村 and 转塘村 in 转塘村路 from being taken for villages."""
    if name.level != VILLAGE:
        return True
    after = text[start + len(name.text) : start + len(name.text) + 1]
    if after and after in _NOT_A_NAME:
        return False
    before = text[start - 1] if start else ""
    return start == last_end or before in _BEFORE_VILLAGE or before.isascii() or not before.isalpha()


def _elsewhere(text: str, hits: list[_Hit]) -> str:
    """Name the other city or province that the address begins with, or nothing."""
    if any(hit.name.level == CITY for hit in hits):
        return ""
    start = hits[0].end if hits and hits[0].name.level == PROVINCE else 0
    end = next((hit.start for hit in hits if hit.start >= start), len(text))
    other = _ELSEWHERE.match(text[start:end]) or _OTHER_PLACES.match(text, start)
    return other.group() if other else ""


def _names(gazetteer: Gazetteer, former: Mapping[str, int]) -> Iterator[_Name]:
    """List all ways of writing, the surer before the weaker: the first of equal texts is kept."""
    yield from (_Name(text, PROVINCE, ()) for text in ("浙江省", "浙江"))
    streets = [region for region in gazetteer.regions if region.level == STREET]
    districts = [region for region in gazetteer.regions if region.level in (CITY, DISTRICT)]
    for region in districts + streets:
        yield _Name(region.name, region.level, (region.code,), old=region.valid_to is not None)
    yield from _village_names([region for region in gazetteer.regions if region.level == VILLAGE])
    yield from (_Name(text, level_of(code), (code,), old=True) for text, code in former.items())
    for street in streets:
        stem = street.name.removesuffix(street.kind)
        yield from (
            _Name(stem + kind, STREET, (street.code,), old=True) for kind in ("镇", "乡", "街道") if street.on_map
        )
    for region in districts + streets:
        stem = region.name.removesuffix(region.kind)
        if len(stem) >= 2:
            yield _Name(stem, region.level, (region.code,), old=region.valid_to is not None, bare=region.level != CITY)


def _village_names(villages: Sequence[Region]) -> Iterator[_Name]:
    codes: dict[str, set[int]] = defaultdict(set)
    own_names: set[tuple[int | None, str]] = set()
    spelled: list[tuple[Region, str]] = []
    for village in villages:
        own_names.add((village.parent, village.name))
        codes[village.name].add(village.code)
        spelled += [(village, text) for text in _spellings(village.name)]
    for village, text in spelled:
        if (village.parent, text) not in own_names:
            codes[text].add(village.code)
    once: dict[str, set[int]] = defaultdict(set)
    for village in villages:
        if village.name.endswith("社区"):
            once[village.name.removesuffix("社区").removesuffix("村") + "村"].add(village.code)
    for text in codes | once:
        yield _Name(text, VILLAGE, tuple(sorted(codes[text])), once=tuple(sorted(once[text] - codes[text])))


def _spellings(name: str) -> Iterator[str]:
    """Spell a village the ways people do: 龙井村委会 is also 龙井村; 旧县村村民委员会 is 旧县村."""
    parts = _VILLAGE_NAME.match(name)
    if parts is None:
        return
    stem, suffix = parts.groups()
    kind = "村" if suffix.startswith("村") else "居委会" if suffix.startswith("居") else "社区"
    if kind == "村" and stem.endswith("村"):
        yield stem
        stem = stem.removesuffix("村") if len(stem) > 2 else stem
    for ending in _SUFFIXES[kind]:
        yield stem + ending


def house_order(address: str) -> tuple[tuple[int, int, str], ...]:
    """Give what puts addresses of one village in walking order: numbers by their value, so that 9 comes before 12.

    A made order of what is written, not of where houses stand: no coordinate of a person is kept.
    """
    parts = re.findall(r"\d+|\D+", unicodedata.normalize("NFKC", address).replace(" ", ""))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
