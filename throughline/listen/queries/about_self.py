"""Whether people are asked for their school and role in a forum, and whether one person still is."""

from dataclasses import dataclass

from throughline.accounts.models import School
from throughline.convene.models import DataKind, Forum, ForumKind
from throughline.listen.models import Contributor, QuestionKind, SurveyQuestion
from throughline.listen.queries.statement import Progress

VOTES_BEFORE_ASKING = 5


@dataclass(frozen=True)
class AboutSelf:
    """Which of the two questions are asked: of everybody in a forum, or still of one person."""

    is_school_asked: bool
    is_role_asked: bool

    def __bool__(self) -> bool:
        return self.is_school_asked or self.is_role_asked


NOTHING = AboutSelf(is_school_asked=False, is_role_asked=False)


def asked_about_self(forum: Forum) -> AboutSelf:
    """What the cycle wants to know, without what is known already or what the survey itself asks."""
    if forum.kind == ForumKind.MEETING or forum.data_kind == DataKind.IMPORTED:
        return NOTHING
    cycle = forum.cycle
    is_school_asked = cycle.is_school_asked and cycle.school_id is None
    is_role_asked = cycle.is_role_asked and not forum.is_for_students and not forum.is_for_staff
    if forum.kind == ForumKind.SURVEY and (is_school_asked or is_role_asked):
        questions = SurveyQuestion.objects.filter(forum=forum)
        kinds = set(questions.order_by().values_list("kind", flat=True).distinct())
        is_school_asked = is_school_asked and QuestionKind.SCHOOL not in kinds
        is_role_asked = is_role_asked and QuestionKind.ROLE not in kinds
    return AboutSelf(is_school_asked and School.objects.exists(), is_role_asked)


def still_asked(forum: Forum, contributor: Contributor | None) -> AboutSelf:
    """What this person is asked now: nothing before they have begun, and no question twice."""
    if contributor is None or (contributor.is_school_asked and contributor.is_role_asked):
        return NOTHING
    asked = asked_about_self(forum)
    return AboutSelf(
        asked.is_school_asked and not contributor.is_school_asked,
        asked.is_role_asked and not contributor.is_role_asked,
    )


def is_time_to_ask(progress: Progress, *, is_pausing: bool) -> bool:
    """After a few votes and where voting pauses, so that most votes need no look at the cycle."""
    return progress.n_seen > 0 and (progress.n_seen == VOTES_BEFORE_ASKING or is_pausing or progress.is_all)
