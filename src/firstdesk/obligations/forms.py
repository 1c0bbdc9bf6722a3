"""Shapes of the small forms about what is due."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form


class ProofForm(Form):
    kind = forms.CharField(label=_("Kind of proof"), max_length=60)
    evidence = forms.CharField(label=_("Evidence"), max_length=500)
    happened_on = forms.DateField(label=_("Done on"), required=False)


class AdoptForm(Form):
    old = forms.CharField(label=_("Version"), max_length=64)
    reason = forms.CharField(label=_("Reason"), max_length=1000)
