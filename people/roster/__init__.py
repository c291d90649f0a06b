"""The roster: a file of people, roles and cohorts, from its bytes to what it would change."""
