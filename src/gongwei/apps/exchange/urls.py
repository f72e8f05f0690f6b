"""The addresses of imports."""

from django.urls import path

from gongwei.apps.exchange import views

app_name = "exchange"
urlpatterns = [
    path("imports/", views.batches, name="batches"),
    path("imports/export/", views.export, name="export"),
    path("imports/sources/", views.sources, name="sources"),
    path("imports/sources/export/", views.export_sources, name="export_sources"),
    path("imports/<uuid:batch_id>/", views.batch, name="batch"),
    path("imports/<uuid:batch_id>/export/", views.export_rows, name="export_rows"),
    path("imports/<uuid:batch_id>/rejects/", views.rejects, name="rejects"),
    path("imports/<uuid:batch_id>/take/", views.take, name="take"),
    path("imports/<uuid:batch_id>/undo/", views.undo, name="undo"),
    path("imports/<uuid:batch_id>/waiting/", views.waiting, name="waiting"),
    path("imports/<uuid:batch_id>/waiting/<uuid:row_id>/", views.decide, name="decide"),
]
