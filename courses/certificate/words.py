"""What a certificate says of itself, the same on paper and on every page."""

from django.utils.translation import gettext_lazy as _

from courses.certificate.reference import Unreadable

CERTIFIES = _(
    "It certifies this exercise only: unseen synthetic cases were assessed and compared with the "
    "ratings of a panel of experts, and the pass rule of the day was met."
)
DOES_NOT = _(
    "It is no police or probation qualification and no authority to assess. The panel is the "
    "standard here; nothing on this site shows that it predicts reoffending."
)
SPECIMEN = _("Specimen")
SPECIMEN_MEANS = _(
    "A specimen: it rests on demonstration cases with a synthetic panel, and certifies nobody."
)
UNREADABLE = {
    Unreadable.LENGTH: _(
        "A reference has twelve letters and digits. Look whether all of them are there."
    ),
    Unreadable.MISTYPED: _(
        "There is a typing error in this reference: a sign is wrong, or two are swapped. There are "
        "no I, L, O, 0 or 1 in it."
    ),
}
