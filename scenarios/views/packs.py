"""Cases out of the site and into it, as one file."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from people.public import require_role
from scenarios.pack_forms import ExportForm, ImportForm
from scenarios.packs.archive import BadPack
from scenarios.packs.reading import SCHEMA
from scenarios.querysets import WRITERS
from scenarios.services.packs import export_pack, import_pack


@require_role(*WRITERS)
def export_cases(request: HttpRequest) -> HttpResponse:
    """Choose cases and get them as one file."""
    chosen = {"cases": request.GET.getlist("case")}
    data = request.POST if request.method == "POST" else None
    form = ExportForm(data, user=request.user, initial=chosen)
    if form.is_valid():
        try:
            content = export_pack(
                scenarios=form.cleaned_data["cases"],
                by=request.user,
                with_design=form.cleaned_data["with_design"],
            )
            return _download(content, [case.ref for case in form.cleaned_data["cases"]])
        except BadPack as refusal:
            form.add_error("cases", list(refusal.problems))
    return render(request, "scenarios/workshop/export.html", {"form": form})


@require_role(*WRITERS)
def import_cases(request: HttpRequest) -> HttpResponse:
    """Take in a pack: every case of it as a draft, or none."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            context["done"] = import_pack(
                content=form.cleaned_data["pack"].read(),
                owner=form.cleaned_data["owner"],
                by=request.user,
            )
        except BadPack as refusal:
            form.add_error("pack", list(refusal.problems))
    return render(request, "scenarios/workshop/import.html", context)


@require_role(*WRITERS)
def pack_schema(request: HttpRequest) -> FileResponse:
    """What a case in a pack looks like, for whoever writes one by program."""
    return FileResponse(
        SCHEMA.open("rb"), as_attachment=True, content_type="application/schema+json"
    )


def _download(content: bytes, refs: list[str]) -> HttpResponse:
    what = slugify(refs[0]) if len(refs) == 1 else f"{len(refs)}-cases"
    name = f"case-pack-{what}-{timezone.localdate().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
