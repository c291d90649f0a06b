"""The first administrator of a new site: everybody else is then added from inside."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from people.models import Organisation, Role, User
from people.services.groups import ensure_groups
from people.services.memberships import grant_membership
from people.services.organisations import NATIONAL, load_organisations


class Command(BaseCommand):
    help = (
        "Makes an administrator of the whole site, and loads the list of organisations. "
        "The person chooses a password with “I have forgotten my password”."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].lower()
        try:
            validate_email(email)
        except ValidationError as fault:
            raise CommandError(f"{email} is not an e-mail address.") from fault
        load_organisations(real=Path(settings.ROOT) / "fixtures" / "organisations.csv")
        ensure_groups()
        person = User.objects.filter(email=email).first() or User.objects.create_user(
            email, first_name=options["first_name"], last_name=options["last_name"]
        )
        national = Organisation.objects.get(code=NATIONAL)
        grant_membership(person=person, role=Role.ADMINISTRATOR, organisation=national)
        self.stdout.write(f"{person} <{email}> is an administrator of {national}.")
