"""Pages of people: the roster, and the invitations it sends."""
