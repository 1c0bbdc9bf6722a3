"""Referral to units, the way to a place, help from other units, ways of service."""

from firstdesk.dispatch.models.help import Service, ServiceStep, Task
from firstdesk.dispatch.models.referral import Appointment, OnSceneHandover, Referral, ReturnedResult
from firstdesk.dispatch.models.scene import Turnout

__all__ = ["Appointment", "OnSceneHandover", "Referral", "ReturnedResult", "Service", "ServiceStep", "Task", "Turnout"]
