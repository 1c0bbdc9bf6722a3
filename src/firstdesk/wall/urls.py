"""Addresses of the wall."""

from django.urls import path

from firstdesk.wall.views import kiosk, officers, postings, sheets, wall

app_name = "wall"
POSTINGS = "postings/"
urlpatterns = [
    path("wall/", wall.wall, name="wall"),
    path("wall/coverage/", wall.coverage, name="coverage"),
    path("wall/kiosk.js", kiosk.worker, name="worker"),
    path(POSTINGS, postings.listing, name="postings"),
    path(f"{POSTINGS}new/", postings.new, name="post"),
    path(f"{POSTINGS}boards/", postings.boards, name="boards"),
    path(f"{POSTINGS}<int:pk>/", postings.posting, name="posting"),
    path(f"{POSTINGS}<int:pk>/check/", postings.check, name="check"),
    path(f"{POSTINGS}<int:pk>/remove/", postings.remove, name="remove"),
    path(f"{POSTINGS}<int:pk>/<str:part>/", postings.file, name="file"),
    path("wall/officers/", officers.own, name="officers"),
    path("wall/s/<str:centre>/<str:regulation>/<str:mark>/", sheets.code, name="code"),
    path("wall/<str:centre>/kiosk/", kiosk.kiosk, name="kiosk"),
    path("wall/<str:centre>/postings/", postings.board, name="board"),
    path("wall/<str:centre>/on-duty/", officers.on_duty, name="on_duty"),
    path("wall/<str:centre>/sheets/<str:regulation>.pdf", sheets.sheet, name="sheet"),
    path("wall/<str:centre>/<str:clause>/rows/", wall.rows, name="rows"),
    path("wall/<str:centre>/<str:clause>/", wall.clause, name="clause"),
]
