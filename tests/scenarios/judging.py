"""Submitting under one key and being judged again by the next."""

from scenarios.models import Rescoring
from scenarios.services.assessing import submit_assessment
from scenarios.services.rescoring import rescore_all
from tests.factories import make_complete_assessment, make_person

WHY = "The first panel had not read the device check."


def submitted(release, level=2, person=None, **levels):
    person = person or make_person()
    return submit_assessment(assessment=make_complete_assessment(person, release, level, **levels))


def done(change):
    return rescore_all(Rescoring.objects.get(pk=change.rescoring_id))
