"""The HTTP side: strict parsing of requests, replies in the service's shapes."""
