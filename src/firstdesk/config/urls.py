"""Every address of the product: one line per context."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from firstdesk.config import api
from firstdesk.config.health import healthz
from firstdesk.config.theme import choose

handler400 = "firstdesk.config.astray.not_understood"
handler403 = "firstdesk.config.astray.not_allowed"
handler404 = "firstdesk.config.astray.not_found"
handler500 = "firstdesk.config.away.failed"
urlpatterns = [
    path("accounts/", include("firstdesk.directory.urls_accounts")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("theme/", choose, name="theme"),
    path("api/v1/", include((api.urls(), "api"))),
    path("healthz", healthz, name="healthz"),
    path("", include("firstdesk.directory.urls")),
    path("", include("firstdesk.matters.urls")),
    path("", include("firstdesk.dispatch.urls")),
    path("", include("firstdesk.intake.urls")),
    path("", include("firstdesk.followup.urls")),
    path("", include("firstdesk.complaints.urls")),
    path("", include("firstdesk.mediation.urls")),
    path("", include("firstdesk.teamwork.urls")),
    path("", include("firstdesk.triage.urls")),
    path("", include("firstdesk.regulations.urls")),
    path("", include("firstdesk.rosters.urls")),
    path("", include("firstdesk.notices.urls")),
    path("", include("firstdesk.obligations.urls")),
    path("", include("firstdesk.oversight.urls")),
    path("", include("firstdesk.screening.urls")),
    path("", include("firstdesk.checks.urls")),
    path("", include("firstdesk.training.urls")),
    path("", include("firstdesk.assessment.urls")),
    path("", include("firstdesk.meetings.urls")),
    path("", include("firstdesk.reporting.urls")),
    path("", include("firstdesk.insight.urls")),
    path("", include("firstdesk.wall.urls")),
    path("", include("firstdesk.portal.urls")),
    path("", include("firstdesk.workbench.urls")),
]
