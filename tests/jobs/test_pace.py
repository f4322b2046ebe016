"""How long jobs take, by what is known of their like; and the numbers behind a picture as a table."""

from __future__ import annotations

from typing import Any

import pytest

from builder.jobs.job import Job
from builder.jobs.pace import Pace, Running
from builder.jobs.store import Store
from builder.jobs.tables import as_csv, rows_of


def train(latent: int, seed: int = 0, model: str = "vae") -> Job:
    need = {"model": model, "config": {"latent": latent}, "training": {}, "seed": seed}
    return Job(f"train {model}", {"kind": "train", "need": need})


def draw(*needs: Job) -> Job:
    names = {str(number): need for number, need in enumerate(needs)}
    return Job("draw", {"kind": "draw", "recipe": "map", "params": {}, "needs": [need.key for need in needs]}, names)


@pytest.fixture
def pace(tmp_path: Any) -> Pace:
    """Nothing is recorded."""
    return Pace(Store(tmp_path))


def test_the_nearest_relation_tells_the_time(pace: Pace) -> None:
    assert pace.seconds(train(2)) is None
    pace.finished(train(2, model="classifier"), 3)
    assert pace.seconds(train(2)) == 3
    pace.finished(train(2), 10)
    pace.finished(train(16), 20)
    assert pace.seconds(train(2, seed=7)) == 10
    assert pace.seconds(train(64)) == 15


def test_a_running_job_tells_of_its_like(pace: Pace) -> None:
    running = Running(train(2), 4.0, 0.25)
    assert pace.seconds(train(16), [running]) == 16
    assert pace.left([train(16)], [running], hands=1) == 12 + 16
    assert pace.left([train(16)], [running], hands=2) == 16
    assert pace.left([train(16)], [Running(train(2), 0.1, 0.0)], hands=2) is None


def test_jobs_wait_for_those_that_they_need(pace: Pace) -> None:
    for latent, seconds in ((2, 10), (16, 20)):
        pace.finished(train(latent), seconds)
    pace.finished(draw(), 3)
    models = [train(2), train(16), train(2, seed=1)]
    assert pace.left([draw(*models), *models], (), hands=1) == 43
    assert pace.left([draw(*models), *models], (), hands=2) == 23
    assert pace.left([], (), hands=2) == 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([{"a": 1, "b": {"c": 2}}], "a,b.c\r\n1,2\r\n"),
        ({"a": [1, 2], "b": [3, [4]]}, "a,b,b.0\r\n1,3,\r\n2,,4\r\n"),
        ({"a": [1, 2], "b": [[3, 4], [5, 6]]}, "a,b.0,b.1\r\n1,3,4\r\n2,5,6\r\n"),
        ({"ae": [{"x": 1}], "vae": [{"x": 2}, {"y": 3}]}, "series,x,y\r\nae,1,\r\nvae,2,\r\nvae,,3\r\n"),
        ({"ae": {"Coat": 1}, "vae": {"Coat": 2}}, "series,Coat\r\nae,1\r\nvae,2\r\n"),
        ({"p": {"ae": [{"x": 1}], "vae": [{"x": 2}]}, "q": [{"x": 3}]}, "series,x\r\np/ae,1\r\np/vae,2\r\nq,3\r\n"),
        ({"slope": 1.5}, "slope\r\n1.5\r\n"),
        ([0.5, 1], "value\r\n0.5\r\n1\r\n"),
        ({"widget": "map", "models": [{"id": "ae"}]}, None),
        ({}, None),
        ([], None),
        (7, None),
    ],
)
def test_data_as_a_table(data: Any, expected: str | None) -> None:
    rows = rows_of(data)
    assert (as_csv(rows) if rows else None) == expected
