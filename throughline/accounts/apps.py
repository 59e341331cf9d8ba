from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class AccountsConfig(declarations.StoryApp):
    name = "throughline.accounts"
    label = "accounts"
    audit_verbs = {
        "accept_invitation": _("Accepted an invitation"),
        "add_app": _("Added an authenticator app"),
        "add_member": _("Added a member"),
        "add_passkey": _("Added a passkey"),
        "cancel_email_change": _("Canceled an email address change"),
        "cancel_job": _("Asked to stop a background task"),
        "change_district": _("Changed district settings"),
        "change_email": _("Changed email address"),
        "change_member": _("Changed a member's roles"),
        "change_password": _("Changed password"),
        "change_school": _("Changed a school"),
        "change_small_groups": _("Changed small-group privacy"),
        "confirm_setup": _("Confirmed setup steps"),
        "create_district": _("Created the district"),
        "create_school": _("Created a school"),
        "delete_account": _("Deleted their account"),
        "end_sessions": _("Signed a member out everywhere"),
        "invite_member": _("Invited a member"),
        "keep_upload": _("Uploaded a file"),
        "make_backup_codes": _("Created new backup codes"),
        "remember_choices": _("Saved import choices"),
        "remove_app": _("Removed an authenticator app"),
        "remove_member": _("Removed a member"),
        "remove_passkey": _("Removed a passkey"),
        "remove_upload": _("Removed an uploaded file"),
        "request_email_change": _("Requested an email address change"),
        "resend_invitation": _("Sent an invitation again"),
        "reset_password": _("Reset password"),
        "reset_two_step": _("Reset a member's two-step sign-in"),
        "revoke_invitation": _("Canceled an invitation"),
        "sign_in": _("Signed in"),
        "start_job": _("Started a background task"),
        "use_backup_code": _("Used a backup code"),
    }
    audit_kinds = {
        "district": _("District"),
        "invitation": _("Invitation"),
        "job": _("Background task"),
        "membership": _("Membership"),
        "person": _("Person"),
        "school": _("School"),
        "upload": _("File"),
    }
    technical_fields = (
        "code key kind language languages level main_language next passwordless q "
        "remember role roles rule_set status time_zone uidb36 verb"
    )
