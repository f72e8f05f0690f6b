"""Pictures of what the methods give: known by their columns, refused in words, the same bytes for the same figures."""

import json
import re

import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

DETECTED = (
    "series,date,observed,expected,threshold,alarm,score\n"
    "水痘,2026-01-05,4,3.5,8,0,0.1\n水痘,2026-01-12,12,3.6,8,1,1.9\n麻疹,2026-01-05,0,,,0,\n麻疹,2026-01-12,1,,,0,\n"
)
TABLES = {
    "detect": DETECTED,
    "rt": "start,end,mean,sd,q025,q25,median,q75,q975\n2026-01-02,2026-01-08,1.2,.2,.8,1,1.2,1.3,1.6\n"
    "2026-01-03,2026-01-09,1.1,.2,.7,1,1.1,1.2,1.5\n",
    "nowcast": "reference_date,reported,estimate,lower,upper\n2026-01-02,8,8,8,8\n2026-01-03,5,9.5,6,14\n",
    "scan": "cluster,places,start,end,observed,expected,relative_risk,score,p_value\n"
    "1,甲;乙,2026-01-02,2026-01-08,9,3.1,3,4.5,0.01\n",
    "life-table": "group,age_start,mx,qx,lx,Lx,Tx,ex,lower,upper,note\n男,0,.1,.1,100000,1,1,78,77,79,\n"
    "男,1,.1,.1,99000,1,1,77.5,77,79,\n女,,,,,,,,,,age 85: band missing\n",
    "rates": "group,events,population,value,lower,upper,note\n甲,3,100,3,1,5,\n乙,0,0,,,,no population\n",
    "chains": "case,onset,infector,chain,generation,infected,serial_interval\n甲,2026-11-02,,甲,0,1,\n"
    "乙,2026-11-05,甲,甲,1,0,3\n丙,,甲,甲,1,0,\n",
    "study": "method,own_fpr,own_pod,cut,fpr,pod\nears-c1,.03,.3,1.6,.01,.1\nfarrington,.01,.2,1,.01,.25\n",
    "study --curve": "method,cut,fpr,pod\nears-c1,3,.001,.02\nears-c1,2,.01,.1\nfarrington,1,.01,.25\n",
    "alarm-budget": "series,method,cut,alarms_per_week,held_back_per_week,pod,timeliness\n"
    "水痘,ears-c2,1.2,.3,.2,.8,.4\n",
    "alarm-budget --curve": "series,method,cut,alarms_per_week,pod,timeliness,chosen\n水痘,ears-c2,1.2,.3,.8,.4,1\n"
    "水痘,ears-c2,1,.5,.9,.3,0\n水痘,cusum,2,.4,.6,.5,0\n",
    "flu-threshold": "threshold,rate,seasons,median_weeks\npre-epidemic,53.3,8,10\nhigh,120,8,10\n",
    "flu-threshold --weeks": "season,week,rate,epidemic,level,pre_epidemic,post_epidemic,medium,high,very_high\n"
    "2024/25,40,10,0,baseline,53,60,90,120,180\n2024/25,41,70,1,low,53,60,90,120,180\n",
    "premature": "group,probability,lower,upper,note\n甲,.12,.1,.14,\n",
    "curve": "date,count,group\n2026-01-02,3,甲\n2026-01-03,4,乙\n2026-01-03,1,甲\n",
}
PLACES = "place,x,y\n甲,0,0\n乙,0,1\n丙,1,1\n"


@pytest.fixture
def draw(tmp_path, capsys):
    def run(text: str, *options: str, form: str = "svg") -> tuple[int, str, str]:
        source, picture = tmp_path / "in.csv", tmp_path / f"out.{form}"
        source.write_text(text)
        (tmp_path / "places.csv").write_text(PLACES)
        picture.unlink(missing_ok=True)
        code = main(["plot", str(source), "--out", str(picture), *options])
        made = picture.read_bytes().decode("latin-1" if form == "png" else "utf-8") if picture.exists() else ""
        return code, made, capsys.readouterr().err

    return run


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_has_a_picture_in_each_form(draw, kind):
    assert draw(TABLES[kind], form="png")[1].startswith("\x89PNG")
    code, made, _ = draw(TABLES[kind], form="svg")
    assert code == 0 and made.startswith("<?xml") and made == draw(TABLES[kind], form="svg")[1]
    page = draw(TABLES[kind], form="html")[1]
    (options,) = re.findall(r"const options = (\[.*\]);", page)
    assert all(panel["series"] for panel in json.loads(options))


def options_of(page: str) -> list[dict]:
    return json.loads(re.findall(r"const options = (\[.*\]);", page)[0])


