from django.urls import include, path

from throughline.accounts import views

in_a_district = [
    path("accent.css", views.accent, name="accent"),
    path("members/", views.members, name="members"),
    path("members/invite/", views.invite_member, name="invite_member"),
    path("members/invite-several/", views.invite_members, name="invite_members"),
    path(
        "members/invitations/<str:invitation_id>/resend/",
        views.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "members/invitations/<str:invitation_id>/revoke/",
        views.revoke_invitation,
        name="revoke_invitation",
    ),
    path("members/<str:membership_id>/", views.change_member, name="change_member"),
    path("members/<str:membership_id>/end-sessions/", views.end_member_sessions, name="end_member_sessions"),
    path("members/<str:membership_id>/remove/", views.remove_member, name="remove_member"),
    path("settings/", views.district_settings, name="district_settings"),
    path("settings/basics/", views.set_basics, name="set_basics"),
    path("settings/small-groups/", views.small_groups, name="small_groups"),
    path("schools/", views.schools, name="schools"),
    path("schools/new/", views.create_school, name="create_school"),
    path("schools/new-several/", views.create_schools, name="create_schools"),
    path("schools/<str:school_id>/", views.edit_school, name="edit_school"),
    path("audit/", views.audit, name="audit"),
    path("audit.csv", views.audit_csv, name="audit_csv"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<str:job_id>/", views.job, name="job"),
    path("jobs/<str:job_id>/cancel/", views.cancel_job, name="cancel_job"),
    path("outbox/", views.outbox, name="outbox"),
]

urlpatterns = [
    path("", views.front, name="front"),
    path("health/", views.health, name="health"),
    path("my/", views.my_districts, name="my_districts"),
    path("my/account/", views.my_account, name="my_account"),
    path("my/account/delete/", views.delete_account, name="delete_account"),
    path("my/sessions/", views.my_sessions, name="my_sessions"),
    path("my/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("my/sessions/<str:session_id>/end/", views.end_session, name="end_session"),
    path("invitation/<str:code>/", views.invitation, name="invitation"),
    path("d/<slug:district>/", include(in_a_district)),
]
