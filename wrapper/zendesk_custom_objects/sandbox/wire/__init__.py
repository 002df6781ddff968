"""The HTTP side: requests read strictly, replies in the service's shapes."""
