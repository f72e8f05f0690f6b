"""The joint group's addresses."""

from django.urls import path

from gongwei.apps.joint_group import views

app_name = "joint_group"
urlpatterns = [
    path("joint/", views.concerns, name="concerns"),
    path("joint/meetings/", views.meetings, name="meetings"),
    path("joint/<uuid:concern_id>/", views.concern, name="concern"),
    path("joint/<uuid:concern_id>/end/", views.end, name="end"),
    path("residents/<uuid:resident_id>/share/", views.share, name="share"),
]
