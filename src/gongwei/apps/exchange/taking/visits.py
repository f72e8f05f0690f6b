"""Visits from a file: read by the form of their day's edition, judged by its rules, written as if entered by hand.

What a page would ask again is taken here as the clinic has written it, and kept as confirmed by the file; boxes that
the form wants filled but no rule needs may stay empty. What cannot be, or cannot be decided, is rejected.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from gongwei.adapters.files.records import Chunk
from gongwei.adapters.row_ids import id_at
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.beside import Beside
from gongwei.apps.exchange.taking.incoming import Identity, Refused, Unclear, identities, values_at
from gongwei.apps.exchange.taking.ledger import Ledger
from gongwei.apps.exchange.taking.matching import NOTHING, Known, decided, find
from gongwei.apps.exchange.taking.repeats import Repeats
from gongwei.apps.exchange.taking.visit_rows import ANSWER_WITHIN, Enrolled, History, OnDay, VisitTables, histories
from gongwei.apps.programs.forms import Before, Draft, draft
from gongwei.catalog.discovery import programs
from gongwei.catalog.headers.person import IDENTITY
from gongwei.catalog.headers.visits import PROGRAM
from gongwei.domain.program import Decision, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

FACE_TO_FACE = ("1", "2")
REFER_NOW = 3
WHO = frozenset(column.key for column in (*IDENTITY, PROGRAM))
MEDICINE = re.compile(r"medicines\.(\d+)\.(\w+)$")
NOBODY = "名下没有这位居民，请先导入或建档"
CONFIRMED_BY = "import"


class Row(NamedTuple):
    """A row of the file: who, and the visit as the form would read it."""

    says: int
    identity: Identity
    raw: dict[str, Any]


class VisitImport:
    """Take a file of one programme's visits, chunk by chunk."""

    def __init__(self, *, by: Acting, on: date, at: datetime, ledger: Ledger, dry_run: bool, program: str) -> None:
        self.by, self.on, self.at, self.ledger, self.dry_run = by, on, at, ledger, dry_run
        self.program = programs()[program]
        self.repeats = Repeats()
        self.tables = VisitTables()
        self.histories: dict[uuid.UUID, History] = {}
        self.choice: uuid.UUID | str | None = None  # who the one row is about, when somebody has decided
        self.beside: Beside | None = None  # where a chunk is written while the next is judged
        self.judged: Callable[[], None] | None = None  # writes the chunk judged last

    def prepare(self, chunk: Chunk) -> list[Row | Refused]:
        """Read who each row is about and bring its values to the form's keys."""
        read: list[Row | Refused] = []
        for identity, raw in zip(identities(chunk, today=self.on), raw_visits(chunk), strict=True):
            if isinstance(identity, Refused):
                read.append(identity)
            else:
                read.append(Row(hash((identity[1:], repr(raw))), identity, raw))
        return read

    def take(self, chunk: Chunk, read: Sequence[Row | Refused]) -> None:
        """Judge the visits of a chunk in the order of their days, and write them.

        What is read here is of residents whom no earlier chunk was about, so that the writing of those may go on.
        """
        rows = {place: row for place, row in enumerate(read) if isinstance(row, Row)}
        if self.beside:
            self.beside.wait()
        found = find((row.identity for row in rows.values()), keeper=lambda _: self.by.institution_id)
        self._read_histories(one.id for match in found.values() for one in match.everyone)
        if self.beside and self.judged:
            self.beside.begin(self.judged)
            self.judged = None
        work = Work()
        in_order = sorted(
            range(len(read)), key=lambda place: rows[place].raw.get("visit_date", "") if place in rows else ""
        )
        for place in in_order:
            number, row = chunk.numbers[place], read[place]
            try:
                if isinstance(row, Refused):
                    raise row
                known = decided(row.identity, found.get(place, NOTHING), self.choice)
                if known is None:
                    raise Refused(NOBODY)
                self._read_histories([known.id])
                self._take(number, row, known, work)
            except Refused as refused:
                self.ledger.rejected(number, chunk.cells[place], str(refused))
            except Unclear as unclear:
                self.ledger.waiting(number, values_at(chunk, place) | {PROGRAM.key: self.program.key}, str(unclear))
        if self.dry_run:
            self.ledger.counts["updated"] += len(work.changed)
        else:
            self.judged = partial(self._write, work.settled(), self.ledger.hand_over())
            if not self.beside:
                self.finish()

    def finish(self) -> None:
        """Write what has been judged last."""
        if self.beside:
            self.beside.wait()
        if self.judged:
            self.judged()
            self.judged = None
        if not self.dry_run:
            self.ledger.write()

    def _write(self, work: "Work", rows: list[tuple[Any, ...]]) -> None:
        for (number, values), before in work.write(self.tables, at=self.at):
            self.ledger.updated(number, values["id"], before)
        self.ledger.write(rows)

    def _read_histories(self, residents: Iterable[uuid.UUID]) -> None:
        # `set - dict.keys()` would walk every history read so far, for every row of the file.
        if ids := {resident for resident in residents if resident not in self.histories}:
            fresh = histories(ids, self.program.key)
            self.histories |= {resident: fresh[resident] for resident in ids}

    def _take(self, number: int, row: Row, known: Known, work: "Work") -> None:
        history = self.histories[known.id]
        person = Person(
            birth_date=known.birth_date, sex=known.sex, area_code=known.area_code, archived_date=known.archived_date,
            resident_from=known.resident_from, resident_to=known.resident_to, died_date=known.died_date,
        )  # fmt: skip
        day = _day(row.raw)
        keys = [(known.id, day)]
        if self.repeats.seen(keys, row.says):
            self.ledger.unchanged()
            return
        stay = history.enrolment_on(day)
        if stay is None:
            self._refuse_strangers(person, history, day)
        elif stay.made and day < stay.enrolled_date:
            stay.enrolled_date = day
            work.carried_on[stay.id] = stay
        before = history.before(day)
        made = draft(
            self.program.key, row.raw, person=person, today=self.on,
            before=Before(*before) if before else None, enrolled_date=stay.enrolled_date if stay else None,
            asking=False,
        )  # fmt: skip
        decision = _accepted(made, person)
        values = self._values(made, decision, known)
        self._put(number, history, stay, values, decision, work)
        self.repeats.add(keys, number, row.says)

    def _refuse_strangers(self, person: Person, history: History, day: date) -> None:
        """Refuse who belonged in the programme neither on the day of the visit nor today: newborns grow up."""
        conditions = tuple(Event(onset, {"code": code}) for code, onset in history.conditions)
        record = Record(person, conditions=conditions)
        days = {day, self.on} if day >= self.program.editions[-1].since else {self.on}
        if not any(may_enrol(self.program, Scene(one, person, record=record)) for one in days):
            raise Refused(f"该居民没有纳入“{self.program.title}”，也没有可据以纳入的诊断或年龄，请先建卡")

    def _values(self, made: Draft, decision: Decision, known: Known) -> dict[str, Any]:
        form, readings = made.program.visit, dict(made.readings)
        columns = {key: readings.pop(key) for key, asked in form.fields.items() if asked.column and key in readings}
        mode = columns.get("visit_mode", "")
        asked = columns.get("next_due_date")
        if "visit_class" in form.fields and decision.visit_class is not None:
            readings.setdefault("visit_class", decision.visit_class)
        return {
            "id": id_at(self.at), "resident_id": known.id, "program": self.program.key, "edition": decision.edition,
            "visit_date": made.day, "visit_mode": mode,
            "face_to_face": mode in FACE_TO_FACE if "visit_mode" in form.fields else True,
            "actor_id": self.by.user_id, "institution_id": self.by.institution_id, "area_code": known.area_code,
            "rule": decision.rule, "advice": decision.decided_by.do.title, "refer_to": decision.refer_to or "",
            "next_due_date": date.fromisoformat(asked) if asked else decision.due_date,
            "at_target": decision.at_target, "clinical_at_target": decision.clinical_at_target,
            "readings": readings,
            "confirmed": {one.key: {"value": readings.get(one.key), "by": CONFIRMED_BY} for one in made.doubts},
            "recorded_at": self.at,
        }  # fmt: skip

    def _put(
        self,
        number: int,
        history: History,
        stay: Enrolled | None,
        values: dict[str, Any],
        decision: Decision,
        work: "Work",
    ) -> None:
        day, readings = values["visit_date"], values["readings"]
        stood, kept = history.visits.get(day), None
        self._remark(values)
        if stood is None:
            if stay is None:
                stay = self._enrol(history, values, work)
                kept = {"enrolled": stay.id}
            self.ledger.created(number, values["id"], kept)
            work.new.append(values)
            if decision.refer_to and day + ANSWER_WITHIN >= self.on:  # an old referral is history, not work
                work.referrals.append(_referral(values, decision))
        elif (stood.visit_mode, stood.readings) == (values["visit_mode"], readings):
            self.ledger.unchanged()
            return
        else:
            values["id"] = stood.id
            work.changed.append((number, values))
        history.visits[day] = OnDay(values["id"], values["visit_mode"], values["next_due_date"], readings)
        self._go_on(stay, values, work)

    def _remark(self, values: Mapping[str, Any]) -> None:
        if values["confirmed"]:
            self.ledger.remarks["有少见的数值，按文件所写保存，标为文件确认"] += 1
        if not (values["face_to_face"] or values["visit_mode"]):
            self.ledger.remarks["没有写随访方式，不计入面对面随访"] += 1

    def _enrol(self, history: History, values: dict[str, Any], work: "Work") -> Enrolled:
        day = values["visit_date"]
        stay = Enrolled(id_at(self.at), day, None, values["next_due_date"], day, made=True)
        history.enrolments.append(stay)
        work.enrolled.append((stay, values))
        return stay

    def _go_on(self, stay: Enrolled | None, values: dict[str, Any], work: "Work") -> None:
        """A visit entered late does not set back what a newer one has settled."""
        day, due = values["visit_date"], values["next_due_date"]
        if (
            stay is not None
            and stay.ended_date is None
            and (stay.last_visit_date is None or stay.last_visit_date <= day)
        ):
            stay.last_visit_date, stay.next_due_date = day, due
            work.carried_on[stay.id] = stay


