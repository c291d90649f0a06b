import hashlib

from django.db import migrations, models
from django.db.models import Q


def fill(apps, schema_editor):
    """Texts that are kept back now; of those decided before, nothing is left to take a hash of."""
    Report = apps.get_model("scenarios", "Report")
    for report in Report.objects.filter(state="held").iterator():
        words = " ".join(report.text.split())
        report.text_hash = hashlib.sha256(words.encode()).hexdigest()
        report.save(update_fields=["text_hash"])


class Migration(migrations.Migration):

    dependencies = [
        ("scenarios", "0005_panel_readers"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="text_hash",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="report", name="one_open_report_per_text"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=["kind", "row", "text_hash"],
                condition=Q(state="held"),
                name="one_open_report_per_text",
            ),
        ),
    ]
