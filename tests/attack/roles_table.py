"""Who may do what: what each role gets for each page that takes a POST. `yes` is what an owner gets.

The first five roles act on what is the whole district's; a school leader on what is of their school, of
another school, and of the district. 422 is a form whose choices are refused.
"""

COLUMNS = (
    "coordinator",
    "analyst",
    "facilitator",
    "board_member",
    "partner_contact",
    "own school",
    "other school",
    "district",
)

TABLE = """
# accounts                 coord. analyst facil. board partner   own  other district
invite_member                 yes     403    403   403     403   403    403      403
invite_members                yes     403    403   403     403   403    403      403
resend_invitation             403     403    403   403     403   403    403      403
revoke_invitation             403     403    403   403     403   403    403      403
change_member                 403     403    403   403     403   403    403      403
remove_member                 403     403    403   403     403   403    403      403
district_settings             403     403    403   403     403   403    403      403
set_basics                    403     403    403   403     403   403    403      403
small_groups                  403     403    403   403     403   403    403      403
create_school                 403     403    403   403     403   403    403      403
create_schools                403     403    403   403     403   403    403      403
edit_school                   403     403    403   403     403   403    403      403
end_member_sessions           403     403    403   403     403   403    403      403
cancel_job                    yes     403    403   403     403   403    403      403
# convene                  coord. analyst facil. board partner   own  other district
create_cycle                  yes     403    403   403     403   yes    422      422
edit_cycle                    yes     403    403   403     403   yes    403      403
end_cycle                     yes     403    403   403     403   yes    403      403
storyline                     yes     403    403   403     403   yes    403      403
edit_storyline_step           yes     403    403   403     403   yes    403      403
move_storyline_step           yes     403    403   403     403   yes    403      403
mark_storyline_step           yes     403    403   403     403   yes    403      403
remove_storyline_step         yes     403    403   403     403   yes    403      403
ready_questions               yes     403    403   403     403   yes    403      403
create_forum                  yes     403    403   403     403   yes    403      403
edit_forum                    yes     403    403   403     403   yes    403      403
announce_forum                yes     403    403   403     403   yes    403      403
close_forum                   yes     403    403   403     403   yes    403      403
reopen_forum                  yes     403    403   403     403   yes    403      403
# listen                   coord. analyst facil. board partner   own  other district
withdraw                      yes     yes    yes   yes     yes   yes    yes      yes
make_one_link                 yes     yes    yes   yes     yes   yes    yes      yes
about_self                    yes     yes    yes   yes     yes   yes    yes      yes
vote                          yes     yes    yes   yes     yes   yes    yes      yes
add_statement                 yes     yes    yes   yes     yes   yes    yes      yes
report_voice                  yes     yes    yes   yes     yes   yes    yes      yes
give_answer                   yes     yes    yes   yes     yes   yes    yes      yes
save_survey_answer            yes     yes    yes   yes     yes   yes    yes      yes
finish_survey                 yes     yes    yes   yes     yes   yes    yes      yes
add_seed_statement            yes     403    403   403     403   yes    403      403
add_seed_statements           yes     403    403   403     403   yes    403      403
edit_seed                     yes     403    403   403     403   yes    403      403
withdraw_seed                 yes     403    403   403     403   yes    403      403
add_question                  yes     403    403   403     403   yes    403      403
add_questions                 yes     403    403   403     403   yes    403      403
add_presets                   yes     403    403   403     403   yes    403      403
edit_question                 yes     403    403   403     403   yes    403      403
move_question                 yes     403    403   403     403   yes    403      403
order_questions               yes     403    403   403     403   yes    403      403
copy_question                 yes     403    403   403     403   yes    403      403
remove_question               yes     403    403   403     403   yes    403      403
add_choice                    yes     403    403   403     403   yes    403      403
add_choices                   yes     403    403   403     403   yes    403      403
order_choices                 yes     403    403   403     403   yes    403      403
move_choice                   yes     403    403   403     403   yes    403      403
edit_choice                   yes     403    403   403     403   yes    403      403
remove_choice                 yes     403    403   403     403   yes    403      403
copy_forum                    yes     403    403   403     403   yes    403      403
copy_cycle                    yes     403    403   403     403   yes    403      403
meeting_tables                yes     403    yes   403     403   yes    403      403
table_notes                   yes     403    yes   403     403   yes    403      403
edit_table                    yes     403    yes   403     403   yes    403      403
remove_table                  yes     403    yes   403     403   yes    403      403
edit_note                     yes     403    yes   403     403   yes    403      403
withdraw_note                 yes     403    yes   403     403   yes    403      403
appeal                        yes     yes    yes   yes     yes   yes    yes      yes
moderate_voice                yes     403    yes   403     403   yes    403      403
translate_voice               yes     403    yes   403     403   yes    403      403
moderate_voices               yes     403    yes   403     403   yes    404      404
undo_move                     yes     403    yes   403     403   yes    403      403
answer_appeal                 yes     403    yes   403     403   yes    403      403
deal_with_urgent              yes     403    403   403     403   403    403      403
let_go_urgent                 yes     403    403   403     403   403    403      403
flag_voice                    yes     403    yes   403     403   yes    403      403
decide_burst                  yes     yes    403   403     403   403    403      403
undo_decision                 yes     yes    403   403     403   403    403      403
export_voices_tied            403     yes    403   403     403   403    403      403
import_survey                 yes     403    403   403     403   yes    422      422
map_survey                    yes     403    403   403     403   yes    403      403
discard_upload                yes     403    403   403     403   yes    403      403
import_polis                  yes     403    403   403     403   yes    422      422
export_forum_tied             403     yes    403   403     403   403    403      403
# measure                  coord. analyst facil. board partner   own  other district
start_opinion_groups          yes     yes    403   403     403   403    403      403
start_weights                 yes     yes    403   403     403   403    403      403
crosstab                      yes     yes    403   403     403   403    403      403
import_population             yes     yes    403   403     404   403    403      403
map_population                yes     yes    403   403     403   403    403      403
choose_geography              yes     yes    403   403     403   403    403      403
discard_figures               yes     yes    403   403     403   403    403      403
type_population               yes     yes    403   403     404   403    403      403
delete_population             yes     yes    403   403     403   403    403      403
compare_roles                 yes     yes    403   403     403   403    403      403
match_figures                 yes     yes    403   403     403   403    403      403
invitations                   yes     yes    403   403     403   403    403      403
edit_invitation_round         yes     yes    403   403     403   403    403      403
remove_invitation_round       yes     yes    403   403     403   403    403      403
# understand               coord. analyst facil. board partner   own  other district
code_text                     yes     yes    403   403     403   403    403      403
mark_text_read                yes     yes    403   403     403   403    403      403
remove_coding                 yes     yes    403   403     403   403    403      403
create_code                   yes     yes    403   403     403   403    403      403
edit_code                     yes     yes    403   403     403   403    403      403
create_finding                yes     yes    403   403     403   403    403      403
edit_finding                  yes     yes    403   403     403   403    403      403
drop_finding                  yes     yes    403   403     403   403    403      403
add_evidence                  yes     yes    403   403     403   403    403      403
quote_words                   yes     yes    403   403     403   403    403      403
edit_quote                    yes     yes    403   403     403   403    403      403
remove_evidence               yes     yes    403   403     403   403    403      403
release_findings              yes     yes    403   403     403   403    403      403
# align                    coord. analyst facil. board partner   own  other district
create_directive              yes     yes    403   403     403   403    403      403
edit_directive                yes     yes    403   403     403   403    403      403
respond                       yes     403    403   yes     403   403    403      403
create_initiative             yes     403    403   403     403   yes    422      422
edit_initiative               yes     403    403   403     403   yes    403      403
create_action                 yes     403    403   403     403   yes    403      403
report_progress               yes     403    403   403     403   yes    403      403
# partner                  coord. analyst facil. board partner   own  other district
hsds_services                yes     yes    yes   yes     yes   yes    yes      yes
hsds_organizations           yes     yes    yes   yes     yes   yes    yes      yes
hsds_service_at_locations    yes     yes    yes   yes     yes   yes    yes      yes
hsds_taxonomies              yes     yes    yes   yes     yes   yes    yes      yes
hsds_taxonomy_terms          yes     yes    yes   yes     yes   yes    yes      yes
create_organization           yes     403    403   403     403   403    403      403
edit_organization             yes     403    403   403     403   403    403      403
create_service                yes     403    403   403     403   403    403      403
edit_service                  yes     403    403   403     403   403    403      403
edit_organization_details     yes     403    403   403     403   403    403      403
create_location               yes     403    403   403     403   403    403      403
edit_location                 yes     403    403   403     403   403    403      403
remove_location               yes     403    403   403     403   403    403      403
remove_organization           yes     403    403   403     403   403    403      403
remove_service                yes     403    403   403     403   403    403      403
edit_service_details          yes     403    403   403     403   403    403      403
confirm_service               yes     403    403   403     403   403    403      403
undo_revision                 yes     403    403   403     403   403    403      403
create_support                yes     403    403   403     403   yes    422      422
edit_support                  yes     403    403   403     403   yes    403      403
taxonomy                      yes     403    403   403     403   403    403      403
report_service                yes     yes    yes   yes     yes   yes    yes      yes
report_organization           yes     yes    yes   yes     yes   yes    yes      yes
entry_report                  yes     403    403   403     403   403    403      403
reopen_report                 yes     403    403   403     403   403    403      403
save_service                  yes     yes    yes   yes     yes   yes    yes      yes
keep_services                 yes     yes    yes   yes     yes   yes    yes      yes
create_service_list           yes     yes    yes   yes     403   yes    yes      yes
edit_service_list             yes     403    403   403     403   403    403      403
delete_service_list           yes     403    403   403     403   403    403      403
change_service_list           yes     403    403   403     403   403    403      403
add_to_service_list           yes     422    422   422     403   422    422      422
directory_quality             yes     403    403   403     403   403    403      403
import_directory              yes     403    403   403     403   403    403      403
undo_import                   yes     403    403   403     403   403    403      403
find_duplicates               yes     403    403   403     403   403    403      403
duplicate                     yes     403    403   403     403   403    403      403
keep_both                     yes     403    403   403     403   403    403      403
reopen_duplicate              yes     403    403   403     403   403    403      403
import_spreadsheet            yes     403    403   403     403   403    403      403
map_spreadsheet               yes     403    403   403     403   403    403      403
preview_spreadsheet           yes     403    403   403     403   403    403      403
discard_spreadsheet           yes     403    403   403     403   403    403      403
directory_mapping             yes     403    403   403     403   403    403      403
delete_directory_mapping      yes     403    403   403     403   403    403      403
confirm_own_services          yes     yes    yes   yes     yes   yes    yes      yes
set_own_openings              yes     yes    yes   yes     yes   yes    yes      yes
edit_own_service              yes     yes    yes   yes     yes   yes    yes      yes
confirm_by_link               yes     yes    yes   yes     yes   yes    yes      yes
set_openings_by_link          yes     yes    yes   yes     yes   yes    yes      yes
edit_by_link                  yes     yes    yes   yes     yes   yes    yes      yes
ask_for_partner_link          yes     yes    yes   yes     yes   yes    yes      yes
partner_links                 yes     403    403   403     403   403    403      403
send_partner_link             yes     403    403   403     403   403    403      403
revoke_partner_link           yes     403    403   403     403   403    403      403
proposed_edit                 yes     403    403   403     403   403    403      403
decline_edit                  yes     403    403   403     403   403    403      403
change_directory_settings     yes     403    403   403     403   403    403      403
# report                   coord. analyst facil. board partner   own  other district
publish                       yes     403    403   403     403   403    403      403
withdraw_publication          yes     403    403   403     403   403    403      403
# guide                    coord. analyst facil. board partner   own  other district
skip_setup                    403     403    403   403     403   403    403      403
"""
