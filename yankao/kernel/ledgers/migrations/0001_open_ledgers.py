"""Totals by day, and the function by which the database keeps ledgers append-only."""

import django.contrib.postgres.fields
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION ledgers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test%' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'a ledger is append-only: % refused', TG_OP USING ERRCODE = '42501';
END $$;
"""
BACK = "DROP FUNCTION ledgers_refuse();"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Total',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger', models.CharField(max_length=100)),
                ('rollup', models.CharField(max_length=60)),
                ('day', models.DateField(verbose_name='日期')),
                ('key', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(null=True), size=None)),
                ('count', models.BigIntegerField(verbose_name='筆數')),
                ('sums', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=10, max_digits=40), size=None)),
                ('written_at', models.DateTimeField(verbose_name='更新時間')),
            ],
            options={
                'indexes': [models.Index(fields=['ledger', 'written_at'], name='total_by_writing')],
                'constraints': [models.UniqueConstraint(fields=('ledger', 'rollup', 'day', 'key'), name='one_total_per_day_and_key')],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
