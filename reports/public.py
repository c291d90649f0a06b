"""What other apps may use of reports: nothing. It stands at the top and only composes."""

__all__: list[str] = []
