"""CDC's logic specification 4.5 beyond what its healthy cases exercise, each rule on a schedule made for it."""

from dataclasses import replace
from datetime import date

import pytest

from gongwei.domain.immunization.dates import clamp, span
from gongwei.domain.immunization.engine import assess
from gongwei.domain.immunization.history import Dose, Observation, Patient
from gongwei.domain.immunization.schedule import (
    AgeCondition,
    Ages,
    Antigen,
    Association,
    BirthImmunity,
    CompletedSeriesCondition,
    ConditionalSkip,
    Contraindication,
    Indication,
    Interval,
    Schedule,
    Series,
    SeriesDose,
    SeriesKind,
    SkipSet,
    VaccineChoice,
    VaccineGroup,
)
from gongwei.domain.immunization.verdicts import DoseStatus, Reason, SeriesStatus

BIRTH, ON = date(2020, 1, 1).toordinal(), date(2026, 1, 1).toordinal()
BORN_LONG_AGO = date(1950, 1, 1).toordinal()


def dose(number=1, **more):
    age = Ages(absolute_minimum=span("1 year - 4 days"), minimum=span("1 year"), earliest_recommended=span("1 year"))
    return SeriesDose(number=number, ages=(age,), preferable=(VaccineChoice(code="V", forecast=True),), **more)


def series(*doses, **more):
    more.setdefault("default", True)
    return Series(name=more.pop("name", "series"), antigen="A", vaccine_group="A", doses=doses or (dose(),), **more)


def schedule(*ways, **about):
    antigen = Antigen(name="A", series=ways, **about)
    return Schedule(
        name="made",
        antigens={"A": antigen},
        vaccine_groups=(VaccineGroup(name="A", antigens=("A",)),),
        associations={"V": (Association(antigen="A"),), "W": (Association(antigen="A"),)},
        conflicts={},
        add=clamp,
    )


def groups(made, *doses, birth=BIRTH, observations=(), country=""):
    patient = Patient(
        birth=birth,
        doses=tuple(replace_place(one, place) for place, one in enumerate(doses)),
        observations=tuple(observations),
        country_of_birth=country,
    )
    return assess(made, patient, ON).groups


def replace_place(one, place):
    return one._replace(place=place)


def verdict(made, *doses, **about):
    (found,) = groups(made, *doses, **about)
    return [(one.status, one.reason) for one in found.contained[0].evaluated.evaluations]


def at(years, code="V", **more):
    return Dose(clamp(BIRTH, span(years)), code, **more)


def test_a_recalled_or_expired_dose_is_substandard_by_table_6_3():
    assert verdict(schedule(series()), at("2 years", substandard=True)) == [
        (DoseStatus.SUBSTANDARD, Reason.SUBSTANDARD)
    ]
    assert verdict(schedule(series()), at("2 years", expiry=BIRTH))[0][0] is DoseStatus.SUBSTANDARD


def test_an_inadvertent_vaccine_is_not_valid_by_table_6_13():
    made = schedule(series(dose(inadvertent=frozenset({"W"}))))
    assert verdict(made, at("2 years", "W")) == [(DoseStatus.NOT_VALID, Reason.INADVERTENT)]


def test_grace_period_is_valid_by_table_6_15():
    assert verdict(schedule(series()), at("1 year - 4 days")) == [(DoseStatus.VALID, Reason.GRACE_PERIOD)]
    assert verdict(schedule(series()), at("1 year - 5 days")) == [(DoseStatus.NOT_VALID, Reason.TOO_YOUNG)]


def test_a_low_volume_stays_valid_by_table_6_26():
    low = replace(dose(), preferable=(VaccineChoice(code="V", volume=0.5),))
    assert verdict(schedule(series(low)), at("2 years", volume=0.25)) == [(DoseStatus.VALID, Reason.LOW_VOLUME)]


