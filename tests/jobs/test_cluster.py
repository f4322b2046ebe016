"""The same jobs on a Dask cluster: the same bytes, and nothing lost when a worker is."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from builder.jobs.faults import MachineFault
from builder.jobs.making import Making
from builder.jobs.store import Store
from tests.jobs.conftest import Heard, Workshop, codes, wait_for

pytest.importorskip("distributed")

DASK = Making(dask=True)

HALT = """\
    import os, time, pathlib
    here = pathlib.Path(PLACE)
    if need.config['width'] == 2 and not (here / 'pid').exists():
        (here / 'child').write_text(str(os.getpid()))
        (here / 'pid').write_text(str(os.getppid()))
        time.sleep(600)
    print('by', os.getppid())
    report("""


def contents(store: Store) -> dict[str, bytes]:
    """Every file of every entry but the records, which hold seconds."""
    return {
        str(path.relative_to(store.folder)): path.read_bytes()
        for path in sorted(store.folder.glob("??/**/*"))
        if path.is_file() and path.name != "job.json"
    }


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course with three models and two kinds of figures."""
    for width in (1, 2, 3):
        workshop.figure(f"rise-{width}", "curve", params={"width": width}, seed=5)
    workshop.figure("spot", "dot")
    return workshop


def test_a_cluster_gives_the_same_bytes(course: Workshop, tmp_path: Path) -> None:
    course.edit("figures/training.py", "    report(", "    print('epoch 1')\n    report(")
    heard = Heard()
    spread = course.make(how=DASK, progress=heard)
    assert (len(spread.figures), codes(spread)) == (4, [])
    assert "half way" in heard.lines
    there = contents(course.store)
    course.cache = tmp_path / "local"
    course.make()
    assert there == contents(course.store)


def test_faults_of_the_course_are_told_as_ever(course: Workshop) -> None:
    course.edit("figures/training.py", "    report(", "    if need.config['width'] == 2: raise ValueError('no such colour')\n    report(")
    made = course.make(how=DASK)
    assert made.figures.keys() == {"rise-1", "rise-3", "spot"}
    (fault,) = made.diagnostics
    assert (fault.code, fault.place) == ("FIG003", "figures.rise-2")
    assert "ValueError: no such colour" in fault.message


@pytest.mark.parametrize("victim", ["pid", "child"])
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills a process")
def test_a_worker_that_is_killed_in_mid_job_loses_nothing(course: Workshop, victim: str) -> None:
    """First the cluster's worker is killed, then only the process beside it that trains."""
    here = course.root.parent
    course.edit("figures/training.py", "    report(", HALT.replace("PLACE", repr(str(here))))

    def kill() -> None:
        wait_for(here / "pid")
        os.kill(wait_for(here / victim), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    made = course.make(how=DASK)
    killer.join()
    assert [fault.message for fault in made.diagnostics] == []
    assert len(made.figures) == 4


def test_a_scheduler_that_is_not_there_is_said_so(course: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.jobs.cluster._PATIENCE", 0.5)
    with pytest.raises(MachineFault, match=r"tcp://127\.0\.0\.1:1 cannot be reached"):
        course.make(how=Making(dask=True, scheduler="tcp://127.0.0.1:1"))


def test_a_running_cluster_serves_one_build_after_another(course: Workshop) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None) as cluster:
        how = Making(dask=True, scheduler=cluster.scheduler_address)
        assert codes(course.make(how=how)) == []
        course.edit("figures/style.py", "red", "blue")
        figure = course.make(how=how).figures["rise-1"]
    assert "blue" in (figure.folder / figure.light).read_text()
