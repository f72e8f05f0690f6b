"""Addresses of the pages that read across."""

from django.urls import path

from gongwei.apps.reporting.views import (
    catalogue,
    cohorts,
    doubts,
    funnel,
    indicator,
    numbers,
    plan_row,
    regions,
    scoreboard,
)

app_name = "reporting"
urlpatterns = [
    path("plan/", scoreboard.scoreboard, name="scoreboard"),
    path("plan/export/", scoreboard.export, name="export_plan"),
    path("plan/rows/<str:key>/", plan_row.row, name="row"),
    path("plan/rows/<str:key>/export/", plan_row.export, name="export_row"),
    path("plan/reports/<uuid:report_id>/withdraw/", plan_row.withdraw, name="withdraw"),
    path("plan/indicators/<slug:key>/", indicator.indicator, name="indicator"),
    path("plan/indicators/<slug:key>/export/", indicator.export, name="export"),
    path("plan/indicators/<slug:key>/funnel/", funnel.funnel, name="funnel"),
    path("plan/indicators/<slug:key>/funnel/export/", funnel.export, name="export_funnel"),
    path("cohorts/", cohorts.cohort_card, name="cohorts"),
    path("cohorts/export/", cohorts.export, name="export_cohorts"),
    path("cohorts/people/", cohorts.people, name="cohort_people"),
    path("cohorts/people/export/", cohorts.export_people, name="export_cohort_people"),
    path("records/doubts/", doubts.doubt_list, name="doubts"),
    path("records/doubts/export/", doubts.export, name="export_doubts"),
    path("records/doubts/look/", doubts.look, name="look_for_doubts"),
    path("records/doubts/<uuid:doubt_id>/", doubts.doubt, name="doubt"),
    path("records/mine/", doubts.mine, name="my_doubts"),
    path("records/doubts/<uuid:doubt_id>/settle/", doubts.settle, name="settle_doubt"),
    path("plan/indicators/<slug:key>/people/", indicator.people, name="people_behind"),
    path("plan/indicators/<slug:key>/people/export/", indicator.export_people, name="export_people"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/export/", catalogue.export, name="export_catalogue"),
    path("catalogue/indicators/<slug:indicator>/", catalogue.indicator_words, name="indicator_words"),
    path("catalogue/numbers/", numbers.numbers_list, name="numbers"),
    path("catalogue/numbers/export/", numbers.export, name="export_numbers"),
    path("catalogue/numbers/<str:number>/", numbers.number, name="number"),
    path("catalogue/numbers/<str:number>/settle/", numbers.settle, name="settle_number"),
    path("catalogue/<slug:program>/", catalogue.program_words, name="program_words"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<int:code>/", regions.region, name="region"),
    path("regions/<int:code>/export/", regions.export, name="export_areas"),
    path("regions/<int:code>/shapes/", regions.shapes, name="shapes"),
]
