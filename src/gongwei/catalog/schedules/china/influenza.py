"""流感疫苗（非免疫规划）：6 月龄起每年 1 剂；6 月龄–8 岁首个流感季 2 剂，间隔 ≥4 周。流感季自 9 月 1 日起。"""

from datetime import date

from gongwei.catalog.schedules.writing import (
    LEAFLETS,
    after,
    ages,
    antigen,
    dose,
    forbidden,
    from_age,
    given,
    series,
    when_all,
)
from gongwei.domain.immunization.dates import ALWAYS, NEVER
from gongwei.domain.immunization.schedule import DoseCountCondition, Season, SeriesDose
from gongwei.domain.immunization.vaccine import Vaccine

FIRST_MONTH = 9
FLU = (given("IIV", "6 months"), given("LAIV", "3 years", "18 years"))


def season_of(day: date) -> int:
    """Give the year in which the flu season of a day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def given_more(count: int, *, since: int = ALWAYS, until: int = NEVER) -> DoseCountCondition:
    """Write the condition that more valid doses than a number were given between two days."""
    return DoseCountCondition(codes=frozenset(), compare=">", count=count, valid_only=True, since=since, until=until)


def doses_of(year: int) -> tuple[SeriesDose, SeriesDose]:
    """Write the two doses of a season: the first for those never vaccinated before, the second every year."""
    begin = date(year, FIRST_MONTH, 1).toordinal()
    season = Season(start=begin, last=date(year + 1, FIRST_MONTH, 1).toordinal() - 1)
    earlier = given_more(0, until=begin)
    this_season, twice = given_more(0, since=begin), given_more(1, since=begin)
    grown = from_age("9 years")
    first = dose(
        1,
        ages("6 months"),
        *FLU,
        season=season,
        skip=(when_all("既往流感季已接种", earlier), when_all("9岁起只需1剂", grown)),
    )
    yearly = dose(
        2,
        ages("6 months"),
        *FLU,
        intervals=(after("4 weeks"),),
        season=season,
        recurring=True,
        skip=(
            when_all("本季已种，既往接种过", this_season, earlier),
            when_all("本季已种，9岁起只需1剂", this_season, grown),
            when_all("本季已种2剂", twice),
        ),
    )
    return first, yearly


def of_season(year: int) -> Vaccine:
    """Write the vaccine for the season that begins in a year."""
    return Vaccine(
        key="influenza",
        title="流感疫苗",
        english="influenza vaccine",
        source=LEAFLETS,
        programme=False,
        codes={"IIV": "流感灭活疫苗", "LAIV": "流感减毒活疫苗（鼻喷）"},
        unverified=("全部剂次", "流感季自9月1日起"),
        antigen=antigen(
            "Flu",
            series("Flu", "流感疫苗每季", *doses_of(year), default=True),
            forbids=(
                forbidden(
                    "severe-immunosuppression",
                    "严重免疫抑制者改用灭活疫苗",
                    "inactivated vaccine instead, under severe immunosuppression",
                    "LAIV",
                ),
                forbidden("pregnant", "孕妇改用灭活疫苗", "inactivated vaccine instead, in pregnancy", "LAIV"),
            ),
        ),
    )


vaccine = of_season(2026)
