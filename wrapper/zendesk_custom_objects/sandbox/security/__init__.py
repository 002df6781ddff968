"""Who calls: users, OAuth clients, and their tokens."""
