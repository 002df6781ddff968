"""The tables of a sandbox file.

A record's values are stored under the ids of their fields, and those of dropdowns as the ids of
their options: deleting a field or an option, which the service does at once, then touches no
record. The changes to an object's records are counted, and `change` is the last one of a record: it
orders several changes in one millisecond. Every list that a client can page through has an index in
its order. Times are milliseconds since 1970.
"""

from __future__ import annotations

from typing import Final

from ...rules.field_types import FIELD_TYPES

# "ZcoS" in ASCII: tells a sandbox's file from anybody else's SQLite database.
APPLICATION_ID: Final = 0x5A636F53
# Raise it with every change to the tables or to what is kept in them.
VERSION: Final = 2

TEXTS_DELETED: Final = """
    CREATE TRIGGER texts_deleted AFTER DELETE ON texts BEGIN
        INSERT INTO text_index (text_index, rowid, words)
        VALUES ('delete', OLD.number, OLD.words);
    END
"""
_SEARCHED: Final = ", ".join(f"'{key}'" for key, known in FIELD_TYPES.items() if known.is_searched)
_INDEX_TEXTS: Final = f"""
    INSERT INTO texts (record, field, words)
    VALUES (NEW.number, 0, search_words(NEW.object, NEW.name));
    INSERT INTO texts (record, field, words)
    SELECT NEW.number, fields.id, search_words(NEW.object, value)
    FROM json_each(NEW.fields)
    CROSS JOIN fields ON fields.id = CAST(json_each.key AS INTEGER)
    WHERE fields.type IN ({_SEARCHED});
"""

# Users, organizations and tickets.
TARGETS: Final = """
    CREATE TABLE targets (
        type TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (type, id)
    ) WITHOUT ROWID
"""

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
    CREATE TABLE refresh_tokens (
        digest BLOB PRIMARY KEY,
        access BLOB NOT NULL,
        client_id TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        scope TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE codes (
        digest BLOB PRIMARY KEY,
        client_id TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        scope TEXT NOT NULL,
        redirect_uri TEXT NOT NULL,
        challenge TEXT,
        method TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
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
        changes INTEGER NOT NULL DEFAULT 0,
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
        updated_by TEXT NOT NULL,
        change INTEGER NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX records_by_id ON records (object, id)",
    "CREATE INDEX records_by_update ON records (object, updated_at, change)",
    "CREATE INDEX records_by_name ON records (object, name, id)",
    "CREATE INDEX records_by_creation ON records (object, created_at, id)",
    """
    CREATE UNIQUE INDEX records_by_external_id ON records (object, external_id)
    WHERE external_id IS NOT NULL
    """,
    TARGETS,
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
    """
    CREATE TABLE access_rules (
        id INTEGER PRIMARY KEY,
        object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
        title TEXT NOT NULL,
        description TEXT,
        conditions TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    )
    """,
    "CREATE INDEX access_rules_by_object ON access_rules (object, id)",
    # What differs from a role's defaults.
    """
    CREATE TABLE policies (
        object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
        role TEXT NOT NULL,
        actions TEXT NOT NULL,
        PRIMARY KEY (object, role)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE triggers (
        id INTEGER PRIMARY KEY,
        object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
        title TEXT NOT NULL COLLATE NOCASE,
        description TEXT,
        active INTEGER NOT NULL,
        position INTEGER NOT NULL,
        conditions TEXT NOT NULL,
        actions TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    )
    """,
    "CREATE INDEX triggers_by_object ON triggers (object, position, id)",
    # The content comes last: SQLite then reads the other columns without it.
    """
    CREATE TABLE attachments (
        number INTEGER PRIMARY KEY,
        record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
        id TEXT NOT NULL UNIQUE,
        filename TEXT NOT NULL,
        content_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        infected INTEGER NOT NULL,
        released INTEGER NOT NULL,
        content BLOB NOT NULL
    )
    """,
    "CREATE INDEX attachments_by_record ON attachments (record)",
    # What the export says of deleted records.
    """
    CREATE TABLE tombstones (
        object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
        updated_at INTEGER NOT NULL,
        change INTEGER NOT NULL,
        id TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        updated_by TEXT NOT NULL,
        PRIMARY KEY (object, updated_at, change)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX tombstones_by_age ON tombstones (updated_at)",
    # Without a status a job is yet to run. The key tells which object it was meant for, and the
    # number whether that is still the same.
    """
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        object_key TEXT NOT NULL,
        object INTEGER NOT NULL,
        user_id INTEGER NOT NULL,
        action TEXT NOT NULL,
        items TEXT NOT NULL,
        total INTEGER NOT NULL,
        submitted_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        status TEXT,
        message TEXT,
        results TEXT
    )
    """,
    "CREATE INDEX jobs_by_end ON jobs (due_at, number)",
    "CREATE INDEX jobs_to_do ON jobs (due_at, number) WHERE status IS NULL",
    # The words that searches find, by record and field; the name is field 0. Texts of a deleted
    # field stay until their record is next written: searches pass over them.
    """
    CREATE TABLE texts (
        number INTEGER PRIMARY KEY,
        record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
        field INTEGER NOT NULL,
        words TEXT NOT NULL
    )
    """,
    "CREATE INDEX texts_by_record ON texts (record)",
    # The words are prepared by `search_words`, so the tokenizer only splits at spaces.
    """
    CREATE VIRTUAL TABLE text_index USING fts5(
        words, content='texts', content_rowid='number',
        tokenize='ascii', detail='none', columnsize=0
    )
    """,
    """
    CREATE TRIGGER texts_inserted AFTER INSERT ON texts BEGIN
        INSERT INTO text_index (rowid, words) VALUES (NEW.number, NEW.words);
    END
    """,
    TEXTS_DELETED,
    f"""
    CREATE TRIGGER records_inserted AFTER INSERT ON records BEGIN
        {_INDEX_TEXTS}
    END
    """,
    f"""
    CREATE TRIGGER records_updated AFTER UPDATE OF name, fields ON records
    WHEN OLD.name <> NEW.name OR OLD.fields <> NEW.fields BEGIN
        DELETE FROM texts WHERE record = OLD.number;
        {_INDEX_TEXTS}
    END
    """,
)

# The tables that are emptied to start afresh, dependents first.
CONTENT: Final = (
    "targets",
    "attachments",
    "triggers",
    "policies",
    "access_rules",
    "jobs",
    "tombstones",
    "links",
    "texts",
    "records",
    "fields",
    "objects",
)

UPGRADES: Final = {1: (TARGETS,)}
"""Statements that bring a file of an earlier version up to the next one."""
