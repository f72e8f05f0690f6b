"""Identity numbers and telephone numbers that pass every check and belong to nobody.

Identity: the first two digits of a card name the province (GB/T 2260: 11 to 65, 71, 81 to 83), or are 9 and the
province for a foreign permanent resident. No province begins with 9, so 99 is neither. The next four digits are
those of the district. Passports: XX is no state and no series of the People's Republic.
Telephone: the plan of numbers (电信网编号计划, 2017) keeps 12x for short service numbers such as 12345; no mobile
number begins with 12, and 129 is no service.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import Days, as_dates
from gongwei.adapters.synth.texts import digits, fixed, joined
from gongwei.domain.identity import check_characters

AREA = 990_000
SERIALS = 500  # of each sex, in an area on a day
SCATTER = 48_271  # shares no factor with 10**8, so every row has a number of its own


class TooManyResidents(ValueError):
    """More than 500 people of one sex in one district were born on one day: make fewer residents a district."""


def card_numbers(*, district: NDArray[np.int64], birth: Days, sex: NDArray[np.int8], last: bool = False) -> pa.Array:
    """Write card numbers of 18 characters, each once; `district` holds 6-digit codes.

    With `last` the serials are taken from behind, so that people added later do not meet those who have a card.
    """
    area = AREA + district % 10_000
    place = _serials(area, birth, sex)
    serial = (SERIALS - 1 - place if last else place) * 2 + (sex == 0)
    days = as_dates(birth)
    months = days.astype("datetime64[M]")
    year, month = np.divmod(months.astype(np.int64) + 1970 * 12, 12)
    day = (days - months).astype(np.int64) + 1
    calendar = year * 10_000 + (month + 1) * 100 + day
    body = np.hstack([digits(area, 6), digits(calendar, 8), digits(serial, 3)])
    return fixed(np.hstack([body, check_characters(body - ord("0"))[:, None]]))


def _serials(area: NDArray[np.int64], birth: Days, sex: NDArray[np.int8]) -> NDArray[np.int64]:
    """Count people of the same area, birthday and sex from 0."""
    key = (area << 40) + (birth.astype(np.int64) + 2**30 << 1) + sex
    order = np.argsort(key, kind="stable")
    same = np.diff(key[order], prepend=-1) == 0
    place = np.arange(len(key))
    first = np.maximum.accumulate(np.where(same, 0, place))
    serial = np.empty(len(key), dtype=np.int64)
    serial[order] = place - first
    if len(key) and serial.max() >= SERIALS:
        raise TooManyResidents(TooManyResidents.__doc__)
    return serial


def passport_numbers(positions: NDArray) -> pa.Array:
    """Write passport numbers."""
    return joined(pa.array(["XX"] * len(positions), pa.string()), fixed(digits(positions, 7)))


def phone_numbers(holders: NDArray, *, offset: int) -> pa.Array:
    """Write the telephone number of each holder; a child's row may name its parent."""
    scattered = (holders.astype(np.int64) * SCATTER + offset) % 10**8
    return fixed(digits(12_900_000_000 + scattered, 11))
