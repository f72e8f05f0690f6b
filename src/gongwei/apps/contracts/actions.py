"""Writes of teams, contracts and services: in the caller's transaction, by somebody, audited."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.contracts.models import Contract, ContractState, Service, StoppedPackage, Team
from gongwei.apps.contracts.queries import open_contract, stopped
from gongwei.apps.people.queries import Resident
from gongwei.catalog.codelists.contracts import STOP_REASON
from gongwei.catalog.discovery import packages
from gongwei.domain.period import add_months
from gongwei.domain.regions import STREET, ancestor
from gongwei.domain.tongue import in_tongue, say

State = ContractState
STEPS = {
    State.PRELIMINARY: (State.WAITING, State.SIGNED, State.REFUSED),
    State.WAITING: (State.SIGNED, State.REFUSED),
    State.SIGNED: (State.ENDING,),
    State.ENDING: (State.ENDED, State.SIGNED),
}


class WrongStep(ValueError):
    """A contract does not go from its state to that one: look at it again."""


class ReasonMissing(ValueError):
    """A contract ends for a reason of the list: choose one."""


class AlreadySigned(ValueError):
    """The resident has an open contract: renew or change that one."""


class NotServedHere(ValueError):
    """The team does not serve the village, or the village is not the post's: choose another."""


class NotOffered(ValueError):
    """The team's institution signs a package no more: leave it out."""


class NoInstitution(ValueError):
    """The post acts for no institution, whose packages these would be."""


@dataclass(frozen=True)
class Terms:
    """What is signed: with which team, which packages (the main one first), how, from when, for how many years."""

    team: Team
    packages: Sequence[str]
    sign_way: str
    signed_date: date
    from_date: date
    years: int = 1

    @property
    def to_date(self) -> date:
        return add_months(self.from_date, 12 * self.years)


def found_team(
    *, team_id: uuid.UUID, name: str, villages: Sequence[int], members: Sequence[Mapping[str, str]], on: date,
    by: Acting, at: datetime,
) -> Team:  # fmt: skip
    """Found a team for villages of one street, all of them the post's. Raises NotServedHere."""
    streets = {ancestor(village, STREET) for village in villages}
    if len(streets) != 1 or not all(by.holds(village) for village in villages):
        raise NotServedHere(say("团队服务的村（社区）须在同一街道（乡镇）内，且都属于本岗位。"))
    told = {
        "name": name, "institution_id": by.institution_id, "area_code": streets.pop(), "villages": sorted(villages),
        "members": list(members), "since_date": on, "recorded_at": at,
    }  # fmt: skip
    made, new = Team.objects.get_or_create(pk=team_id, defaults=told)
    if new:
        audit.record("team.found", by=by, at=at, about=("team", made.pk), detail={"villages": len(villages)})
    return made


@transaction.atomic
def sign(*, contract_id: uuid.UUID, resident: Resident, terms: Terms, state: str, by: Acting, at: datetime) -> Contract:
    """Sign a contract, or note that one is to be signed. The same form sent twice is one contract.

    One in force is renewed when the new one begins at or after its end, else changed from the first day of the new one.
    Raises AlreadySigned for one that is not in force yet or about to end, NotServedHere for a team from elsewhere,
    NotOffered for a package that the team's institution has stopped.
    """
    if resident.area_code not in terms.team.villages:
        raise NotServedHere(say("“{team}”不服务居民所在的村（社区），请选择其他团队。", team=terms.team.name))
    known = Contract.objects.filter(pk=contract_id).first()
    if known is not None:
        return known
    _all_offered(terms)
    before = open_contract(resident)
    if before is not None:
        _give_way(before, terms, state)
    if state == State.SIGNED:  # one that had run out is followed after all
        Contract.objects.filter(resident=resident, state=State.LAPSED).update(state=State.RENEWED)
    made = _made(contract_id, resident, terms, state, before, by=by, at=at)
    detail = {"state": state, "follows": before is not None}
    audit.record("contract.sign", by=by, at=at, about=("contract", made.pk), detail=detail)
    return made


