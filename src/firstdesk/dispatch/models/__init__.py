"""Referral to units, the way to a place, help from other units, ways of service."""

from firstdesk.dispatch.models.help import Service, ServiceStep, Task
from firstdesk.dispatch.models.referral import Appointment, OnSceneHandover, Referral
from firstdesk.dispatch.models.scene import Turnout

__all__ = ["Appointment", "OnSceneHandover", "Referral", "Service", "ServiceStep", "Task", "Turnout"]