def test_an_allowable_interval_saves_a_dose_by_table_6_31():
    far = Interval(from_previous=True, absolute_minimum=span("6 months"), minimum=span("6 months"))
    near = Interval(from_previous=True, absolute_minimum=span("4 weeks"))
    made = schedule(series(dose(), dose(2, intervals=(far,), allowable_intervals=(near,))))
    assert [one for one, _ in verdict(made, at("2 years"), at("2 years + 4 weeks"))] == [DoseStatus.VALID] * 2
    assert verdict(made, at("2 years"), at("2 years + 27 days"))[1][1] is Reason.TOO_SOON


def test_a_risk_series_is_relevant_by_an_observation_within_its_ages_by_table_5_5():
    indication = Indication(observation="007", begin_age=span("2 years"), end_age=span("18 years"))
    made = schedule(series(kind=SeriesKind.RISK, indications=(indication,)))
    assert groups(made) == []
    assert groups(made, observations=[Observation("007")])[0].status is SeriesStatus.NOT_COMPLETE
    assert groups(made, observations=[Observation("007")], birth=BORN_LONG_AGO) == []


def test_a_risk_series_stands_before_an_equivalent_standard_one_by_table_8_14():
    standard = series(equivalent_groups=frozenset({"2"}))
    risk = series(
        kind=SeriesKind.RISK,
        group="2",
        equivalent_groups=frozenset({"1"}),
        indications=(Indication(observation="007"),),
        default=False,
    )
    found = groups(schedule(standard, risk), observations=[Observation("007")])
    assert [one.kind for one in found] == [SeriesKind.RISK]


def test_two_series_groups_that_are_not_equivalent_give_two_forecasts_by_forecastvg_1():
    risk = series(kind=SeriesKind.RISK, group="2", indications=(Indication(observation="007"),), default=False)
    found = groups(schedule(series(), risk), observations=[Observation("007")])
    assert {one.kind for one in found} == {SeriesKind.STANDARD, SeriesKind.RISK}


@pytest.mark.parametrize(
    ("birth", "observations", "country", "immune"),
    [
        (BIRTH, ["020"], "", True),
        (BORN_LONG_AGO, [], "U.S.", True),
        (BORN_LONG_AGO, [], "", False),
        (BORN_LONG_AGO, ["055"], "U.S.", False),
        (BIRTH, [], "U.S.", False),
    ],
)
def test_evidence_of_immunity_follows_table_7_3(birth, observations, country, immune):
    rule = BirthImmunity(before=date(1957, 1, 1).toordinal(), country="U.S.", exclusions=frozenset({"055"}))
    made = schedule(series(), immune_observations=frozenset({"020"}), immune_births=(rule,))
    (found,) = groups(made, birth=birth, country=country, observations=[Observation(one) for one in observations])
    assert (found.status is SeriesStatus.IMMUNE) == immune


def test_an_antigen_contraindication_stops_every_series_by_table_7_5():
    made = schedule(series(), contraindications=(Contraindication(observation="080", end_age=span("18 years")),))
    assert groups(made, observations=[Observation("080")])[0].status is SeriesStatus.CONTRAINDICATED
    assert groups(made, observations=[Observation("081")])[0].status is SeriesStatus.NOT_COMPLETE


def test_a_vaccine_contraindication_stops_a_series_only_if_no_vaccine_is_left_by_table_7_7():
    rule = Contraindication(observation="080", codes=(VaccineChoice(code="V"),))
    two = replace(dose(), preferable=(VaccineChoice(code="V", forecast=True), VaccineChoice(code="W", forecast=True)))
    one_left = groups(schedule(series(two), vaccine_contraindications=(rule,)), observations=[Observation("080")])[0]
    none_left = groups(schedule(series(), vaccine_contraindications=(rule,)), observations=[Observation("080")])[0]
    assert (one_left.status, one_left.vaccines) == (SeriesStatus.NOT_COMPLETE, ("W",))
    assert none_left.status is SeriesStatus.CONTRAINDICATED


