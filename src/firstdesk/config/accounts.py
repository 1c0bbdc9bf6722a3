"""How signing in behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from firstdesk.common import clock
from firstdesk.directory import services
from firstdesk.directory.models import User


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up. Who comes in is recorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        assert isinstance(user, User)
        services.note_sign_in(user=user, address=self.get_client_ip(request) or "", at=clock.now())
        return super().post_login(request, user, **kwargs)
