"""What each role is for and what it may."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.overview import permission_matrix


@require_safe
@needs()
def roles(request: StaffRequest) -> HttpResponse:
    """Roles with their description, and the matrix of permissions."""
    found, matrix = permission_matrix()
    return render(request, "directory/roles.html", {"roles": found, "matrix": matrix})
