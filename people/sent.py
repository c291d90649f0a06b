"""What somebody sent while signed out, carried through signing in so that it is not lost.

For plain pages alone: with scripts the page stays open and sends it again itself. What was sent
goes back to the browser in one signed field of the sign-in form and is stored nowhere. Nobody can
make such a field up, so it leads nowhere but back to the page that it was sent to.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from people.models import User

# Whose page this is: a hidden field of every form that people type much in.
PAGE_OF = "page_of"
NEVER_CARRIED = {"csrfmiddlewaretoken", "password"}
MOST_FIELDS, MOST_CHARACTERS = 200, 50_000
SALT = "people.sent"
HOURS = 12  # no longer than a session


@dataclass(frozen=True)
class Sent:
    """The fields of one form, and the address they were sent to."""

    path: str
    fields: list[tuple[str, str]]

    def is_of(self, person: User) -> bool:
        """Whether the page belonged to this person, so that they may send it again."""
        return (PAGE_OF, str(person.uuid)) in self.fields


def is_page_of_another(request: HttpRequest) -> bool:
    """Whether the page was opened by somebody else than who is signed in now."""
    owner = request.POST.get(PAGE_OF)
    return owner is not None and owner != str(request.user.uuid)


def sent_in(request: HttpRequest) -> Sent | None:
    """What a form of ours sent, if it says whose page it is, has no file and is not too long."""
    if request.method != "POST" or PAGE_OF not in request.POST or request.FILES:
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_CARRIED
    ]
    length = sum(len(name) + len(value) for name, value in fields)
    if len(fields) > MOST_FIELDS or length > MOST_CHARACTERS:
        return None
    return Sent(request.get_full_path(), fields)


def pack(sent: Sent) -> str:
    """As one text for a hidden field."""
    return signing.dumps([sent.path, sent.fields], salt=SALT, compress=True)


def unpack(text: str) -> Sent | None:
    """What was packed; None where the text is not of our making, or too old."""
    try:
        path, fields = signing.loads(text, salt=SALT, max_age=HOURS * 60 * 60)
    except signing.BadSignature:
        return None
    return Sent(path, [(name, value) for name, value in fields])
