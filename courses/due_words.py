"""When something is due, as a person would say it."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# So near its date a thing comes before what has more time.
PRESSING = timedelta(days=7)
DAY = "j F Y"


def shown(day: date) -> str:
    """A date, written out."""
    return date_format(day, DAY)


def due_words(due_on: date, today: date) -> str:
    """A date by which something has to be done."""
    day, days = shown(due_on), (due_on - today).days
    if days < 0:
        return _("Was due on %(day)s: %(late)s") % {"day": day, "late": overdue_words(-days)}
    if days == 0:
        return _("Due today, %(day)s") % {"day": day}
    if days <= PRESSING.days:
        return _("Due on %(day)s, %(near)s") % {"day": day, "near": near_words(days)}
    return _("Due on %(day)s") % {"day": day}


def aim_words(aim_on: date, today: date) -> str:
    """A date to aim for, which nobody misses."""
    day, days = shown(aim_on), (aim_on - today).days
    if days < 0:
        return _("You were to aim for %(day)s") % {"day": day}
    if days == 0:
        return _("Aim for today, %(day)s") % {"day": day}
    if days <= PRESSING.days:
        return _("Aim for %(day)s, %(near)s") % {"day": day, "near": near_words(days)}
    return _("Aim for %(day)s") % {"day": day}


def overdue_words(days: int) -> str:
    """So many days after the date."""
    return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}


def near_words(days: int) -> str:
    """So many days before the date."""
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def dates_words(aim_on: date | None, due_on: date | None) -> str:
    """Both dates of an assignment, or the one there is."""
    words = [
        _("aim for %(day)s") % {"day": shown(aim_on)} if aim_on else "",
        _("by %(day)s") % {"day": shown(due_on)} if due_on else "",
    ]
    return ", ".join(filter(None, words))
