"""One request for an operation: what it brings, and the shapes of its reply."""
