"""Where one says that one still disagrees and where it is answered, and what is said."""

from django.urls import reverse

WHY = "He handed the keys back before he was asked."
QUEUE = "/workshop/disagreements/"


def disagree_url(assessment, code="opportunity", stage=1):
    return reverse("disagree", args=[assessment.uuid, stage, code])


def answer_url(said):
    return reverse("workshop_disagreement", args=[said.uuid])
