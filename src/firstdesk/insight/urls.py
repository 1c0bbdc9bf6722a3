"""Where the figures stand."""

from django.urls import path

from firstdesk.insight import views

app_name = "insight"
urlpatterns = [path("board/", views.board, name="board")]
