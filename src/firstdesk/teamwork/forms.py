"""Shape and wording of a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.teamwork.services.notes import LONGEST


class NoteForm(Form):
    """A note, or the correction of one."""

    text = forms.CharField(max_length=LONGEST, label=_("Note"))
    only_unit = forms.BooleanField(required=False, label=_("For my unit alone"))
    last = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    corrects = forms.IntegerField(required=False, min_value=1, max_value=2**62)
