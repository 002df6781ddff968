"""One request for an operation: its context, its body, and the shapes of its reply."""
