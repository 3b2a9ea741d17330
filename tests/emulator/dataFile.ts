import { DatabaseSync } from "node:sqlite";

/** What a data file may never show, however its process ended: each query finds the rows that are wrong. */
const FLAWS: Record<string, string> = {
	"the file is damaged": "SELECT integrity_check AS flaw FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
	"a reference leads nowhere": `SELECT "table" AS flaw FROM pragma_foreign_key_check`,
	"a body is not JSON": "SELECT id AS flaw FROM object WHERE NOT json_valid(body)",
	"the body of an entry is not JSON": "SELECT kind || ' ' || id AS flaw FROM entry WHERE NOT json_valid(body)",
	"an object lost its parent":
		"SELECT id AS flaw FROM object WHERE parent <> '' AND parent NOT IN (SELECT id FROM object)",
	"objects were miscounted": `
		SELECT parent AS flaw FROM (SELECT parent, kind, count(*) AS n FROM object GROUP BY parent, kind) AS counted
		WHERE n IS NOT (SELECT n FROM tally WHERE of = counted.parent AND what = counted.kind)`,
	"references were miscounted": `
		SELECT target AS flaw FROM (SELECT target, field, count(*) AS n FROM reference GROUP BY target, field) AS counted
		WHERE n IS NOT (SELECT n FROM tally WHERE of = counted.target AND what = counted.field)`,
	"something is counted that is not there": `
		SELECT of AS flaw FROM tally WHERE n <> (SELECT count(*) FROM object WHERE parent = of AND kind = what)
			+ (SELECT count(*) FROM reference WHERE target = of AND field = what)`,
	"an environment has not exactly one default population": `
		SELECT id AS flaw FROM object AS environment WHERE kind = 'environment' AND 1 <> (
			SELECT count(*) FROM object WHERE parent = environment.id AND kind = 'population' AND body ->> '$.default')`,
	"a user does not point at its population": `
		SELECT id AS flaw FROM object WHERE kind = 'user' AND (id, body ->> '$.population.id') NOT IN (
			SELECT source, target FROM reference WHERE field = 'population.id')`,
	"an application or resource has not exactly one secret": `
		SELECT id AS flaw FROM object AS owner WHERE body ->> '$.type' IN ('WEB_APP', 'CUSTOM')
			AND kind IN ('application', 'resource')
			AND 1 <> (SELECT count(*) FROM object WHERE parent = owner.id AND kind = 'secret')`,
};

/** What is wrong with a data file. */
export function flawsOf(file: string): string[] {
	const db = new DatabaseSync(file);
	const flaws = Object.entries(FLAWS).flatMap(([flaw, sql]) =>
		db
			.prepare(sql)
			.all()
			.map((row) => `${flaw}: ${row.flaw}`),
	);
	db.close();
	return flaws;
}
