"""Codelists: the codes that an answer or a diagnosis may take, with their Chinese names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gongwei.domain.tongue import in_tongue


class UnknownCode(ValueError):
    """The code is not in the list: use one of the codes that the message names."""


@dataclass(frozen=True)
class Codelist:
    """Codes in the order of the form. `none` is the code that says "nothing" and excludes the others."""

    title: str
    names: Mapping[str, str]
    none: str | None = None
    source: str = "国家基本公共卫生服务规范（第三版）2017"
    verified: bool = True
    _by_name: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))
        object.__setattr__(self, "_by_name", {name: code for code, name in self.names.items()})
        if self.none is not None and self.none not in self.names:
            raise UnknownCode(f"{self.none} is not a code of {self.title}: {', '.join(self.names)}")

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, code: object) -> bool:
        return code in self.names

    def __hash__(self) -> int:
        return hash((self.title, tuple(self.names)))

    @property
    def positive(self) -> tuple[str, ...]:
        """Every code but the one that says nothing is the matter."""
        return tuple(code for code in self.names if code != self.none)

    def name_of(self, code: str) -> str:
        """Give the name of a code in the language that is spoken, or the code itself where it is not in the list."""
        return in_tongue(self.names[code]) if code in self.names else code

    def read(self, text: str) -> str:
        """Find the code for a code or a name as people write it; raise UnknownCode for anything else."""
        if text in self.names:
            return text
        if text in self._by_name:
            return self._by_name[text]
        raise UnknownCode("、".join(f"{code} {name}" for code, name in self.names.items()))

    def only(self, *codes: str, title: str = "", none: str | None = None) -> Codelist:
        """Offer some of the codes, which keep their meaning, in this order."""
        names = {code: self.names[code] for code in codes}
        return Codelist(title or self.title, names, none=none, source=self.source, verified=self.verified)
