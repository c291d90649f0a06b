"""What is worked out apart from any page, by a worker: ``manage.py db_worker``."""

from django_tasks import task

from scoring.models import Calibration, FrameworkVersion
from scoring.services.calibrating import (
    banks,
    calibrate_agreement,
    calibrate_severity,
    calibrate_yardstick,
    nations,
)


@task()
def calibrate(kind: str, framework: int, use: str, of_invented: bool, seed: int) -> str:
    """Work out one kind of figure of a nation; answers the stored row's uuid, or nothing."""
    run = {
        Calibration.Kind.AGREEMENT: calibrate_agreement,
        Calibration.Kind.SEVERITY: calibrate_severity,
        Calibration.Kind.YARDSTICK: calibrate_yardstick,
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
    wanted = [
        (kind, *nation)
        for nation in nations()
        for kind in (Calibration.Kind.AGREEMENT, Calibration.Kind.SEVERITY)
    ]
    wanted += [
        (Calibration.Kind.YARDSTICK, framework, "", is_synthetic)
        for framework, is_synthetic in banks()
    ]
    for kind, framework, use, of_invented in wanted:
        calibrate.enqueue(str(kind), framework, use, of_invented, seed)
    return len(wanted)
