from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class AccountsConfig(declarations.StoryApp):
    name = "throughline.accounts"
    label = "accounts"
    audit_verbs = {
        "accept_invitation": _("Accepted an invitation"),
        "add_app": _("Set up codes from an app"),
        "add_member": _("Added a member"),
        "add_passkey": _("Added a passkey"),
        "cancel_email_change": _("Canceled a change of the e-mail address"),
        "cancel_job": _("Asked a job to stop"),
        "change_district": _("Changed the settings"),
        "change_email": _("Changed the e-mail address"),
        "change_member": _("Changed a member's roles"),
        "change_password": _("Changed the password"),
        "change_school": _("Changed a school"),
        "change_small_groups": _("Changed which numbers are too small to show"),
        "create_district": _("Made the district"),
        "create_school": _("Created a school"),
        "delete_account": _("Deleted the account"),
        "end_sessions": _("Ended a member's sessions"),
        "invite_member": _("Invited somebody"),
        "keep_upload": _("Kept an uploaded file"),
        "make_backup_codes": _("Made new backup codes"),
        "remember_choices": _("Remembered choices"),
        "remove_app": _("Turned off codes from an app"),
        "remove_member": _("Removed a member"),
        "remove_passkey": _("Removed a passkey"),
        "remove_upload": _("Removed an uploaded file"),
        "request_email_change": _("Asked to change the e-mail address"),
        "reset_password": _("Reset the password"),
        "reset_two_step": _("Reset a member's two-step sign-in"),
        "revoke_invitation": _("Took an invitation back"),
        "sign_in": _("Signed in"),
        "start_job": _("Started a job"),
        "use_backup_code": _("Used a backup code"),
    }
    audit_kinds = {
        "district": _("District"),
        "invitation": _("Invitation"),
        "job": _("Job"),
        "membership": _("Membership"),
        "person": _("Person"),
        "school": _("School"),
        "upload": _("File"),
    }
    technical_fields = (
        "code key kind language languages level main_language next passwordless q remember role roles "
        "rule_set status time_zone uidb36 verb"
    )
