import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_note_changes'),
        ('programmes', '0005_read_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='erasure', serialize=False, to='cases.case')),
                ('at', models.DateTimeField(verbose_name='銷毀時間')),
            ],
            options={
                'verbose_name': '個資銷毀',
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('since', models.DateTimeField(verbose_name='起')),
                ('until', models.DateTimeField(null=True, verbose_name='迄')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='cases.case')),
            ],
            options={
                'verbose_name': '案卷保全',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('case',), name='one_standing_hold_per_case')],
            },
        ),
    ]
