from django.urls import path

from gongwei.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("post/", views.switch, name="switch"),
    path("devices/", views.devices, name="devices"),
    path("users/", views.users, name="users"),
    path("users/export/", views.export_users, name="export_users"),
    path("users/<uuid:user_id>/", views.user, name="user"),
    path("users/new/", views.new_user, name="new_user"),
    path("users/<uuid:user_id>/posts/", views.give_post, name="give_post"),
    path("users/<uuid:user_id>/posts/export/", views.export_posts, name="export_posts"),
    path("users/<uuid:user_id>/posts/end/", views.end_post, name="end_post"),
    path("users/<uuid:user_id>/factors/clear/", views.clear_factors, name="clear_factors"),
    path("users/<uuid:user_id>/change/", views.change_user, name="change_user"),
    path("audit/", views.audit, name="audit"),
    path("audit/export/", views.export_audit, name="export_audit"),
]
