"""The tables of a sandbox file.

A record's values are kept under the ids of their fields, and those of dropdowns under the ids of
their options: removing a field or an option, which the service does at once, then touches no
record. Every list a client can page through has an index in its order. Times are milliseconds since
1970.
"""

from __future__ import annotations

from typing import Final

# "ZcoS" in ASCII: tells a sandbox's file from anybody else's SQLite database.
APPLICATION_ID: Final = 0x5A636F53
# Raise it with every change to the tables or to what is kept in them.
VERSION: Final = 1

TABLES: Final = (
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID
    """,
    """
    CREATE TABLE tokens (
        digest BLOB PRIMARY KEY,
        user_id INTEGER NOT NULL,
        scope TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX tokens_by_expiry ON tokens (expires_at)",
    """
    CREATE TABLE ids (last INTEGER NOT NULL)
    """,
    """
    CREATE TABLE objects (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        attributes TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        updated_by TEXT NOT NULL,
        records INTEGER NOT NULL DEFAULT 0,
        next_sequence INTEGER NOT NULL DEFAULT 1
    )
    """,
    """
    CREATE TABLE fields (
        id INTEGER PRIMARY KEY,
        object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
        key TEXT NOT NULL,
        type TEXT NOT NULL,
        target TEXT,
        position INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        attributes TEXT NOT NULL,
        UNIQUE (object, key)
    )
    """,
    "CREATE INDEX fields_by_target ON fields (target) WHERE target IS NOT NULL",
    """
    CREATE TABLE records (
        number INTEGER PRIMARY KEY,
        object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        external_id TEXT,
        fields TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        updated_by TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX records_by_id ON records (object, id)",
    "CREATE INDEX records_by_update ON records (object, updated_at, id)",
    "CREATE INDEX records_by_name ON records (object, name)",
    """
    CREATE UNIQUE INDEX records_by_external_id ON records (object, external_id)
    WHERE external_id IS NOT NULL
    """,
    # What a lookup or parent field points to, by target: finds children without reading every
    # record.
    """
    CREATE TABLE links (
        field INTEGER NOT NULL REFERENCES fields ON DELETE CASCADE,
        target TEXT NOT NULL,
        record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
        PRIMARY KEY (field, target, record)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX links_by_record ON links (record)",
)

# The tables that are emptied to start afresh, dependents first.
CONTENT: Final = ("links", "records", "fields", "objects")
