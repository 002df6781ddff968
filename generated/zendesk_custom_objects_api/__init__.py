# Generated from spec/ by scripts/generate.py: do not edit.
"""The Zendesk Custom Objects API as data, from version 1.0.0 of its contract.

`api` builds requests, `models` are their responses, `payloads` their bodies. It
opens no connection, and importing it loads no model.
"""