def test_an_alarm_is_a_point_where_it_was_seen(draw):
    chicken_pox, measles = options_of(draw(DETECTED, "--words", "en", form="html")[1])
    drawn = {series["name"]: series["data"] for series in chicken_pox["series"]}
    assert drawn["alarm"] == [["2026-01-12", 12.0]] and drawn["threshold"] == [["2026-01-05", 8], ["2026-01-12", 8]]
    assert "alarm" not in {series["name"] for series in measles["series"]}


def test_one_series_can_be_named_and_an_unknown_one_is_refused(draw):
    assert len(options_of(draw(DETECTED, "--series", "麻疹", form="html")[1])) == 1
    code, made, said = draw(DETECTED, "--series", "鼠疫")
    assert code == WRONG_INPUT and made == "" and "has no “鼠疫”; the file has 水痘、麻疹" in said


def test_more_series_than_a_picture_holds_are_said_to_be_left_out(draw):
    rows = [f"{n},2026-01-05,{n},1,2,{n % 2},{n}" for n in range(20)]
    code, made, said = draw("\n".join([DETECTED.split("\n")[0], *rows]), "--words", "en", form="html")
    assert code == 0 and len(options_of(made)) == 12 and "12 of 20 are drawn" in said
    assert "<h2>19</h2>" in made and "<h2>0</h2>" not in made


def test_a_page_of_its_own_loads_nothing_and_runs_no_name_of_a_file(draw):
    page = draw(DETECTED.replace("水痘", "</script><b>"), form="html")[1]
    assert "src=" not in page.split("<script>")[0] and "</script><b>" not in page and "http-equiv" not in page


def test_clusters_lie_where_the_places_are(draw, tmp_path):
    where, when = options_of(draw(TABLES["scan"], "--places", str(tmp_path / "places.csv"), form="html")[1])
    drawn = [[(one["name"], *one["value"]) for one in series["data"]] for series in where["series"]]
    assert drawn == [[("甲", 0, 0), ("乙", 0, 1), ("丙", 1, 1)], [("甲", 0, 0), ("乙", 0, 1)]]
    assert when["series"][0]["data"][:2] == [["2026-01-02", 0], ["2026-01-09", 0]]
    wrong = TABLES["scan"].replace("甲;乙", "甲;丁")
    assert "“丁” is not in --places" in draw(wrong, "--places", str(tmp_path / "places.csv"))[2]


def test_links_run_from_the_infector_to_its_cases(draw):
    code, page, said = draw(TABLES["chains"], "--words", "en", form="html")
    (panel,) = options_of(page)
    link, first, second = panel["series"]
    assert link["data"] == [["2026-11-02", 0], ["2026-11-02", 1], ["2026-11-05", 1], ["2026-11-05", None]]
    assert (first["name"], second["data"]) == ("generation 0", [["2026-11-05", 1]])
    assert code == 0 and "1 cases are not drawn" in said and 'aria-label="Chains of infection"' in page
    assert "has no “乙”" in draw(TABLES["chains"], "--series", "乙")[2]


def test_two_rows_of_a_group_are_both_drawn_and_told_apart(draw):
    text = "group,probability,lower,upper,causes,note\n甲,.12,.1,.14,who,\n甲,.08,.07,.09,plan-2018,\n"
    (panel,) = options_of(draw(text, form="html")[1])
    assert panel["yAxis"]["data"] == ["甲（who）", "甲（plan-2018）"]
    assert panel["series"][1]["data"] == [[0.12, 0], [0.08, 1]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,x,y\na,1,2\n", "are of no table that can be drawn. Known are detect: series,date"),
        (DETECTED.split("\n")[0] + "\n", "the table of detect has no rows"),
        (DETECTED.replace(",12,", ",zwölf,"), "row 3, column “observed”: “zwölf” is not a number"),
        (TABLES["chains"].replace("乙,", "甲,", 1), "row 3, column “case”: “甲” stands twice"),
        (TABLES["chains"].replace("2026-11-05", "").replace("2026-11-02", ""), "no case of a chain has an onset"),
        ("group,value,lower,upper\n甲,,,\n", "has no number at all"),
        (TABLES["scan"].replace("2026-01-02,2026-01-08", ","), "give --places"),
        ("", "the file is empty"),
    ],
)
def test_what_cannot_be_drawn_is_said(draw, text, said):
    code, made, told = draw(text)
    assert code == WRONG_INPUT and made == "" and said in told


def test_a_picture_of_another_form_is_refused(draw):
    code, _, said = draw(DETECTED, form="gif")
    assert code == WRONG_INPUT and "its ending must be .png, .svg or .html" in said
