"""Addresses of training."""

from django.urls import path

from firstdesk.training.views import certificates, courses, plans, quizzes

app_name = "training"
COURSE = "training/courses/<int:pk>/"
urlpatterns = [
    path("training/", plans.plan, name="plan"),
    path("training/plans/new/", plans.draft, name="draft"),
    path("training/plans/<int:pk>/lines/", plans.add_line, name="add_line"),
    path("training/plans/lines/<int:pk>/remove/", plans.remove_line, name="remove_line"),
    path("training/plans/<int:pk>/submit/", plans.submit, name="submit"),
    path("training/plans/<int:pk>/approve/", plans.approve, name="approve"),
    path("training/plans/<int:pk>/give-back/", plans.give_back, name="give_back"),
    path("training/courses/", courses.listing, name="courses"),
    path("training/courses/new/", courses.new, name="new_course"),
    path("training/sessions/new/", courses.session, name="session"),
    path(COURSE, courses.course, name="course"),
    path(f"{COURSE}invite/", courses.invite, name="invite"),
    path(f"{COURSE}list/", courses.tick, name="tick"),
    path(f"{COURSE}hold/", courses.hold, name="hold"),
    path(f"{COURSE}call-off/", courses.call_off, name="call_off"),
    path(f"{COURSE}test/", quizzes.sit, name="sit"),
    path("training/here/<str:code>/", courses.here, name="here"),
    path("training/tests/", quizzes.listing, name="quizzes"),
    path("training/tests/<int:pk>/", quizzes.quiz, name="quiz"),
    path("training/tests/questions/<int:pk>/drop/", quizzes.drop, name="drop"),
    path("training/mine/", certificates.mine, name="mine"),
    path("training/certificates/", certificates.listing, name="certificates"),
    path("training/certificates/recognise/", certificates.recognise, name="recognise"),
    path("training/certificates/<int:pk>/withdraw/", certificates.withdraw, name="withdraw"),
]
