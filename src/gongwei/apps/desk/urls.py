"""The clinic's addresses."""

from django.urls import path

from gongwei.apps.desk.views import day, duplicates, glass, moves, personal, referrals, residents, sitting, visits

app_name = "desk"
urlpatterns = [
    path("", day.home, name="home"),
    path("today/", day.my_day, name="my_day"),
    path("today/export/", day.export, name="export_day"),
    path("calls/<uuid:enrolment_id>/", day.call, name="call"),
    path("residents/", residents.find, name="find"),
    path("residents/export/", personal.export, name="export_residents"),
    path("residents/new/", residents.register, name="register"),
    path("residents/<uuid:resident_id>/", residents.resident, name="resident"),
    path("residents/<uuid:resident_id>/visits/export/", visits.export, name="export_visits"),
    path("residents/<uuid:resident_id>/edit/", residents.correct, name="correct"),
    path("residents/<uuid:resident_id>/personal/", personal.personal, name="personal"),
    path("residents/<uuid:resident_id>/move/", moves.move, name="move"),
    path("residents/<uuid:resident_id>/numbers/", residents.numbers, name="numbers"),
    path("residents/<uuid:resident_id>/enrol/", residents.enrol, name="enrol"),
    path("residents/<uuid:resident_id>/end/", residents.end_programme, name="end_programme"),
    path("residents/<uuid:resident_id>/diagnoses/", residents.diagnose, name="diagnose"),
    path("residents/<uuid:resident_id>/sitting/", sitting.record, name="sitting"),
    path("residents/<uuid:resident_id>/sitting/judge/", sitting.judge, name="judge_sitting"),
    path("residents/<uuid:resident_id>/visit/<slug:program>/", visits.record, name="record_visit"),
    path("residents/<uuid:resident_id>/visit/<slug:program>/judge/", visits.judge, name="judge"),
    path("visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("visits/<uuid:visit_id>/edit/", visits.correct, name="correct_visit"),
    path("glass/", glass.broken, name="glass"),
    path("glass/reviews/", glass.reviews, name="glass_reviews"),
    path("glass/<uuid:glass_id>/", glass.look, name="look"),
    path("glass/<uuid:glass_id>/review/", glass.review, name="review_glass"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/export/", referrals.export, name="export_referrals"),
    path("referrals/<uuid:referral_id>/step/", referrals.step, name="step_referral"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/find/", duplicates.find, name="find_duplicates"),
    path("duplicates/export/", duplicates.export, name="export_duplicates"),
    path("duplicates/<uuid:pair_id>/", duplicates.pair, name="duplicate"),
    path("duplicates/<uuid:pair_id>/decide/", duplicates.decide, name="decide_duplicate"),
    path("merges/<uuid:merge_id>/undo/", duplicates.undo_merge, name="undo_merge"),
]
