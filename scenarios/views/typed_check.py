"""In the editor of a case: what the checks find in the text as it is typed, saved or not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.utils import timezone
from wagtail.snippets.views.snippets import PreviewOnCreateView, PreviewOnEditView

from scenarios.selectors.typed_draft import typed_check

FROM_SCRIPT = "XMLHttpRequest"


class CheckTyped:
    """Takes the editor's form as a preview does, and keeps nothing of it."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The draft as it was last saved, for who comes without a form."""
        return self._found(request, QueryDict())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._found(request, request.POST)

    def _found(self, request: HttpRequest, typed: QueryDict) -> HttpResponse:
        form = self.get_form(typed)
        context = {
            "found": typed_check(form, request.user),
            "is_typed": form.is_bound,
            "at": timezone.now(),
        }
        is_part = request.headers.get("X-Requested-With") == FROM_SCRIPT
        name = "typed_findings" if is_part else "typed_check"
        return render(request, f"scenarios/admin/{name}.html", context)


class CheckOnEdit(CheckTyped, PreviewOnEditView):
    pass


class CheckOnAdd(CheckTyped, PreviewOnCreateView):
    pass