def _all_offered(terms: Terms) -> None:
    gone = [in_tongue(packages()[key].title) for key in stopped(terms.team.institution_id) if key in terms.packages]
    if gone:
        said = "“{team}”所在机构已停办：{packages}。请去掉后再签。"
        raise NotOffered(say(said, team=terms.team.name, packages=say("、").join(gone)))


def offer(*, package: str, offered: bool, on: date, by: Acting, at: datetime) -> None:
    """Stop signing a package at the post's institution, or sign it again; what was signed runs on.

    The same said twice is said once. Raises NoInstitution.
    """
    if by.institution_id is None:
        raise NoInstitution(say("本岗位没有所属机构，不能停办或恢复服务包。请系统管理员为岗位指定机构。"))
    if offered:
        changed = StoppedPackage.objects.filter(institution_id=by.institution_id, package=package).delete()[0] > 0
    else:
        told = {"since_date": on, "actor_id": by.user_id, "recorded_at": at}
        _row, changed = StoppedPackage.objects.get_or_create(
            institution_id=by.institution_id, package=package, defaults=told
        )
    if changed:
        detail = {"package": package, "offered": offered}
        audit.record("package.offer", by=by, at=at, about=("institution", by.institution_id), detail=detail)


def _give_way(before: Contract, terms: Terms, state: str) -> None:
    if before.state != State.SIGNED or state != State.SIGNED:
        raise AlreadySigned(
            say("居民已有一份“{state}”的签约，请先办完那一份。", state=in_tongue(before.get_state_display()))
        )
    if terms.from_date >= before.to_date:
        before.state = State.RENEWED
    else:
        before.state, before.stop_date = State.CHANGED, max(terms.from_date, before.from_date)
    before.save(update_fields=["state", "stop_date"])


def _made(
    contract_id: uuid.UUID, resident: Resident, terms: Terms, state: str, before: Contract | None, *, by: Acting,
    at: datetime,
) -> Contract:  # fmt: skip
    try:
        with transaction.atomic():
            return Contract.objects.create(
                pk=contract_id,
                resident=resident,
                area_code=resident.area_code,
                team=terms.team,
                state=State(state),
                sign_way=terms.sign_way,
                packages=[key for key in terms.packages if key in packages()],
                signed_date=terms.signed_date,
                from_date=terms.from_date,
                to_date=terms.to_date,
                follows=before,
                actor_id=by.user_id,
                recorded_at=at,
            )
    except IntegrityError as clash:
        raise AlreadySigned(say("居民刚刚签了另一份约，请刷新后查看。")) from clash


def step(*, contract: Contract, to: str, reason: str, on: date, by: Acting, at: datetime) -> Contract:
    """Move a contract on: signed, refused, about to end, ended for a reason. Raises WrongStep, ReasonMissing.

    The same step sent twice is one step.
    """
    contract.refresh_from_db(from_queryset=Contract.objects.select_for_update())
    if to == contract.state:
        return contract
    if to not in STEPS.get(State(contract.state), ()):
        raise WrongStep(
            say("签约现为“{state}”，不能这样改，请刷新后查看。", state=in_tongue(contract.get_state_display()))
        )
    if to in (State.ENDING, State.ENDED):
        chosen = reason or contract.stop_reason
        if chosen not in STOP_REASON:
            raise ReasonMissing(say("请选择解约原因。"))
        contract.stop_reason = chosen
    contract.state = State(to)
    contract.stop_date = on if to == State.ENDED else None
    contract.stop_reason = "" if to == State.SIGNED else contract.stop_reason
    contract.recorded_at = at
    contract.save(update_fields=["state", "stop_date", "stop_reason", "recorded_at"])
    audit.record("contract.step", by=by, at=at, about=("contract", contract.pk), detail={"to": to})
    return contract


def serve(*, contract: Contract, item: str, on: date, note: str, by: Acting, at: datetime) -> Service:
    """Write down a service that no visit tells of, once a day and item."""
    told = {
        "resident_id": contract.resident_id, "area_code": contract.area_code, "note": note, "actor_id": by.user_id,
        "recorded_at": at,
    }  # fmt: skip
    made, new = Service.objects.get_or_create(contract=contract, item=item, served_date=on, defaults=told)
    if new:
        audit.record("contract.serve", by=by, at=at, about=("contract", contract.pk), detail={"item": item})
    return made
