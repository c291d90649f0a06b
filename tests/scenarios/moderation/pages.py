"""The addresses of moderation, a note as its form sends it, and the notes that are stored."""

from scenarios.models import TeachingNote

LIST, NEW = "/moderation/", "/moderation/new/"


def url(session, step=""):
    return f"/moderation/{session.uuid}/{step}"


def wall(session, code="opportunity", stage=1):
    return url(session, f"{stage}/{code}/")


def note(text="He kept the shed key.", level="2", revision=0, **more):
    return {"text": text, "level": level, "revision": revision, **more}


def stored():
    return list(TeachingNote.objects.values_list("factor__code", "text", "level", "revision"))
