"""Addresses of the directory."""

from django.urls import path

from firstdesk.directory.views import accounts, charter, grids, leaving, org, people, roles, tokens

app_name = "directory"
urlpatterns = [
    path("act-as/", accounts.act_as, name="act_as"),
    path("org/", org.org, name="org"),
    path("org/add/", org.add_unit, name="add_unit"),
    path("org/roles/", roles.roles, name="roles"),
    path("org/grids/", grids.grids, name="grids"),
    path("org/people/", people.people, name="people"),
    path("org/people/add/", people.add_person, name="add_person"),
    path("org/people/<int:pk>/", people.person, name="person"),
    path("org/people/<int:pk>/appoint/", people.appoint, name="appoint"),
    path("org/people/<int:pk>/dismiss/<int:appointment>/", people.dismiss, name="dismiss"),
    path("org/people/<int:pk>/sign-out/", people.sign_out, name="sign_out"),
    path("org/people/<int:pk>/leave/", leaving.leave, name="leave"),
    path("org/people/<int:pk>/leave/put-back/", leaving.put_back, name="put_back"),
    path("org/people/<int:pk>/leave/reopen/", leaving.reopen, name="reopen_account"),
    path("org/people/<int:pk>/password/", people.new_password, name="new_password"),
    path("org/<str:code>/", org.unit, name="unit"),
    path("org/<str:code>/posts/add/", org.add_post, name="add_post"),
    path("org/<str:code>/remits/add/", org.add_remit, name="add_remit"),
    path("org/<str:code>/numbers/", org.numbers, name="numbers"),
    path("org/<str:code>/arrivals/add/", org.add_arrival, name="add_arrival"),
    path("org/<str:code>/tokens/", tokens.tokens, name="tokens"),
    path("org/<str:code>/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("org/<str:code>/charter/", charter.charter, name="charter"),
]
