# Generated from spec/ by scripts/generate.py: do not edit.
"""The low level of the Zendesk Custom Objects SDK, from contract 1.0.0: the API as data.

`api` builds requests, `models` is what they answer, `payloads` the bodies that they take.
Nothing here opens a connection, and importing the package loads no model.
"""
