"""What the list of files asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form


class TakeAwayForm(Form):
    """Why a file is taken away."""

    reason = forms.CharField(label=_("Why it is taken away"), max_length=300)
