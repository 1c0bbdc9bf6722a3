"""Planning a shift, and saying why one is removed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.common.forms import Form
from firstdesk.directory.models import Post, User
from firstdesk.rosters.services import ShiftPlan

MOMENT = "%Y-%m-%dT%H:%M"


class ShiftForm(Form):
    """Who stands where, from when to when. People are offered under the post they hold."""

    post = forms.ChoiceField(label=_("Post"))
    person = forms.ChoiceField(label=_("Person"))
    starts_at = forms.DateTimeField(label=pgettext_lazy("shift", "From"), widget=forms.DateTimeInput(format=MOMENT))
    ends_at = forms.DateTimeField(label=pgettext_lazy("shift", "To"), widget=forms.DateTimeInput(format=MOMENT))

    def __init__(self, *args: Any, posts: Sequence[tuple[Post, list[User]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post, _people in posts}
        self.people = {str(person.pk): person for _post, people in posts for person in people}
        asked = str((self.data if self.is_bound else self.initial).get("post", ""))
        groups = sorted(posts, key=lambda each: str(each[0].pk) != asked)  # those of the chosen post first
        self.fields["post"].choices = [(key, str(post)) for key, post in self.posts.items()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(post), [(str(person.pk), str(person)) for person in people]) for post, people in groups
        ]
        for name in ("starts_at", "ends_at"):
            self.fields[name].widget.attrs["type"] = "datetime-local"

    @property
    def plan(self) -> ShiftPlan:
        """The shift that was asked for."""
        given = self.cleaned_data
        return ShiftPlan(
            post=self.posts[given["post"]],
            person=self.people[given["person"]],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
        )


class RemoveForm(Form):
    """Why a shift is taken out of the table."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
