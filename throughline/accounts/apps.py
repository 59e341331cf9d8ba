from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class AccountsConfig(declarations.StoryApp):
    name = "throughline.accounts"
    label = "accounts"
    audit_verbs = {
        "accept_invitation": _("Accepted an invitation"),
        "add_member": _("Added a member"),
        "cancel_job": _("Asked a job to stop"),
        "change_district": _("Changed the settings"),
        "change_member": _("Changed a member's roles"),
        "change_school": _("Changed a school"),
        "change_small_groups": _("Changed which numbers are too small to show"),
        "create_district": _("Made the district"),
        "create_school": _("Created a school"),
        "invite_member": _("Invited somebody"),
        "keep_upload": _("Kept an uploaded file"),
        "remember_choices": _("Remembered choices"),
        "remove_member": _("Removed a member"),
        "remove_upload": _("Removed an uploaded file"),
        "revoke_invitation": _("Took an invitation back"),
        "sign_in": _("Signed in"),
        "start_job": _("Started a job"),
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
