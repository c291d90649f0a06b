"""The certification of a demonstration, on specimen cases, with a rule that was tried on them."""

from courses.public import (
    Certification,
    CoursePage,
    make_certification,
    propose_rule,
    switch_on_rule,
)
from people.public import Organisation, User

TITLE = "Assessing with ARMS"
N_CASES = 3
# The first sounds fair and fails most experts. What its trial lets through first is switched on.
CANDIDATES: tuple[dict[str, float], ...] = (
    {"exact": 0.6, "within_one": 0.8, "two_level_misses": 0},
    {"exact": 0.4, "within_one": 0.9, "overall_exact": 0.3, "two_level_misses": 3},
    {"exact": 0.4, "within_one": 0.85, "overall_exact": 0.3},
    {"exact": 0.35, "within_one": 0.85, "overall_exact": 0.3},
)


def certify_demo(*, owner: Organisation) -> Certification:
    """One certification for all invented organisations, proposed by a trainer of all of them and
    switched on by their administrator: a trainer of one force sets no rule for the others.

    Where the bank is too small, or no rule gets through, the last proposal stays off: its page says
    why, as the site would say it to anybody.
    """
    first, second = (
        User.objects.get(email=f"{name}@demo.example") for name in ("trainer3", "administrator")
    )
    certification = make_certification(
        by=first, owner=owner, title=TITLE, course=CoursePage.objects.live().first()
    )
    for bounds in CANDIDATES:
        rule = propose_rule(certification=certification, by=first, bounds=bounds, n_cases=N_CASES)
        if rule.may_be_used:
            switch_on_rule(rule=rule, by=second)
            break
        if "objections" not in rule.trial:
            break
    return certification