class Work:
    """Collect what a chunk writes, to be written at once."""

    def __init__(self) -> None:
        self.new: list[dict[str, Any]] = []
        self.changed: list[tuple[int, dict[str, Any]]] = []
        self.referrals: list[dict[str, Any]] = []
        self.enrolled: list[tuple[Enrolled, dict[str, Any]]] = []
        self.carried_on: dict[uuid.UUID, Enrolled] = {}

    def settled(self) -> "Work":
        """Hold the stays as they are now: the next chunk goes on with them while this one is written."""
        self.enrolled = [(replace(stay), values) for stay, values in self.enrolled]
        self.carried_on = {key: replace(stay) for key, stay in self.carried_on.items()}
        return self

    def write(
        self, tables: VisitTables, *, at: datetime
    ) -> Iterator[tuple[tuple[int, dict[str, Any]], dict[str, Any]]]:
        """Write it all, and give each changed visit with what stood before."""
        changed = [values for _, values in self.changed]
        before = tables.stood(one["id"] for one in changed) if changed else {}
        tables.enrol([_enrolment(stay, values) for stay, values in self.enrolled])
        tables.add(self.new)
        tables.revise(changed)
        tables.refer(self.referrals)
        made = {stay.id for stay, _ in self.enrolled}
        tables.go_on([stay for stay in self.carried_on.values() if stay.id not in made], at)
        return ((one, before[one[1]["id"]]) for one in self.changed)


