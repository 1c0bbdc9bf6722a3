"""Planning a shift, and saying why one is removed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.common.forms import Form
from firstdesk.directory.models import Post, User
from firstdesk.rosters.services import ShiftPlan

MOMENT = "%Y-%m-%dT%H:%M"


class PostForm(Form):
    """Which post's shifts."""

    post = forms.ChoiceField(label=_("Post"))

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(str(post.pk), str(post)) for post in posts]  # type: ignore[attr-defined]


class ShiftForm(Form):
    """Who stands at a post, from when to when."""

    person = forms.ChoiceField(label=_("Person"))
    starts_at = forms.DateTimeField(label=pgettext_lazy("shift", "From"), widget=forms.DateTimeInput(format=MOMENT))
    ends_at = forms.DateTimeField(label=pgettext_lazy("shift", "To"), widget=forms.DateTimeInput(format=MOMENT))

    def __init__(self, *args: Any, post: Post, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [(key, str(person)) for key, person in self.people.items()]  # type: ignore[attr-defined]
        for name in ("starts_at", "ends_at"):
            self.fields[name].widget.input_type = "datetime-local"

    @property
    def plan(self) -> ShiftPlan:
        """The shift that was asked for."""
        given = self.cleaned_data
        person = self.people[given["person"]]
        return ShiftPlan(post=self.post, person=person, starts_at=given["starts_at"], ends_at=given["ends_at"])


class RemoveForm(Form):
    """Why a shift is taken out of the table."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