def test_an_interval_can_run_from_an_observation_by_calcdtint_9():
    from_transplant = Interval(from_observation="171", minimum=span("6 months"), absolute_minimum=span("6 months"))
    made = schedule(series(dose(intervals=(from_transplant,))))
    seen = Observation("171", date(2025, 10, 1).toordinal())
    assert groups(made, observations=[seen])[0].earliest == date(2026, 4, 1).toordinal()


def test_a_completed_series_elsewhere_can_skip_a_dose_by_table_6_7():
    skip = ConditionalSkip(sets=(SkipSet(conditions=(CompletedSeriesCondition(series_groups=frozenset({"1"})),)),))
    later = series(dose(skips=(skip,)), dose(2), group="2", name="later")
    found = {one.contained[0].series.name: one for one in groups(schedule(later, series()), at("2 years"))}
    assert found["series"].status is SeriesStatus.COMPLETE
    assert [one.target for one in found["later"].contained[0].evaluated.evaluations] == [2]


def test_a_dose_too_many_is_extraneous_by_chapter_4_4():
    assert verdict(schedule(series()), at("2 years"), at("3 years"))[1] == (
        DoseStatus.EXTRANEOUS,
        Reason.SERIES_COMPLETE,
    )


def test_a_series_past_its_maximum_age_is_aged_out_by_table_7_10():
    child = replace(dose(), ages=(Ages(minimum=span("1 year"), maximum=span("5 years")),))
    assert groups(schedule(series(child)))[0].reasons == (Reason.AGED_OUT,)


def test_a_dose_whose_earliest_day_is_past_the_maximum_age_cannot_be_finished_by_table_7_10():
    child = replace(
        dose(2, intervals=(Interval(from_previous=True, minimum=span("1 year"), absolute_minimum=span("1 year")),)),
        ages=(Ages(minimum=span("1 year"), maximum=span("6 years + 1 month")),),
    )
    assert groups(schedule(series(dose(), child)), at("5 years + 6 months"))[0].reasons == (Reason.CANNOT_FINISH,)


def test_an_absolute_minimum_age_alone_is_still_a_minimum_by_table_6_15():
    only = replace(dose(), ages=(Ages(absolute_minimum=span("19 years")),))
    made = schedule(series(only))
    assert verdict(made, at("2 years")) == [(DoseStatus.NOT_VALID, Reason.TOO_YOUNG)]
    assert groups(made)[0].earliest == clamp(BIRTH, span("19 years"))


def test_an_absolute_minimum_interval_alone_is_still_a_minimum_by_table_6_18():
    wait = Interval(from_previous=True, absolute_minimum=span("6 months"))
    made = schedule(series(dose(), dose(2, intervals=(wait,))))
    assert verdict(made, at("2 years"), at("2 years + 5 months"))[1] == (DoseStatus.NOT_VALID, Reason.TOO_SOON)


def test_a_spoiled_dose_skips_no_target_dose_by_6_1():
    from_two = ConditionalSkip(sets=(SkipSet(conditions=(AgeCondition(begin_age=span("2 years")),)),))
    made = schedule(series(dose(skips=(from_two,)), dose(2)))
    spoiled, sound = at("3 years", substandard=True), at("4 years")
    (found,) = groups(made, spoiled, sound)
    assert [one.target for one in found.contained[0].evaluated.evaluations] == [1, 2]


def test_a_dose_that_the_forecast_skips_is_not_open_by_selectb_5():
    from_two = ConditionalSkip(sets=(SkipSet(conditions=(AgeCondition(begin_age=span("2 years")),)),), evaluating=False)
    longer = series(dose(), dose(2), dose(3), name="three doses", preference=1)
    shorter = series(
        dose(), dose(2, skips=(from_two,)), dose(3), name="two from two years", preference=2, default=False
    )
    (found,) = groups(schedule(longer, shorter), at("1 year"))
    assert found.contained[0].series.name == "two from two years"
