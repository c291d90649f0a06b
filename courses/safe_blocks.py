"""What every block and field of a page is checked for: nothing may point to a real person."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from scenarios import public as scenarios

# A lesson may lead to a page elsewhere; nothing else that is real belongs in one.
IN_LESSONS = frozenset({scenarios.IdentifierKind.WEB})


def refuse_identifiers(text: str) -> None:
    """Say on the block or the field what in it points to a real person."""
    scenarios.refuse_in_form(scenarios.identifier_findings(text, allowed=IN_LESSONS))


class SafeStructBlock(blocks.StructBlock):
    """A few texts that belong together, none of which may point to a real person."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        for name, text in cleaned.items():
            if not isinstance(text, str):
                continue
            try:
                refuse_identifiers(text)
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned
