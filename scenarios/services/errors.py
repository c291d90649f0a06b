"""Why an act on an assessment is refused, each with words for the person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class Refused(Exception):
    """The act cannot be done now. ``str()`` of it is a sentence to show."""


class NotStartable(Refused):
    """This person cannot start this release."""


class AssessmentClosed(Refused):
    """The assessment was submitted, stopped or withdrawn: nothing more is saved."""


class StageLocked(AssessmentClosed):
    """This stage was submitted and a later one is open: its ratings stand as they are."""

    def __init__(self, stage: int) -> None:
        super().__init__(
            _("Stage %(stage)d is locked. This change was not saved.") % {"stage": stage}
        )


class PanelRefused(Refused):
    """This act on a panel cannot be done: by this person, or not any more."""


class ChangeRefused(Refused):
    """This act on a proposed key or yardstick cannot be done: by this person, or not any more."""


class CannotHavePart(PanelRefused):
    """The person who was chosen cannot have this part: another choice can be made on the form."""


class ReviewRefused(Refused):
    """This act on a review cannot be done: by this person, or not any more."""


class CannotReview(ReviewRefused):
    """The person who was chosen cannot review it: another choice can be made on the form."""


class DesignRefused(Refused):
    """This person does not say what this case means."""


class CopyRefused(Refused):
    """A case cannot be begun from this one, or not by this name."""


class NothingSaid(ReviewRefused):
    """Whoever sends a draft back says what is to be done: words can be added on the form."""


class TextChanged(ReviewRefused):
    """The draft is not the one that was read: its author has saved another since."""


class ModerationRefused(Refused):
    """This act on a moderation session cannot be done: by this person, or not any more."""


class TextKeptBack(AssessmentClosed, PanelRefused, ReviewRefused, ModerationRefused):
    """What would be saved is a text that was reported: the page is out of date, and so refused."""


class OlderRevision(Refused):
    """Somebody saved in between, perhaps the same person in another tab."""

    def __init__(self, saved_revision: int) -> None:
        self.saved_revision = saved_revision
        super().__init__(
            _(
                "This was changed somewhere else after this page was opened, "
                "perhaps in another tab. Nothing was overwritten."
            )
        )


class Incomplete(Refused):
    """Something that is needed to submit is missing; ``missing`` says what and where."""

    def __init__(self, missing: Sequence["Missing"]) -> None:
        self.missing = tuple(missing)
        super().__init__(_("The assessment is not complete yet."))


class Missing:
    """One thing still to be done before submitting, with the step where it is done."""

    def __init__(self, step: str, words: str) -> None:
        self.step = step
        self.words = words

    def __repr__(self) -> str:
        return f"Missing({self.step!r}, {self.words!r})"
