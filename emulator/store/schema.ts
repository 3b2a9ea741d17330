/** What a new data file is made with; its version is `SCHEMA_VERSION`. */
export const SCHEMA = `
	CREATE TABLE object (
		seq INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE,
		kind TEXT NOT NULL,
		environment TEXT NOT NULL,
		parent TEXT NOT NULL,
		key TEXT,
		body TEXT NOT NULL,
		created_at TEXT NOT NULL,
		updated_at TEXT NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX object_by_key ON object (parent, kind, key) WHERE key IS NOT NULL;
	CREATE INDEX object_by_parent ON object (parent, kind, seq);
	CREATE INDEX user_by_email ON object (parent, (body ->> '$.email') COLLATE NOCASE) WHERE kind = 'user';
	CREATE TABLE reference (
		source TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
		field TEXT NOT NULL,
		target TEXT NOT NULL REFERENCES object (id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
		PRIMARY KEY (source, field, target)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX reference_by_target ON reference (target, field);
	CREATE TABLE tally (
		of TEXT NOT NULL,
		what TEXT NOT NULL,
		n INTEGER NOT NULL,
		PRIMARY KEY (of, what)
	) STRICT, WITHOUT ROWID;
	CREATE TRIGGER object_in AFTER INSERT ON object BEGIN
		INSERT INTO tally VALUES (new.parent, new.kind, 1) ON CONFLICT DO UPDATE SET n = n + 1;
	END;
	CREATE TRIGGER object_out AFTER DELETE ON object BEGIN
		UPDATE tally SET n = n - 1 WHERE of = old.parent AND what = old.kind;
		DELETE FROM tally WHERE of = old.parent AND what = old.kind AND n = 0;
	END;
	CREATE TRIGGER reference_in AFTER INSERT ON reference BEGIN
		INSERT INTO tally VALUES (new.target, new.field, 1) ON CONFLICT DO UPDATE SET n = n + 1;
	END;
	CREATE TRIGGER reference_out AFTER DELETE ON reference BEGIN
		UPDATE tally SET n = n - 1 WHERE of = old.target AND what = old.field;
		DELETE FROM tally WHERE of = old.target AND what = old.field AND n = 0;
	END;
	-- With rowids, so that what is searched are keys alone: past large bodies, as copies of all objects are, the search
	-- in a table WITHOUT ROWID reads each of them whole.
	CREATE TABLE entry (
		kind TEXT NOT NULL,
		id TEXT NOT NULL,
		expires_at INTEGER NOT NULL,
		body TEXT NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT;
`;

/**
 * The n-th leads a data file of schema version n to version n + 1. What one of them does is fixed once it was released:
 * files that it made exist.
 */
export const MIGRATIONS: readonly string[] = [
	// An index by expiry was a third of what each entry cost, for a sweep once a minute; expires_at before the body
	// lets that sweep do without reading the body.
	`
	ALTER TABLE entry RENAME TO entry_1;
	DROP INDEX entry_by_expiry;
	CREATE TABLE entry (
		kind TEXT NOT NULL,
		id TEXT NOT NULL,
		expires_at INTEGER NOT NULL,
		body TEXT NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID;
	INSERT INTO entry SELECT kind, id, expires_at, body FROM entry_1;
	DROP TABLE entry_1;
	`,
	// A sign-on wrote the whole user anew, with the index of its address.
	`
	INSERT INTO entry SELECT 'lastSignOn', id, 253402214400000, body -> '$.lastSignOn' FROM object
		WHERE kind = 'user' AND body -> '$.lastSignOn' IS NOT NULL;
	UPDATE object SET body = json_remove(body, '$.lastSignOn') WHERE kind = 'user' AND body -> '$.lastSignOn' IS NOT NULL;
	`,
	// Counts of 0 stayed for every object that ever was. A token of a user ends with the user, whatever its `sub` says.
	`
	DROP TRIGGER object_out;
	CREATE TRIGGER object_out AFTER DELETE ON object BEGIN
		UPDATE tally SET n = n - 1 WHERE of = old.parent AND what = old.kind;
		DELETE FROM tally WHERE of = old.parent AND what = old.kind AND n = 0;
	END;
	DROP TRIGGER reference_out;
	CREATE TRIGGER reference_out AFTER DELETE ON reference BEGIN
		UPDATE tally SET n = n - 1 WHERE of = old.target AND what = old.field;
		DELETE FROM tally WHERE of = old.target AND what = old.field AND n = 0;
	END;
	DELETE FROM tally WHERE n = 0;
	UPDATE entry
		SET body = json_set(body, '$.userId', coalesce(body ->> '$.claims."p1.userId"', body ->> '$.claims.sub'))
		WHERE kind = 'token' AND body ->> '$.authorizationId' IS NOT NULL;
	`,
	// Each look-up read through the copy of all objects that a reset goes back to, when that was in its way.
	`
	ALTER TABLE entry RENAME TO entry_4;
	CREATE TABLE entry (
		kind TEXT NOT NULL,
		id TEXT NOT NULL,
		expires_at INTEGER NOT NULL,
		body TEXT NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT;
	INSERT INTO entry SELECT kind, id, expires_at, body FROM entry_4;
	DROP TABLE entry_4;
	`,
];

/** The version that all files have after their migrations. */
export const SCHEMA_VERSION = MIGRATIONS.length + 1;
