from django.conf import settings
from django.db import migrations, models


def keep_numbers(apps, schema_editor):
    """What is not deleted yet is told apart from now on."""
    kept = (("Measure", "course"), ("LessonOpinion", "lesson"))
    for model, page in kept:
        rows = apps.get_model("courses", model).objects.filter(**{f"{page}__isnull": False})
        rows.update(**{f"{page}_number": models.F(f"{page}_id")})


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_course_summary'),
        ('people', '0002_roster'),
        ('scenarios', '0017_certification'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Certifications that are in use stay as they are; new ones ask for the course.
        migrations.AddField(
            model_name='certification',
            name='needs_course',
            field=models.BooleanField(default=False, verbose_name='a set can be drawn only once the course is finished'),
        ),
        migrations.AlterField(
            model_name='certification',
            name='needs_course',
            field=models.BooleanField(default=True, verbose_name='a set can be drawn only once the course is finished'),
        ),
        migrations.AddField(
            model_name='lessonopinion',
            name='lesson_number',
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='course_number',
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('course__isnull', True), ('course_number__isnull', True), ('course_number', models.F('course')), _connector='OR'), name='a_measure_keeps_its_own_course'),
        ),
        migrations.RunPython(keep_numbers, migrations.RunPython.noop),
    ]
