"""Reads of who looks after whom. Row-level security decides which villages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.queries import colleagues
from gongwei.apps.desk.models import ContactChoice, Cover, Duty, Handover, Message, ResidentDuty, StoppedReminders
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.queries import EnrolmentRow, InSight
from gongwei.domain.regions import STREET, ancestor, level_of

STATES = {state.value: state.label for state in Message.State}  # of messages
DOCTORS = frozenset({"village_doctor", "centre_doctor", "centre_director"})  # roles that answer for residents


@dataclass(frozen=True)
class Charge:
    """What a doctor answers for on a day: villages, and residents beside them, less those whom others have.

    `whose` names, for a village or a resident, the absent doctor whose work it is.
    """

    villages: frozenset[int]
    residents: frozenset[UUID]
    others: frozenset[UUID]
    whose: dict[int | UUID, str]

    def of(self, found: InSight[EnrolmentRow]) -> InSight[EnrolmentRow]:
        """Narrow a list of enrolments to those that the doctor answers for."""
        mine = Q(area_code__in=self.villages) & ~Q(resident__in=self.others)
        return found.filter(mine | Q(resident__in=self.residents))

    def owner_of(self, one: EnrolmentRow) -> str:
        """Name whose work an enrolment is, where it is not the doctor's own."""
        return self.whose.get(one.resident_id) or self.whose.get(one.area_code, "")


def holding(on: date) -> Q:
    """Select what holds on a day."""
    return Q(from_date__lte=on) & (Q(to_date=None) | Q(to_date__gt=on))


def duties(on: date) -> list[Duty | ResidentDuty]:
    """List who answers for which village or resident on a day."""
    villages = Duty.objects.select_related("doctor").filter(holding(on)).order_by("area_code", "id")
    persons = ResidentDuty.objects.select_related("doctor", "resident").filter(holding(on)).order_by("area_code", "id")
    return [*villages, *persons]


def covers(on: date) -> list[Cover]:
    """List who does whose work today or soon."""
    rows = Cover.objects.select_related("absent", "doctor").filter(to_date__gt=on)
    return list(rows.order_by("from_date", "id"))


def charge_of(doctor: UUID, *, on: date) -> Charge:
    """Say what a doctor answers for on a day, the work of those included whose place they take."""
    absent = {
        one.absent_id: one.absent.full_name for one in covers(on) if one.doctor_id == doctor and one.from_date <= on
    }
    mine: list[Duty | ResidentDuty] = []
    others: list[Duty | ResidentDuty] = []
    for row in duties(on):
        (mine if row.doctor_id == doctor or row.doctor_id in absent else others).append(row)
    whose = {row.resident_id or row.area_code: absent[row.doctor_id] for row in mine if row.doctor_id in absent}
    return Charge(
        villages=frozenset(row.area_code for row in mine if row.resident_id is None),
        residents=frozenset(row.resident_id for row in mine if row.resident_id),
        others=frozenset(row.resident_id for row in others if row.resident_id),
        whose=whose,
    )


def doctors(by: Acting, *, on: date) -> dict[UUID, str]:
    """Name the doctors who have a post inside the area of a post, by user."""
    return {user: name for user, name, _post in colleagues(by, roles=DOCTORS, on=on)}


def in_charge(on: date) -> dict[UUID, str]:
    """Name the doctors who answer for a village or resident in sight on a day, or take the place of one, by user."""
    rows = [
        table.objects.filter(holding(on)).values_list("doctor_id", "doctor__full_name")
        for table in (Duty, ResidentDuty, Cover)
    ]
    return dict(rows[0].union(*rows[1:]).order_by("doctor__full_name", "doctor_id"))


def cover(cover_id: UUID) -> Cover | None:
    return Cover.objects.filter(pk=cover_id).first()


def doctor_of(resident: Resident, *, on: date) -> Duty | ResidentDuty | None:
    """Find who answers for a resident: by name, else for the village."""
    own = ResidentDuty.objects.select_related("doctor").filter(holding(on), resident=resident).first()
    return own or Duty.objects.select_related("doctor").filter(holding(on), area_code=resident.area_code).first()


def handovers() -> list[Handover]:
    """List the handovers that wait, and the last that were settled."""
    rows = Handover.objects.select_related("giver", "taker").order_by("state", "-recorded_at")
    waiting = list(rows.filter(state=Handover.State.OFFERED))
    return waiting + list(rows.exclude(state=Handover.State.OFFERED).order_by("-settled_at")[:10])


def handover(handover_id: UUID) -> Handover | None:
    return Handover.objects.select_related("giver", "taker").filter(pk=handover_id).first()


def village_duty(area_code: int) -> Duty | None:
    """Find who answers for a village from now on."""
    return Duty.objects.select_related("doctor").filter(area_code=area_code, to_date=None).first()


def choice_of(resident: Resident) -> ContactChoice | None:
    """Find how a resident wants to be written to; none has said nothing."""
    return ContactChoice.objects.filter(resident=resident).first()


def mail_in(choice: ContactChoice | None) -> str:
    """Give the address to which somebody wants mail; none has been given, or none is wanted."""
    return choice.mail if choice else ""


def messages(*, state: str = "") -> QuerySet[Message]:
    """List messages, the newest first, of one state if given."""
    found = Message.objects.order_by("-recorded_at", "-id")
    return found.filter(state=state) if state else found


def message_page(found: QuerySet[Message], *, first: int, size: int) -> list[Message]:
    """Give one page of messages with their residents."""
    return list(found.select_related("resident", "actor")[first : first + size])


def message_counts() -> dict[str, int]:
    """Count the messages of each state."""
    return dict(Message.objects.order_by().values_list("state").annotate(Count("id")))


def message(message_id: UUID) -> Message | None:
    return Message.objects.filter(pk=message_id).first()


def reminders_stopped(area_code: int) -> StoppedReminders | None:
    """Find who stopped the daily reminders of an area, there or in the street around it."""
    around = {area_code, ancestor(area_code, min(level_of(area_code), STREET))}
    return StoppedReminders.objects.filter(area_code__in=around).order_by("area_code").first()
