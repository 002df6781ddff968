"""The build: from the contract to the low level, and from the async client to its sync twin."""
