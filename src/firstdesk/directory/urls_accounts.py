"""Signing in and out, one's own password and sessions. Named as allauth asks for them; the rest of allauth is closed."""

from allauth.account.views import account_inactive, login, logout
from django.urls import path

from firstdesk.directory.views import accounts

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("inactive/", account_inactive, name="account_inactive"),
    path("signup/", accounts.closed, name="account_signup"),
    path("password/reset/", accounts.closed, name="account_reset_password"),
    path("password/", accounts.password, name="account_change_password"),
    path("sessions/", accounts.sessions, name="usersessions_list"),
]
