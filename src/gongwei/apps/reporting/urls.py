"""Addresses of the pages that read across."""

from django.urls import path

from gongwei.apps.reporting.views import catalogue, regions

app_name = "reporting"
urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/indicators/<slug:indicator>/", catalogue.indicator_words, name="indicator_words"),
    path("catalogue/<slug:program>/", catalogue.program_words, name="program_words"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<int:code>/", regions.region, name="region"),
    path("regions/<int:code>/shapes/", regions.shapes, name="shapes"),
]
