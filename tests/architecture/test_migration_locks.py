"""A migration runs beside the old code and its citizens: it neither stops nor breaks them."""

from pathlib import Path

import pytest

from mobile_api import migrations
from tests.architecture.migration_sql import Script, findings, scripts

NAMES = sorted(file.stem for file in Path(str(migrations.__file__)).parent.glob("[0-9]*.py"))
NO_CITY_YET = "written before the first release: no city had rows"
# (migration, rule, words of the statement) -> why it may stand all the same.
LISTED = {
    ("0002_telling_people", "adding-foreign-key-constraint", '"case_file"'): NO_CITY_YET,
    ("0002_telling_people", "require-concurrent-index-creation", '"case_file"'): NO_CITY_YET,
    ("0002_telling_people", "require-concurrent-index-creation", '"delivery"'): NO_CITY_YET,
    ("0002_telling_people", "require-concurrent-index-deletion", "idx_delivery"): NO_CITY_YET,
    (
        "0002_telling_people",
        "changing-column-type",
        '"delivery"',
    ): "a longer varchar is quick",
    ("0002_telling_people", "ban-drop-constraint", '"parcel_event"'): NO_CITY_YET,
    ("0002_telling_people", "constraint-missing-not-valid", '"parcel_event"'): NO_CITY_YET,
    ("0002_telling_people", "disallowed-unique-constraint", '"parcel_event"'): NO_CITY_YET,
    (
        "0016_proposals",
        "ban-drop-not-null",
        '"asked_by"',
    ): "the code before reads an empty one as somebody who is not the caller",
    ("0006_keyed_history", "runs-python", "--"): "in batches; the code before it is stopped",
    (
        "0025_demo_catalogues",
        "heavy-statement",
        "UPDATE catalogue_version",
    ): "a row for each publication of a catalogue: a city has some dozens",
    (
        "0027_claims",
        "heavy-statement",
        "UPDATE case_file",
    ): "the cases with a clock that runs, some thousands; a move beside it waits for its own row",
}
# Table `person` stands before the migration.
REFUSED = {
    'ALTER TABLE "person" ADD COLUMN "a" BIGINT NOT NULL': "adding-required-field",
    'ALTER TABLE "person" ADD COLUMN "a" UUID DEFAULT a_new_id()': "adding-field-with-default",
    'ALTER TABLE "person" ADD COLUMN "a" UUID REFERENCES "b"': "adding-foreign-key-constraint",
    'ALTER TABLE "person" ALTER COLUMN "a" TYPE BIGINT': "changing-column-type",
    'ALTER TABLE "person" ALTER COLUMN "a" SET NOT NULL': "adding-not-nullable-field",
    'ALTER TABLE "person" ALTER COLUMN "a" DROP DEFAULT': "ban-drop-default",
    'ALTER TABLE "person" ADD CONSTRAINT "c" CHECK (a > 0)': "constraint-missing-not-valid",
    'ALTER TABLE "person" ADD CONSTRAINT "c" UNIQUE ("a")': "disallowed-unique-constraint",
    'ALTER TABLE "person" DROP CONSTRAINT "c"': "ban-drop-constraint",
    'ALTER TABLE "person" DROP COLUMN "a"': "ban-drop-column",
    'ALTER TABLE "person" RENAME COLUMN "a" TO "b"': "renaming-column",
    'ALTER TABLE "person" RENAME TO "people"': "renaming-table",
    'DROP TABLE "person"': "ban-drop-table",
    'CREATE INDEX "i" ON "person" ("a")': "require-concurrent-index-creation",
    'SELECT 1; CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "person" ("a")': (
        "ban-concurrent-index-creation-in-transaction"
    ),
    'DROP INDEX "i"': "require-concurrent-index-deletion",
    'LOCK TABLE "person"': "heavy-statement",
    'UPDATE "person" SET a = 1': "heavy-statement",
    '-- tidy\nDELETE FROM "person"': "heavy-statement",
    'SELECT 1; UPDATE ONLY "person" SET a = 1': "heavy-statement",
    "DO $$ BEGIN PERFORM 1; END $$": "heavy-statement",
    "-- THIS OPERATION CANNOT BE REPRESENTED AS SQL": "runs-python",
    "ALTER TABL person": "syntax-error",
}
SAFE = (
    'ALTER TABLE "person" ADD COLUMN "a" BIGINT',
    """ALTER TABLE "person" ADD COLUMN "a" VARCHAR(20) NOT NULL DEFAULT 'ems'""",
    'ALTER TABLE "person" ADD CONSTRAINT "c" CHECK (a > 0) NOT VALID',
    'CREATE TABLE "new" ("id" UUID NOT NULL PRIMARY KEY)',
    'CREATE INDEX "i" ON "new" ("id")',
    'INSERT INTO "new" VALUES (gen_random_uuid())',
    """COMMENT ON COLUMN "person"."a" IS 'one\ntwo'""",
)


@pytest.fixture(scope="module")
async def every_script() -> dict[str, Script]:
    return await scripts()


@pytest.mark.parametrize("name", NAMES)
def test_every_locking_statement_has_a_reason(name: str, every_script: dict[str, Script]) -> None:
    listed = {(rule, words) for migration, rule, words in LISTED if migration == name}
    used = set()
    for rule, statement in findings(every_script[name]):
        reasons = {one for one in listed if one[0] == rule and one[1] in statement}
        assert reasons, (rule, statement)
        used |= reasons
    assert used == listed


def test_what_is_listed_is_there() -> None:
    assert {migration for migration, _, _ in LISTED} <= set(NAMES)


@pytest.mark.parametrize(("statement", "rule"), REFUSED.items())
def test_what_stops_or_breaks_a_running_city_is_found(statement: str, rule: str) -> None:
    assert rule in {finding.rule for finding in findings(Script([statement]))}


def test_safe_forms_pass() -> None:
    assert findings(Script(SAFE)) == []
    # In a migration of its own: the one that adds the constraint would keep its lock meanwhile.
    assert findings(Script(['ALTER TABLE "person" VALIDATE CONSTRAINT "c"'])) == []
    alone = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "person" ("a")'
    assert findings(Script([alone], is_atomic=False)) == []
