"""What both clients share, as plain functions: nothing in here sends a request or waits."""
