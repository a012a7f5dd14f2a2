"""The bench counts the steps of the line by name: one that was renamed is noticed here, not in the middle of a run."""

from importlib import import_module

from entrepot.project.bench import runner


def test_every_step_that_the_bench_counts_is_there(db: object) -> None:
    absent = [
        f"{package}.{place}.{name}"
        for package, place, name, _ in (*runner.WATCHED, *runner.WATCHED_IMPORT)
        if not callable(getattr(import_module(f"{package}.{place}"), name, None))
    ]
    assert absent == []