def raw_visits(chunk: Chunk) -> Iterator[dict[str, Any]]:
    """Bring each row's values to what the form reads: days as text, medicines as rows."""
    columns = [(key, values) for key, values in chunk.values.items() if key not in WHO]
    parts = [(found[1], found[2], values) for key, values in columns if (found := MEDICINE.match(key))]
    columns = [(key, values) for key, values in columns if not MEDICINE.match(key)]
    for place in range(len(chunk.numbers)):
        raw = {key: values[place] for key, values in columns if values[place] is not None}
        raw |= {key: value.isoformat() for key, value in raw.items() if isinstance(value, date)}
        medicines: dict[str, dict[str, Any]] = {}
        for line, part, values in parts:
            if values[place] is not None:
                medicines.setdefault(line, {})[part] = values[place]
        if medicines:
            raw["medicines"] = [medicines[line] for line in sorted(medicines)]
        yield raw


def _day(raw: Mapping[str, Any]) -> date:
    if not raw.get("visit_date"):
        raise Refused("缺少随访日期")
    return date.fromisoformat(raw["visit_date"])


def _accepted(made: Draft, person: Person) -> Decision:
    hard = [problem.message for problem in made.problems if problem.severity == "hard"]
    if hard:
        raise Refused("；".join(hard))
    if not person.alive_on(made.day):
        raise Refused("随访日期在死亡日期之后")
    if made.decision is None:
        raise Refused(made.missing_words)
    return made.decision


def _enrolment(stay: Enrolled, values: Mapping[str, Any]) -> dict[str, Any]:
    same = {key: values[key] for key in ("resident_id", "program", "institution_id", "area_code", "recorded_at")}
    days = {key: getattr(stay, key) for key in ("id", "enrolled_date", "next_due_date", "last_visit_date")}
    return same | days | {"end_reason": ""}


def _referral(values: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    same = {key: values[key] for key in ("resident_id", "program", "area_code", "recorded_at")}
    return same | {
        "id": id_at(values["recorded_at"]), "visit_id": values["id"], "refer_to": decision.refer_to,
        "reason": decision.written_reasons, "urgent": decision.gravity >= REFER_NOW,
        "opened_date": values["visit_date"], "due_date": values["visit_date"] + ANSWER_WITHIN, "state": "open",
        "result": "",
    }  # fmt: skip
