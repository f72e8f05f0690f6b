"""Who may stand twice: pairs side by side, merged field by field or held apart, and merges undone."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk import actions
from gongwei.apps.desk.jobs import find_duplicates
from gongwei.apps.desk.views import address_of, text
from gongwei.apps.people import actions as people_actions
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import DuplicatePair, Resident
from gongwei.apps.programs import queries as programs_queries
from gongwei.catalog.discovery import programs
from gongwei.domain.access import MERGING
from gongwei.ui import tables

A_PAGE = 20
State = DuplicatePair.State
SEXES = {"1": gettext_lazy("男"), "2": gettext_lazy("女")}
LIKENESSES: dict[tuple[str, str], str | Promise] = {
    ("name", "same"): gettext_lazy("姓名相同"),
    ("name", "variant"): gettext_lazy("姓名为异体字"),
    ("name", "homophone"): gettext_lazy("姓名同音"),
    ("name", "near"): gettext_lazy("姓名音近"),
    ("name", "other"): gettext_lazy("姓名不同"),
    ("birth", "same"): gettext_lazy("出生日期相同"),
    ("birth", "slip"): gettext_lazy("出生日期像写错一位"),
    ("birth", "near"): gettext_lazy("出生日期相近"),
    ("birth", "other"): gettext_lazy("出生日期不同"),
    ("sex", "other"): gettext_lazy("性别不同"),
    ("contact", "home and phone"): gettext_lazy("住址和电话相同"),
    ("contact", "home"): gettext_lazy("住址相同"),
    ("contact", "phone"): gettext_lazy("电话相同"),
    ("contact", "none"): gettext_lazy("住址和电话都不同"),
    ("document", "same"): gettext_lazy("证件相同"),
    ("document", "other"): gettext_lazy("证件不同"),
    ("archive", "same"): gettext_lazy("档案号相同"),
}
TITLES: dict[str, str | Promise] = {
    "name": gettext_lazy("姓名"),
    "sex": gettext_lazy("性别"),
    "birth_date": gettext_lazy("出生日期"),
    "document": gettext_lazy("证件号"),
    "phone": gettext_lazy("电话"),
    "address": gettext_lazy("住址"),
    "institution": gettext_lazy("管理机构"),
    "archive": gettext_lazy("档案号"),
    "resident_from": gettext_lazy("居住自"),
    "resident_to": gettext_lazy("迁出日期"),
    "died_date": gettext_lazy("死亡日期"),
}
SHOWN: dict[str, Callable[[Resident], object]] = {
    "name": lambda one: one.name,
    "sex": lambda one: SEXES.get(one.sex, _("未说明")),
    "birth_date": lambda one: one.birth_date,
    "document": people.document_of,
    "phone": people.phone_of,
    "address": address_of,
    "institution": lambda one: one.institution.name if one.institution else None,
    "archive": lambda one: one.archive_no,
    "resident_from": lambda one: one.resident_from,
    "resident_to": lambda one: one.resident_to,
    "died_date": lambda one: one.died_date,
}


@dataclass(frozen=True)
class Row:
    """A pair in a list: whom of it the post still finds, and why it stands there."""

    pair: DuplicatePair
    people: tuple[Resident, ...]
    why: str
    percent: str


@dataclass(frozen=True)
class Choice:
    """One field of two records: what each says, whether they differ, and which is taken unless somebody chooses."""

    key: str
    title: str
    stays: str
    gone: str
    differs: bool
    taken: str


@require_GET
@allow(manages=MERGING, writes=3)
def duplicates(request: Request) -> HttpResponse:
    """List pairs by likelihood: those to be decided, or those decided."""
    state = text(request, "state") if text(request, "state") in State.values else State.OPEN.value
    counts = people.pair_counts()
    parameters = {"state": state} if state != State.OPEN else {}
    page = tables.chosen_page(request.GET.get("page"))
    pager = tables.pager(page=page, total=counts.get(state, 0), size=A_PAGE, parameters=parameters)
    context = {
        "rows": _rows(list(people.pairs(state=state)[pager.start : pager.last])),
        "tabs": [(one.value, _(one.label), counts.get(one.value, 0)) for one in State],
        "state": state,
        "is_open": state == State.OPEN,
        "pager": pager,
    }
    return render(request, "desk/duplicates.html", context)


@require_POST
@allow(manages=MERGING, writes=3)
def find(request: Request) -> HttpResponse:
    """Have the worker look for who stands twice; the list fills when it has done so."""
    find_duplicates.defer(assignment_id=str(request.acting.assignment_id))
    messages.success(request, _("已开始查找，结果会列在这里，稍后刷新即可。"))
    return redirect("desk:duplicates")


@require_GET
@allow(manages=MERGING, writes=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the pairs to be decided as an Excel file, and write down that it left."""
    headings = [_("可能性"), _("依据"), _("姓名"), _("出生日期"), _("住址"), _("姓名"), _("出生日期"), _("住址")]
    rows = [
        (row.percent, row.why, *(cell for one in row.people for cell in (one.name, one.birth_date, address_of(one))))
        for row in _rows(list(people.pairs(state=State.OPEN)[: MOST_ROWS + 1]))
    ]
    listed = Listed(title=_("疑似重复"), name="duplicates", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "duplicates"))


