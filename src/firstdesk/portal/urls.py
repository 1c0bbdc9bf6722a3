"""The public side."""

from django.urls import path

from firstdesk.portal import complaining, mediating, opining, verifying, views

app_name = "portal"
PARTY = "portal/m/<str:token>/"
urlpatterns = [
    path("portal/", views.home, name="home"),
    path("portal/ask/", views.ask, name="ask"),
    path("portal/asked/<str:token>/", views.asked, name="asked"),
    path("portal/f/<str:token>/", views.follow, name="follow"),
    path("portal/f/<str:token>/files/", views.add_files, name="add_files"),
    path("portal/f/<str:token>/files/<int:pk>/", views.file, name="file"),
    path("portal/f/<str:token>/receipt.pdf", views.receipt_pdf, name="receipt"),
    path("portal/f/<str:token>/rate/", views.rate, name="rate"),
    path("portal/f/<str:token>/complain/", complaining.complain_about, name="complain_about"),
    path("portal/complain/", complaining.complain, name="complain"),
    path("portal/opinions/", opining.opinion, name="opinions"),
    path(PARTY, mediating.party, name="party"),
    path(f"{PARTY}days/<int:pk>.ics", mediating.day, name="party_day"),
    path(f"{PARTY}copies/<int:pk>/", mediating.copy, name="party_copy"),
    path(f"{PARTY}papers/<slug:kind>/<int:subject>/", mediating.paper, name="party_paper"),
    path(f"{PARTY}evidence/<int:no>/", mediating.handed_in, name="party_handed_in"),
    path(f"{PARTY}rights/", mediating.know, name="party_know"),
    path(f"{PARTY}agree/", mediating.agree, name="party_agree"),
    path(f"{PARTY}refuse/", mediating.refuse, name="party_refuse"),
    path(f"{PARTY}withdraw/", mediating.withdraw, name="party_withdraw"),
    path(f"{PARTY}open/", mediating.prefer, name="party_prefer"),
    path(f"{PARTY}mediator/", mediating.choose, name="party_choose"),
    path(f"{PARTY}mediators/<int:pk>/accept/", mediating.accept, name="party_accept"),
    path(f"{PARTY}mediators/<int:pk>/challenge/", mediating.challenge, name="party_challenge"),
    path(f"{PARTY}evidence/", mediating.evidence, name="party_evidence"),
    path(f"{PARTY}confirmation/", mediating.confirm, name="party_confirm"),
    path("r/<str:code>/", views.short_link, name="short_link"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.by_code, name="verify_code"),
]
