"""Decisions of both clients, as plain functions: nothing in here sends a request or waits."""
