# Generated from spec/ by scripts/generate.py: do not edit.
"""The Zendesk Custom Objects API as data, from version 1.0.0 of its contract.

`api` builds requests, `models` is what they answer, `payloads` what they take. Nothing
here opens a connection, and importing the package loads no model.
"""
