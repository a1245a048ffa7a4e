"""The number of a pupil in the index is that of any collection, and may be longer than a UPN."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collect", "0006_pupil_data_reads")]

    operations = [
        migrations.RemoveIndex(model_name="pupilindex", name="pupil_by_upn"),
        migrations.RenameField(model_name="pupilindex", old_name="upn", new_name="key"),
        migrations.AlterField(model_name="pupilindex", name="key", field=models.CharField(max_length=100, null=True)),
        migrations.AddIndex(model_name="pupilindex", index=models.Index(fields=["key"], name="pupil_by_key")),
    ]
