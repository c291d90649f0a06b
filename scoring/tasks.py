"""What is worked out apart from any page, by a worker: ``manage.py db_worker``."""

from django_tasks import task

from scoring.models import Calibration, FrameworkVersion
from scoring.services.calibrating import calibrate_agreement, calibrate_severity, nations


@task()
def calibrate(kind: str, framework: int, use: str, of_invented: bool, seed: int) -> str:
    """Work out one kind of figure of a nation; answers the stored row's uuid, or nothing."""
    run = {
        Calibration.Kind.AGREEMENT: calibrate_agreement,
        Calibration.Kind.SEVERITY: calibrate_severity,
    }[Calibration.Kind(kind)]
    stored = run(
        framework=FrameworkVersion.objects.get(pk=framework),
        use=use,
        of_invented=of_invented,
        seed=seed,
    )
    return str(stored.uuid) if stored else ""


def calibrate_all(seed: int = 0) -> int:
    """Ask for every figure of every nation with results that count; answers how many."""
    asked = 0
    for framework, use, of_invented in nations():
        for kind in Calibration.Kind:
            calibrate.enqueue(str(kind), framework, use, of_invented, seed)
            asked += 1
    return asked