@require_GET
@allow(manages=MERGING, writes=3)
def pair(request: Request, pair_id: UUID) -> HttpResponse:
    """Show two records side by side, with what differs and what would be taken from which."""
    found, stays, gone = _pair(pair_id)
    context = {
        "pair": found,
        "why": _words(found),
        "percent": _percent(found),
        "stays": stays,
        "gone": gone,
        "held": [(one, _held(one)) for one in (stays, gone)],
        "choices": _choices(stays, gone),
    }
    return render(request, "desk/duplicate.html", context)


@require_POST
@allow(manages=MERGING, writes=3)
def decide(request: Request, pair_id: UUID) -> HttpResponse:
    """Merge a pair as chosen, or hold it apart; then go on to the next."""
    found, stays, gone = _pair(pair_id)
    try:
        if request.POST.get("decision") == "merge":
            chosen = {key: request.POST.get(f"take-{key}", "") for key in TITLES}
            chosen = people_actions.defaults(stays, gone) | {key: value for key, value in chosen.items() if value}
            actions.merge(stays=stays, gone=gone, chosen=chosen, by=request.acting, at=now())
            messages.success(request, _("已合并为 %(name)s 一份档案；需要时可在居民页面撤销。") % {"name": stays.name})
        elif request.POST.get("decision") == "apart":
            people_actions.decide_apart(pair=found, by=request.acting, at=now())
            messages.success(request, _("已记为不是同一人，不再询问。"))
        else:
            messages.error(request, _("请选择合并，或不是同一人。"))
            return redirect("desk:duplicate", pair_id)
    except (people_actions.NotMergeable, people_actions.AlreadyDecided) as refused:
        messages.error(request, str(refused))
    following = people.pairs(state=State.OPEN).first()
    return redirect("desk:duplicate", following.pk) if following else redirect("desk:duplicates")


@require_POST
@allow(manages=MERGING, writes=3)
def undo_merge(request: Request, merge_id: UUID) -> HttpResponse:
    """Take two records apart again."""
    merged = people.standing_merge(merge_id)
    if merged is None:
        raise Http404
    try:
        actions.unmerge(merged=merged, by=request.acting, at=now())
        messages.success(request, _("已撤销合并，两份档案各自恢复。"))
    except (people_actions.NotMerged, people_actions.LaterMerge) as refused:
        messages.error(request, str(refused))
    return redirect("desk:resident", merged.resident_id)


def _pair(pair_id: UUID) -> tuple[DuplicatePair, Resident, Resident]:
    """Give an open pair whose two residents are in sight, who goes on first; else 404."""
    found = people.pair(pair_id)
    if found is None or found.state != State.OPEN:
        raise Http404
    both = [people.resident(one) for one in (found.left_id, found.right_id)]
    one, other = both
    if one is None or other is None:
        raise Http404
    return found, *people_actions.suggested(one, other)


def _rows(found: list[DuplicatePair]) -> list[Row]:
    known = people.residents({one for pair in found for one in (pair.left_id, pair.right_id)})
    return [
        Row(
            pair=pair,
            people=tuple(known[one] for one in (pair.left_id, pair.right_id) if one in known),
            why="，".join(_words(pair)),
            percent=_percent(pair),
        )
        for pair in found
    ]


def _words(found: DuplicatePair) -> list[str]:
    """Put the evidence in words; that the sex agrees, and what a record lacks, goes without saying."""
    return [str(LIKENESSES[key]) for key in found.evidence.items() if key in LIKENESSES]


def _percent(found: DuplicatePair) -> str:
    return "> 99.9%" if found.probability > 0.999 else f"{found.probability:.1%}"


def _choices(stays: Resident, gone: Resident) -> list[Choice]:
    taken = people_actions.defaults(stays, gone)
    said = [(key, SHOWN[key](stays), SHOWN[key](gone)) for key in TITLES]
    return [
        Choice(key, str(TITLES[key]), str(one or ""), str(other or ""), one != other, taken[key])
        for key, one, other in said
        if one or other
    ]


def _held(one: Resident) -> str:
    """Say in one line what hangs on a record."""
    taken = [_(programs()[key].title) for key in programs_queries.open_programs([one.pk]).get(one.pk, ())]
    conditions = [title for title, _row in people.conditions_of(one)]
    visits = len(programs_queries.visits_of(one))
    parts = [*taken, *conditions, _("随访 %(n)s 次") % {"n": visits}]
    return " · ".join(parts)


def merged_notes(one: Resident) -> list[tuple[people.Merge, str]]:
    """List the merges that a record is made of, each with the fields that were taken from the other record."""
    return [
        (merged, "、".join(str(TITLES[key]) for key, record in merged.chosen.items() if record == "gone"))
        for merged in people.merges_of(one)
    ]
