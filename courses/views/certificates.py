"""One's certificates, a certificate with its PDF, revoking one, and verifying one as anybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.certificate.sheet import certificate_pdf
from courses.certificate.words import CERTIFIES, DOES_NOT, SPECIMEN_MEANS
from courses.certificate_forms import RevokeForm, VerifyForm
from courses.models import Certificate
from courses.selectors.certificates import (
    certificate_or_404,
    certificates_of,
    validity_words,
    verified,
    verifying_url,
)
from courses.services.certificates import CertificateRefused, revoke_certificate, show_name
from people.public import Role, require_role, sign_in_required, too_late

SAID = {"certifies": CERTIFIES, "does_not": DOES_NOT, "specimen_means": SPECIMEN_MEANS}


@require_safe
@sign_in_required
def my_certificates(request: HttpRequest) -> HttpResponse:
    """All of one's own, with how each stands today."""
    rows = [(row, validity_words(row)) for row in certificates_of(request.user)]
    return render(request, "courses/certificates/mine.html", {"rows": rows})


@require_safe
@sign_in_required
def certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One certificate, for its holder and for whoever sees the holder by name."""
    found = certificate_or_404(request.user, uuid)
    revocable = Certificate.objects.revocable_by(request.user).filter(pk=found.pk)
    context = {
        **SAID,
        "certificate": found,
        "validity": validity_words(found),
        "verify_at": verifying_url(found),
        "is_own": found.person_id == request.user.pk,
        "may_revoke": found.revoked_at is None and revocable.exists(),
    }
    return render(request, "courses/certificates/certificate.html", context)


@require_safe
@sign_in_required
def certificate_sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The certificate as a PDF to keep or print."""
    found = certificate_or_404(request.user, uuid)
    pdf = certificate_pdf(found, validity=validity_words(found), verify_at=verifying_url(found))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.reference}.pdf"'
    return response


@require_POST
@sign_in_required
def certificate_name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The holder lets their name be shown to whoever verifies, or hides it."""
    found = certificate_or_404(request.user, uuid)
    try:
        show_name(certificate=found, by=request.user, shown=request.POST.get("shown") == "yes")
    except CertificateRefused as refusal:
        return too_late(request, refusal, back=_address(found))
    return redirect(_address(found))


@require_role(Role.ADMINISTRATOR)
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Why a certificate ends, and the button that ends it."""
    found = certificate_or_404(request.user, uuid)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            revoke_certificate(certificate=found, by=request.user, **form.cleaned_data)
        except CertificateRefused as refusal:
            return too_late(request, refusal, back=_address(found))
        messages.success(request, _("The certificate is revoked."))
        return redirect(_address(found))
    context = {"certificate": found, "form": form, "validity": validity_words(found)}
    return render(request, "courses/certificates/revoke.html", context)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Where anybody types the reference of a certificate; no sign-in."""
    form = VerifyForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        return redirect("verify_certificate", form.cleaned_data["reference"])
    return _public(render(request, "courses/certificates/verify.html", {"form": form}))


@require_safe
def verify_certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether the certificate with a reference is valid, and no more than its holder allows."""
    found = verified(reference)
    held = found.certificate
    context = {**SAID, "found": found, "validity": validity_words(held) if held else ""}
    context["form"] = VerifyForm(initial={} if held else {"reference": reference})
    page = render(request, "courses/certificates/verified.html", context)
    page.status_code = 200 if held else 404
    return _public(page)


def _public(page: HttpResponse) -> HttpResponse:
    """Anybody may see it, and nobody keeps it: neither a browser nor a search engine."""
    page["Cache-Control"] = "no-store"
    page["X-Robots-Tag"] = "noindex"
    return page


def _address(certificate: Certificate) -> str:
    return reverse("certificate", args=[certificate.uuid])
