"""What meetings and their points are called, on a page."""

from django import template

from firstdesk.meetings.selectors import titles

register = template.Library()
register.filter("meeting_title", titles.of_meeting)
register.filter("meeting_number", titles.number)
register.filter("point_title", titles.of_point)
