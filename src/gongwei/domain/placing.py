"""Where the records of a programme may lie, and what of them may be read without unsealing them."""

from gongwei.domain.access import Sensitivity
from gongwei.domain.form import Form


class MisplacedReadings(ValueError):
    """A programme's class, or what may be read of it in the clear, does not hold: the message names what to mend."""


def check_place(
    key: str, sensitivity: Sensitivity, counted: tuple[str, ...], form: Form, *, earlier: Sensitivity | None
) -> None:
    """Check a programme's class, and that what is counted in the clear are fields of its form that are no free text.

    `earlier` is the class of the edition before. Raises MisplacedReadings.
    """
    if sensitivity < Sensitivity.HEALTH:
        raise MisplacedReadings(f"{key}: records of persons are of class 3, 4 or 5")
    if earlier is not None and earlier != sensitivity:
        raise MisplacedReadings(f"{key}: all editions of a programme are of one class")
    if counted and sensitivity == Sensitivity.HEALTH:
        raise MisplacedReadings(f"{key}: in class 3 every reading may be counted; leave `counted` out")
    for name in counted:
        field = form.fields.get(name)
        if field is None or field.column or field.kind in ("text", "rows"):
            raise MisplacedReadings(f"{key}.{name}: count fields of the form, and neither texts nor lists")
