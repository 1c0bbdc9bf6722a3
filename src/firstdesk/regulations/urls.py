"""Addresses of the regulations. A clause and a rule have one address each, wherever they are cited."""

from django.urls import path

from firstdesk.regulations import views

app_name = "regulations"
urlpatterns = [
    path("rules/", views.index, name="index"),
    path("rules/conflicts/", views.conflicts, name="conflicts"),
    path("rules/versions/", views.versions, name="versions"),
    path("rules/versions/compare/", views.compare, name="compare"),
    path("rules/rule/<str:rule_id>/", views.rule, name="rule"),
    path("rules/clause/<str:clause_id>/", views.clause, name="clause"),
    path("rules/<slug:code>/", views.regulation, name="regulation"),
]
