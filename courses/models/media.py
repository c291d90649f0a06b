"""Files that lessons show or offer: recordings with their words, and handouts.

They lie outside the folder that a web server may hand out, and are sent to signed-in people alone.
"""

import uuid
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from courses.file_kinds import (
    CUE,
    DOCUMENTS,
    RECORDINGS,
    FileKind,
    document_kind,
    is_captions,
    is_marked_up,
    is_old_office,
    recording_kind,
    text_of,
)
from courses.safe_blocks import refuse_identifiers

KIND_WORDS = {
    "mp4": _("MP4 video"),
    "webm": _("WebM video"),
    "m4a": _("M4A audio"),
    "mp3": _("MP3 audio"),
    "ogg": _("Ogg audio"),
    "wav": _("WAV audio"),
    "pdf": _("PDF document"),
    "docx": _("Word document"),
    "xlsx": _("Excel workbook"),
    "pptx": _("PowerPoint presentation"),
    "odt": _("OpenDocument text"),
    "txt": _("plain text"),
}
NO_TEXT = {ending: KIND_WORDS[ending] for ending in DOCUMENTS if ending != "txt"} | {
    **dict.fromkeys(("doc", "dot", "docm", "dotx"), KIND_WORDS["docx"]),
    **dict.fromkeys(("xls", "xlt", "xlsm", "xlsb"), KIND_WORDS["xlsx"]),
    **dict.fromkeys(("ppt", "pps", "pptm", "ppsx"), KIND_WORDS["pptx"]),
    **dict.fromkeys(("ods", "odp"), _("OpenDocument file")),
}
"""How the name of a file ends that is no plain text, and what it says that it is."""


def lesson_storage() -> Storage:
    """Where the files lie; asked anew each time, so that settings may differ between runs."""
    return FileSystemStorage(location=settings.LESSON_FILES_ROOT, base_url=None)


def stored_name(instance: "LessonFile", _uploaded_name: str) -> str:
    """A name that tells nothing: what an uploaded file was called may name somebody."""
    return f"{type(instance).__name__.lower()}s/{uuid.uuid4()}.{instance.ending}"


