from collections.abc import Iterator

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "scenarios"

    def ready(self) -> None:
        from people.public import check_texts_with

        check_texts_with(_identifiers)


def _identifiers(text: str) -> Iterator[str]:
    """What points to a real person in a text that people take in, such as a cohort's name."""
    from scenarios.safety.findings import identifier_findings

    for finding in identifier_findings(text):
        yield str(finding.why)
