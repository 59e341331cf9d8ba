from throughline.measure.views.coverage import compare_roles, coverage, match_figures
from throughline.measure.views.crosstab import crosstab, crosstab_csv
from throughline.measure.views.invitation import edit_invitation_round, invitations, remove_invitation_round
from throughline.measure.views.patterns import compare_runs, patterns_csv, patterns_map, patterns_now
from throughline.measure.views.polis import export_forum, export_forum_tied, import_polis
from throughline.measure.views.population import (
    choose_geography,
    delete_population,
    discard_figures,
    import_population,
    map_population,
    population,
    populations,
    race_crosswalk,
    type_population,
)
from throughline.measure.views.question_results import results, results_csv, results_of_question
from throughline.measure.views.run import run, runs, start_opinion_groups
from throughline.measure.views.weights import start_weights

__all__ = [
    "choose_geography",
    "compare_roles",
    "compare_runs",
    "coverage",
    "crosstab",
    "crosstab_csv",
    "delete_population",
    "discard_figures",
    "edit_invitation_round",
    "export_forum",
    "export_forum_tied",
    "import_polis",
    "import_population",
    "invitations",
    "map_population",
    "match_figures",
    "patterns_csv",
    "patterns_map",
    "patterns_now",
    "population",
    "populations",
    "race_crosswalk",
    "remove_invitation_round",
    "results",
    "results_csv",
    "results_of_question",
    "run",
    "runs",
    "start_opinion_groups",
    "start_weights",
    "type_population",
]