class LessonFileQuerySet(models.QuerySet[Any]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Do away with the files as well, also of rows that were ticked in a listing."""
        files = [row.file for row in self.only("file")]
        deleted = super().delete()
        for file in files:
            _remove_later(file.storage, file.name)
        return deleted


class LessonFile(models.Model):
    """An uploaded file. Its kind and size are found when it is checked, from what is in it."""

    kinds: dict[str, FileKind]
    free_text: tuple[str, ...] = ("title",)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(_("file"), storage=lesson_storage, upload_to=stored_name)
    ending = models.CharField(max_length=5, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False, default=0)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = LessonFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, and do away with the file that it takes the place of."""
        before = type(self).objects.filter(pk=self.pk).values_list("file", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.file.name:
            _remove_later(self.file.storage, before)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        storage, name = self.file.storage, self.file.name
        deleted = super().delete(*args, **kwargs)
        _remove_later(storage, name)
        return deleted

    @classmethod
    def most_bytes(cls) -> int:
        raise NotImplementedError

    @classmethod
    def kind_of(cls, file: Any) -> FileKind | None:
        raise NotImplementedError

    @property
    def kind(self) -> FileKind:
        return self.kinds[self.ending]

    @property
    def kind_words(self) -> str:
        """What sort of file it is, as a person would say it."""
        return str(KIND_WORDS[self.ending])

    @property
    def size_words(self) -> str:
        return str(filesizeformat(self.size))

    @property
    def offered_name(self) -> str:
        """What it is called when somebody saves it."""
        return f"{slugify(self.title) or 'file'}.{self.ending}"

    def clean(self) -> None:
        """Refuse a file of no kind that is taken, one too large, and words about a real person."""
        super().clean()
        errors: dict[str, Any] = {}
        for name in self.free_text:
            try:
                refuse_identifiers(self._words_of(name))
            except ValidationError as error:
                errors[name] = error
        if self.file and not self.file._committed:
            try:
                self._read_what_it_is()
            except ValidationError as error:
                errors["file"] = error
        if errors:
            raise ValidationError(errors)

    def _words_of(self, name: str) -> str:
        return str(getattr(self, name))

    def _read_what_it_is(self) -> None:
        most = self.most_bytes()
        if self.file.size > most:
            raise ValidationError(
                _("The file is %(size)s. It may be %(most)s at most.")
                % {"size": filesizeformat(self.file.size), "most": filesizeformat(most)}
            )
        kind = self.kind_of(self.file.file)
        if kind is None:
            raise ValidationError(
                _("This file is not what it would have to be. Files taken here: %(kinds)s.")
                % {"kinds": ", ".join(str(KIND_WORDS[ending]) for ending in self.kinds)}
            )
        if kind.is_text:
            refuse_identifiers(text_of(self.file.file))
        self.ending, self.size, self.changed_at = kind.ending, self.file.size, timezone.now()


def _remove_later(storage: Storage, name: str) -> None:
    """Once the row is gone for good; a file that is not there any more is as well as removed."""
    transaction.on_commit(lambda: storage.delete(name))


class Recording(LessonFile):
    """A video or an audio recording, which can always be read as well as heard."""

    kinds = RECORDINGS
    free_text = ("title", "transcript", "captions")

    has_speech = models.BooleanField(
        _("somebody speaks in it"),
        default=True,
        help_text=_("A video in which somebody speaks needs captions."),
    )
    captions = models.TextField(
        _("captions"),
        blank=True,
        help_text=_("WebVTT: the text of the .vtt file, which begins with WEBVTT."),
    )
    transcript = models.TextField(
        _("transcript"),
        help_text=_(
            "Markdown. All that is said, by whom, and what is seen or heard that matters. "
            "Where nobody speaks, describe what happens."
        ),
    )

    class Meta(LessonFile.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @classmethod
    def most_bytes(cls) -> int:
        return int(settings.RECORDING_MOST_BYTES)

    @classmethod
    def kind_of(cls, file: Any) -> FileKind | None:
        return recording_kind(file)

    def _words_of(self, name: str) -> str:
        """Without the times of captions, which look like other numbers."""
        words = super()._words_of(name)
        return CUE.sub("", words) if name == "captions" else words

    def clean(self) -> None:
        self.captions = self.captions.replace("\r\n", "\n").strip()
        super().clean()
        if self.captions and not is_captions(self.captions):
            words = _("These are no captions: WebVTT begins with WEBVTT and has lines with times.")
            raise ValidationError({"captions": words})
        if self.ending and self.kind.is_video and self.has_speech and not self.captions:
            words = _(
                "Add captions, or say that nobody speaks in it: some people see the video and "
                "do not hear it."
            )
            raise ValidationError({"captions": words})


class Handout(LessonFile):
    """A document to take away."""

    kinds = DOCUMENTS
    free_text = ("title", "description")

    description = models.CharField(
        _("what it is for"), max_length=200, help_text=_("One line, as it stands beside the link.")
    )

    class Meta(LessonFile.Meta):
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")

    def _read_what_it_is(self) -> None:
        """Refuse as well a mere text that is called a document: whoever saved it meant another."""
        called = PurePath(self.file.name).suffix.lower().removeprefix(".")
        if is_old_office(self.file.file):
            words = _(
                "This is an older Office file (.doc, .xls or .ppt), or one with a password. Save "
                "it as .docx, .xlsx or .pptx without a password, or as PDF."
            )
            raise ValidationError(words)
        if is_marked_up(self.file.file):
            words = _(
                "This is a web page or rich text, whatever it is called. Save it as a PDF or Word "
                "document, or as plain text (.txt)."
            )
            raise ValidationError(words)
        super()._read_what_it_is()
        if self.kind.is_text and called in NO_TEXT:
            words = _(
                "The name of this file ends in .%(called)s, but it holds only plain text: it is no "
                "%(wanted)s. Save it again as one, or end its name in .txt."
            )
            raise ValidationError(words % {"called": called, "wanted": NO_TEXT[called]})

    @classmethod
    def most_bytes(cls) -> int:
        return int(settings.HANDOUT_MOST_BYTES)

    @classmethod
    def kind_of(cls, file: Any) -> FileKind | None:
        return document_kind(file)
