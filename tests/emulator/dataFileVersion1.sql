-- A data file as the emulator of schema version 1 made it.
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
END;
CREATE TRIGGER reference_in AFTER INSERT ON reference BEGIN
	INSERT INTO tally VALUES (new.target, new.field, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER reference_out AFTER DELETE ON reference BEGIN
	UPDATE tally SET n = n - 1 WHERE of = old.target AND what = old.field;
END;
CREATE TABLE entry (
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	body TEXT NOT NULL,
	expires_at INTEGER NOT NULL,
	PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_expiry ON entry (expires_at);
PRAGMA user_version = 1;

INSERT INTO object VALUES (1, 'o1', 'organization', '', '', NULL, '{"name":"Emulated"}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
INSERT INTO object VALUES (2, 'e1', 'environment', 'e1', 'o1', NULL, '{"name":"emulated-sandbox"}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
INSERT INTO object VALUES (3, 'p1', 'population', 'e1', 'e1', 'Default', '{"name":"Default","default":true}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
INSERT INTO object VALUES (4, 'u1', 'user', 'e1', 'e1', 'ines', '{"username":"ines","email":"ines@example.com","population":{"id":"p1"},"lastSignOn":{"at":"2026-01-02T03:04:05.006Z","remoteIp":"127.0.0.1"}}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
INSERT INTO reference VALUES ('u1', 'population.id', 'p1');
INSERT INTO object VALUES (5, 'r1', 'resource', 'e1', 'e1', 'Orders', '{"name":"Orders"}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
INSERT INTO object VALUES (6, 's1', 'scope', 'e1', 'r1', 'orders:read', '{"name":"orders:read"}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
INSERT INTO entry VALUES ('signingKey', 'default', '{"pem":"kept"}', 9007199254740991);
INSERT INTO entry VALUES ('flow', 'gone', '{}', 1);
INSERT INTO object VALUES (7, 's2', 'scope', 'e1', 'u1', NULL, '{}', '2026-01-02T03:04:05.006Z', '2026-01-02T03:04:05.006Z');
DELETE FROM object WHERE id = 's2';
INSERT INTO entry VALUES ('token', 'mapped', '{"claims":{"sub":"ines","p1.userId":"u1"},"clientId":"a1","authorizationId":"x1"}', 4102444800000);
INSERT INTO entry VALUES ('token', 'plain', '{"claims":{"sub":"u1"},"clientId":"a1","authorizationId":"x1"}', 4102444800000);
INSERT INTO entry VALUES ('token', 'worker', '{"claims":{"client_id":"a1"},"clientId":"a1"}', 4102444800000);
