from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

# What the demo city that comes along has always said of itself; a city writes its own.
MARK_DEMO = """
UPDATE catalogue_version SET is_demo = true
WHERE frame->>'region_code' = '999900' AND frame->>'provenance' LIKE '示范数据:%'
"""


class Migration(migrations.Migration):
    dependencies = [('yiwang', '0024_unanswered_choices')]

    initial = False

    operations = [
        ops.AddField(
            model_name='CatalogueVersion',
            name='is_demo',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.RunSQL(MARK_DEMO),
    ]
