"""Messages to residents: queued for a post, sent by the worker one by one, each noted as it stands."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting, as_acting
from gongwei.apps.desk.models import ContactChoice, Message, MessageRound
from gongwei.apps.desk.queries import choice_of, mail_in
from gongwei.apps.people.queries import Resident, phone_of
from gongwei.apps.programs.queries import due
from gongwei.domain.messages import (
    REMINDED_DAYS,
    NotAccepted,
    NotSetUp,
    Unreachable,
    after_quiet,
    is_quiet,
    next_try,
    reminder,
)

State, Channel = Message.State, Message.Channel
IN_HAND = timedelta(minutes=15)  # a worker that died with a message in hand leaves it to another after this
A_ROUND = 200  # messages of one job


class WayOut(Protocol):
    """What takes a message out of the house."""

    def send(self, *, to: str, text: str, number: str) -> None: ...


def choose(*, resident: Resident, sms: bool, mail: str, by: Acting, at: datetime) -> ContactChoice:
    """Note how a resident wants to be written to; what waits for who says no is stopped."""
    row = choice_of(resident) or ContactChoice(pk=uuid.uuid4(), resident=resident, area_code=resident.area_code)
    row.sms, row.recorded_at = sms, at
    row.mail = mail
    row.save()
    shut = [] if sms else [Channel.SMS]
    shut += [] if mail else [Channel.MAIL]
    waiting = Message.objects.filter(resident=resident, state=State.QUEUED, channel__in=shut)
    waiting.update(state=State.STOPPED, next_try_at=None)
    audit.record(
        "contact.choose", by=by, at=at, about=("resident", resident.pk), detail={"sms": sms, "mail": bool(mail)}
    )
    return row


def remind(*, within: int | None, on: date, by: Acting, at: datetime, daily: bool = False) -> int:
    """Queue a reminder for everybody who is due from REMINDED_DAYS ago to six days ahead; gives how many are new.

    Only visits of class 3 are reminded of: a message about another could tell that there is one. `daily` notes that
    nobody pressed a button.
    """
    rows = due(today=on, within=within).parts[0].filter(next_due_date__gte=on - timedelta(days=REMINDED_DAYS))
    first: dict[UUID, tuple[Resident, date]] = {}
    for row in rows.select_related("resident").order_by("next_due_date"):
        first.setdefault(row.resident_id, (row.resident, row.next_due_date or on))
    choices = {row.resident_id: row for row in ContactChoice.objects.filter(resident__in=first)}
    made = [
        Message(
            resident=one, area_code=one.area_code, channel=channel, due_date=day, recorded_at=at, actor_id=by.user_id,
            next_try_at=after_quiet(timezone.localtime(at)), daily=daily,
        )
        for one, day in first.values()
        for channel in _ways(one, choices.get(one.pk))
    ]  # fmt: skip
    standing = Message.objects.filter(resident__in=first).values_list("resident_id", "channel", "due_date")
    known = set(standing)
    new = len([one for one in made if (one.resident_id, one.channel, one.due_date) not in known])
    Message.objects.bulk_create(made, ignore_conflicts=True)
    if new:
        _plan(by, after_quiet(timezone.localtime(at)))
    audit.record("message.queue", by=by, at=at, about=("list", "due"), detail={"messages": new, "daily": daily})
    return new


def again(*, message: Message, by: Acting, at: datetime) -> None:
    """Try a message anew that was given up."""
    found = Message.objects.filter(pk=message.pk, state=State.FAILED)
    if found.update(state=State.QUEUED, tries=0, fault="", next_try_at=after_quiet(timezone.localtime(at))):
        _plan(by, after_quiet(timezone.localtime(at)))
        audit.record("message.again", by=by, at=at, about=("message", message.pk))


def send_waiting(ways: Mapping[str, WayOut], *, by: Acting, at: datetime) -> dict[str, int]:
    """Send what waits in a post's area, each message in transactions of its own; gives how many ended how.

    Nothing is sent in the quiet hours. A message is taken in hand before it is sent, so that nobody sends it beside.
    """
    counts = {"sent": 0, "later": 0, "failed": 0}
    if not is_quiet(timezone.localtime(at)):
        for _turn in range(A_ROUND):
            with as_acting(by):
                one = _take(at, {channel for channel, way in ways.items() if way is not None})
            if one is None:
                break
            ended = _send(one, ways[one.channel])
            with as_acting(by):
                counts[_note(one, ended, at)] += 1
    with as_acting(by):
        _plan_next(by, at)
    return counts


def rounds(at: datetime) -> list[UUID]:
    """List the posts whose messages are to be tried now; they are planned anew by the job that tries them."""
    found = list(MessageRound.objects.filter(next_at__lte=at).values_list("assignment_id", flat=True))
    MessageRound.objects.filter(assignment_id__in=found).update(next_at=at + IN_HAND)
    return found


def _ways(one: Resident, choice: ContactChoice | None) -> list[str]:
    ways = [Channel.SMS.value] if one.phone_cipher and (choice is None or choice.sms) else []
    return [*ways, Channel.MAIL.value] if choice is not None and choice.mail_cipher else ways


def _take(at: datetime, channels: set[str]) -> Message | None:
    rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("resident__institution")
    waiting = rows.filter(state=State.QUEUED, next_try_at__lte=at, channel__in=channels)
    one = waiting.order_by("next_try_at", "id").first()
    if one is not None:
        one.tries, one.next_try_at = one.tries + 1, at + IN_HAND
        one.save(update_fields=["tries", "next_try_at"])
        one.to = _address(one)  # type: ignore[attr-defined]
    return one


def _address(one: Message) -> str:
    if one.channel == Channel.SMS:
        return phone_of(one.resident, masked=False)
    return mail_in(choice_of(one.resident))


def _send(one: Message, way: WayOut) -> Exception | None:
    """Send one message outside of any transaction; gives what stood against it."""
    place = one.resident.institution
    text = reminder(centre=place.name if place else "社区卫生服务机构", due=one.due_date)
    try:
        way.send(to=one.to, text=text, number=str(one.pk))  # type: ignore[attr-defined]
    except (Unreachable, NotAccepted, NotSetUp) as fault:
        return fault
    return None


def _note(one: Message, ended: Exception | None, at: datetime) -> str:
    if ended is None:
        one.state, one.sent_at, one.next_try_at, one.fault = State.SENT, at, None, ""
    elif isinstance(ended, NotSetUp):
        one.tries, one.next_try_at = one.tries - 1, after_quiet(timezone.localtime(at + timedelta(hours=1)))
    else:
        later = next_try(one.tries, timezone.localtime(at)) if isinstance(ended, Unreachable) else None
        one.state = State.QUEUED if later else State.FAILED
        one.next_try_at, one.fault = later, str(ended)[:60]
    one.save(update_fields=["state", "sent_at", "next_try_at", "fault", "tries"])
    return "sent" if one.state == State.SENT else "failed" if one.state == State.FAILED else "later"


def _plan_next(by: Acting, at: datetime) -> None:
    waiting = Message.objects.filter(state=State.QUEUED).order_by("next_try_at").first()
    if waiting is None or waiting.next_try_at is None:
        MessageRound.objects.filter(assignment_id=by.assignment_id).delete()
    else:
        _plan(by, after_quiet(timezone.localtime(max(waiting.next_try_at, at))), anew=True)


def _plan(by: Acting, at: datetime, *, anew: bool = False) -> None:
    """Have the worker look after this post's messages at a moment, or earlier where that is planned already."""
    with transaction.atomic():
        row, made = MessageRound.objects.get_or_create(assignment_id=by.assignment_id, defaults={"next_at": at})
        if not made and (anew or row.next_at > at):
            MessageRound.objects.filter(pk=row.pk).update(next_at=at)
