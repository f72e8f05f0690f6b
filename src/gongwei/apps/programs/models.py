"""Who is enrolled in which programme, what happened at each visit, and what must follow: in tables by class.

Class 3 lies in the first four, guarded health (4) and hidden health (5) in four each of their own, whose readings,
reasons and notes stand sealed. Which of them holds a programme, its definition says (`Program.sensitivity`).
"""

from django.db import models
from django.db.models import Q

from gongwei.apps.people.rows import PersonRow, tracked
from gongwei.apps.people.sealed import covered, covered_json
from gongwei.apps.programs import rows
from gongwei.apps.programs.rows import CallRow, EnrolmentRow, ReferralRow, VisitRow
from gongwei.domain.access import Guard, Sensitivity

GUARDED, HIDDEN = Sensitivity.GUARDED_HEALTH, Sensitivity.HIDDEN_HEALTH


@tracked
class Enrolment(EnrolmentRow):
    """An enrolment in a programme of class 3."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, glass="resident_id", reported=rows.STAYS)

    class Meta(EnrolmentRow.Meta):
        constraints = rows.stay_rules()
        indexes = rows.stay_indexes()


@tracked
class Visit(VisitRow):
    """A visit of a programme of class 3."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, glass="resident_id", reported=(*rows.SEEN, "readings"))

    readings = models.JSONField()
    confirmed = models.JSONField(default=dict)

    class Meta(VisitRow.Meta):
        constraints = rows.visit_rules()
        indexes = rows.visit_indexes()


@tracked
class Referral(ReferralRow):
    """A referral from a programme of class 3."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, reported=rows.SENT)

    visit = models.ForeignKey(Visit, models.PROTECT, null=True)
    reason = models.TextField()
    result = models.TextField(blank=True)

    class Meta(ReferralRow.Meta):
        constraints = rows.referral_rules(~Q(result=""))
        indexes = rows.referral_indexes()


class CallAttempt(CallRow):
    """A call about a programme of class 3."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    note = models.TextField(blank=True)

    class Meta(CallRow.Meta):
        indexes = rows.call_indexes()


@tracked
class Exposure(PersonRow):
    """A resident who was in close contact with somebody who fell ill, and in which way."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    case = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    program = models.TextField()  # that of the illness
    relation = models.TextField()
    since_date = models.DateField()  # when the case was found

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident", "case", "program"], name="one_exposure_a_case")]
        indexes = [
            models.Index("case", "area_code", name="exposure_case"),
            models.Index("area_code", name="exposure_area"),
        ]


class SealedVisit(VisitRow):
    """A visit whose readings stand sealed; `counted` are those that indicators may read."""

    readings_cipher = models.BinaryField()
    confirmed_cipher = models.BinaryField(null=True)
    counted = models.JSONField(default=dict)
    readings = covered_json("readings")
    confirmed = covered_json("confirmed", empty={})

    class Meta(VisitRow.Meta):
        abstract = True


class SealedReferral(ReferralRow):
    """A referral whose reason and result stand sealed."""

    reason_cipher = models.BinaryField()
    result_cipher = models.BinaryField(null=True)
    reason = covered("reason")
    result = covered("result", empty="")

    class Meta(ReferralRow.Meta):
        abstract = True


class SealedCall(CallRow):
    """A call whose note stands sealed."""

    note_cipher = models.BinaryField(null=True)
    note = covered("note", empty="")

    class Meta(CallRow.Meta):
        abstract = True


@tracked
class GuardedEnrolment(EnrolmentRow):
    """An enrolment in a programme of class 4."""

    guard = Guard(sensitivity=GUARDED, glass="resident_id", reported=rows.STAYS)

    class Meta(EnrolmentRow.Meta):
        constraints = rows.stay_rules("guarded_")
        indexes = rows.stay_indexes("guarded_")


@tracked
class GuardedVisit(SealedVisit):
    """A visit of a programme of class 4."""

    guard = Guard(sensitivity=GUARDED, glass="resident_id", reported=(*rows.SEEN, "counted"))

    class Meta(SealedVisit.Meta):
        constraints = rows.visit_rules("guarded_")
        indexes = rows.visit_indexes("guarded_")


@tracked
class GuardedReferral(SealedReferral):
    """A referral from a programme of class 4."""

    guard = Guard(sensitivity=GUARDED, reported=rows.SENT)

    visit = models.ForeignKey(GuardedVisit, models.PROTECT, null=True)

    class Meta(SealedReferral.Meta):
        constraints = rows.referral_rules(Q(result_cipher__isnull=False), "guarded_")
        indexes = rows.referral_indexes("guarded_")


class GuardedCallAttempt(SealedCall):
    """A call about a programme of class 4."""

    guard = Guard(sensitivity=GUARDED)

    class Meta(SealedCall.Meta):
        indexes = rows.call_indexes("guarded_")


@tracked
class HiddenEnrolment(EnrolmentRow):
    """An enrolment in a programme of class 5, shown under no broken glass: that it exists is itself hidden."""

    guard = Guard(sensitivity=HIDDEN, reported=rows.STAYS)

    class Meta(EnrolmentRow.Meta):
        constraints = rows.stay_rules("hidden_")
        indexes = rows.stay_indexes("hidden_")


@tracked
class HiddenVisit(SealedVisit):
    """A visit of a programme of class 5."""

    guard = Guard(sensitivity=HIDDEN, reported=(*rows.SEEN, "counted"))

    class Meta(SealedVisit.Meta):
        constraints = rows.visit_rules("hidden_")
        indexes = rows.visit_indexes("hidden_")


@tracked
class HiddenReferral(SealedReferral):
    """A referral from a programme of class 5."""

    guard = Guard(sensitivity=HIDDEN, reported=rows.SENT)

    visit = models.ForeignKey(HiddenVisit, models.PROTECT, null=True)

    class Meta(SealedReferral.Meta):
        constraints = rows.referral_rules(Q(result_cipher__isnull=False), "hidden_")
        indexes = rows.referral_indexes("hidden_")


class HiddenCallAttempt(SealedCall):
    """A call about a programme of class 5."""

    guard = Guard(sensitivity=HIDDEN)

    class Meta(SealedCall.Meta):
        indexes = rows.call_indexes("hidden_")
