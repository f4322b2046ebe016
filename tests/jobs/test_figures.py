"""Whole runs: what is made, what is kept, and what a change changes."""

from __future__ import annotations

import json
import os
import py_compile
import subprocess
import sys

import pytest

from builder.jobs.figures import why
from tests.jobs.conftest import Heard, Workshop, codes


def labels(heard: Heard) -> set[str]:
    """The trainings and drawings that ran, by their first two words."""
    return {" ".join(job.split()[:2]) for job in heard.ran if not job.startswith("plan")}


def rebuilt(workshop: Workshop) -> set[str]:
    """Builds and says what ran."""
    heard = Heard()
    workshop.make(progress=heard)
    return labels(heard)


@pytest.fixture
def two(workshop: Workshop) -> Workshop:
    """A course with a curve and a dot, built once."""
    workshop.figure("rise", "curve", params={"width": 2}, seed=5)
    workshop.figure("spot", "dot", params={"radius": 2})
    workshop.make()
    return workshop


def test_a_figure_is_planned_trained_and_drawn(workshop: Workshop) -> None:
    workshop.figure("rise", "curve", params={"width": 2}, seed=5, alt="A line that rises.")
    made = workshop.make()
    assert made.diagnostics == ()
    figure = made.figures["rise"]
    slope = figure.metrics["slope"]
    assert 3 < slope < 4
    assert (figure.format, figure.width, figure.height, figure.alt) == ("svg", 320, 200, "A line that rises.")
    assert (figure.folder / figure.light).read_text() == f"<svg><!-- red {slope} --></svg>"
    assert (figure.folder / figure.dark).read_text() == f"<SVG><!-- red {slope} --></SVG>"
    assert json.loads((figure.folder / str(figure.data)).read_text()) == {"slope": slope}
    assert (figure.folder / figure.files["atlas.bin"]).read_bytes() == bytes(3)


def test_provenance_names_recipe_parameters_and_trained_models(workshop: Workshop) -> None:
    workshop.figure("rise", "curve", params={"width": 2}, seed=5)
    provenance = workshop.make().figures["rise"].provenance
    assert (provenance.recipe, provenance.seed, provenance.data) == ("curve", 5, None)
    assert provenance.params == {"width": 2, "steps": 3}
    (model,) = provenance.models
    assert (model.name, model.model, model.config, model.training, model.seed) == ("line", "line", {"width": 2}, {"steps": 3}, 5)
    assert model.facts.keys() == {"loss"}
    assert "python" in model.versions


def test_data_are_named_and_described_by_the_course(workshop: Workshop) -> None:
    workshop.write("figures/data.py", 'def describe(data):\n    return f"{data.name} in {data.folder.name}"\n')
    workshop.edit("figures/training.py", "import random\n", "import random\nfrom figures import data as sets\n")
    workshop.write("curriculum/course.yaml", (workshop.root / "curriculum/course.yaml").read_text() + "data: {name: dots, folder: sets}\n")
    workshop.write("sets/dots.csv", "1,2\n")
    workshop.figure("rise", "curve")
    provenance = workshop.make().figures["rise"].provenance
    assert (provenance.data, provenance.description) == ("dots", "dots in sets")
    workshop.write("sets/dots.csv", "1,3\n")
    assert rebuilt(workshop) == {"train line", "draw rise"}
    workshop.write("sets/.hidden", "")
    assert rebuilt(workshop) == set()


def test_equal_needs_share_one_training(workshop: Workshop) -> None:
    for name in ("one", "two", "three"):
        workshop.figure(name, "curve", alt=f"Figure {name}.")
    workshop.figure("other", "curve", params={"width": 7})
    made = workshop.make()
    assert len(made.figures) == 4
    assert workshop.count(workshop.trainings) == 2


def test_nothing_of_the_course_runs_when_nothing_changed(two: Workshop) -> None:
    before = workshop_state(two)
    assert rebuilt(two) == set()
    assert workshop_state(two) == before


def workshop_state(workshop: Workshop) -> tuple[int, int, str]:
    """How often the recipe was imported and a model trained, and what stands in the store."""
    files = sorted(str(path) for path in workshop.store.folder.rglob("*"))
    return workshop.count(workshop.imports), workshop.count(workshop.trainings), "\n".join(files)


def test_a_kept_build_starts_no_process(two: Workshop) -> None:
    script = (
        "import sys; from pathlib import Path; from builder.loading import load; from builder.jobs.store import Store\n"
        "from builder.jobs.figures import make_figures\n"
        "made = make_figures(load(Path(sys.argv[1]))[0], Store(Path(sys.argv[2])))\n"
        "print(sorted(made.figures), [name for name in ('builder.jobs.runner', 'torch', 'figures') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, two.root, two.store.folder], capture_output=True, text=True, check=True)
    assert done.stdout == "['rise', 'spot'] []\n"


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        ("figures/style.py", "red", "blue", {"draw rise"}),
        ("figures/models/line.py", "1.5", "2.5", {"train line", "draw rise"}),
        ("figures/training.py", "half way", "half", {"train line", "draw rise"}),
        ("figures/recipes/dot.py", "A dot.", "A round dot.", {"draw spot"}),
        ("figures/figures.yaml", '"width": 2', '"width": 3', {"train line", "draw rise"}),
        ("figures/figures.yaml", '"seed": 5', '"seed": 6', {"train line", "draw rise"}),
        ("figures/figures.yaml", "A figure.", "Another caption.", set()),
        ("figures/figures.yaml", '"radius": 2', '"radius": 2.0', set()),
        ("figures/figures.yaml", '"recipe": "dot"', '"recipe": "dot", "alt": "Ink.", "claims": []', set()),
    ],
)
def test_a_change_remakes_what_depends_on_it(two: Workshop, path: str, before: str, after: str, expected: set[str]) -> None:
    two.edit(path, before, after)
    assert rebuilt(two) == expected


def test_only_the_wanted_figures_are_made(workshop: Workshop) -> None:
    workshop.figure("rise", "curve")
    workshop.figure("spot", "dot")
    assert workshop.make(ids=["spot"]).figures.keys() == {"spot"}
    assert workshop.count(workshop.trainings) == 0
    with pytest.raises(LookupError, match=r"no figure `spit`\. Did you mean `spot`\?"):
        workshop.make(ids=["spit"])


def test_a_figure_is_the_same_bytes_in_every_store(two: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = two.make().figures
    two.cache = tmp_path_factory.mktemp("store")
    fresh = two.make().figures
    for name, figure in kept.items():
        assert figure.folder != fresh[name].folder
        for file in ("light.svg", "dark.svg"):
            assert (figure.folder / file).read_bytes() == (fresh[name].folder / file).read_bytes()
        assert figure.metrics == fresh[name].metrics


def test_why_tells_what_changed_in_words(two: Workshop) -> None:
    def reasons() -> list[str]:
        return why(two.course(), two.store, "rise")

    assert reasons() == ["It is up to date."]
    two.edit("figures/figures.yaml", '"width": 2', '"width": 3')
    two.edit("figures/style.py", "red", "blue")
    expected = ["figures/style.py changed", "params.width changed from 2 to 3", "need.config.width changed from 2 to 3"]
    assert reasons() == [f"It will be made anew: {change}." for change in expected]
    two.make()
    assert reasons() == ["It is up to date.", *(f"When it was last made anew, {change}." for change in expected)]
    two.figure("new", "dot")
    assert why(two.course(), two.store, "new") == ["It was never made."]
    two.figure("odd", "dog")
    assert why(two.course(), two.store, "odd")[0].startswith("It cannot be made: There is no recipe `dog`")


def test_an_unknown_recipe_stands_at_its_line(workshop: Workshop) -> None:
    workshop.figure("spot", "dots")
    (fault,) = workshop.make().diagnostics
    assert (fault.code, str(fault.span), fault.place) == ("FIG001", "figures/figures.yaml:4:14", "figures.spot.recipe")
    assert fault.help == "Did you mean `dot`?"


def test_refused_parameters_stand_at_their_lines(workshop: Workshop) -> None:
    workshop.figure("spot", "dot", params={"radios": 1, "radius": "wide"})
    faults = workshop.make().diagnostics
    assert [(fault.code, fault.place) for fault in faults] == [
        ("FIG002", "figures.spot.params.radius"), ("FIG002", "figures.spot.params.radios"),
    ]
    assert faults[1].help == "Did you mean `radius`?"
    assert "`params.radius`" in faults[0].message and "valid number" in faults[0].message


def test_a_missing_parameter_stands_at_the_parameters(workshop: Workshop) -> None:
    workshop.edit("figures/recipes/dot.py", "radius: float = 1.0", "radius: float")
    workshop.figure("spot", "dot")
    (fault,) = workshop.make().diagnostics
    assert (fault.code, fault.help) == ("FIG002", "Give the parameter `radius`.")


def test_refusals_are_kept_like_plans(workshop: Workshop) -> None:
    workshop.figure("rise", "curve", params={"depth": 1})
    assert codes(workshop.make()) == ["FIG002"]
    imported = workshop.count(workshop.imports)
    assert codes(workshop.make()) == ["FIG002"]
    assert workshop.count(workshop.imports) == imported


def test_code_that_does_not_import_is_one_fault_at_its_line(workshop: Workshop) -> None:
    workshop.write("figures/style.py", "GREEN = 1\nCOLOUR = reed\n")
    workshop.figure("rise", "curve")
    workshop.figure("fall", "curve", seed=2)
    workshop.figure("spot", "dot")
    made = workshop.make()
    assert made.figures.keys() == {"spot"}
    (fault,) = made.diagnostics
    assert (fault.code, str(fault.span)) == ("FIG007", "figures/style.py:2:1")
    assert "figures/recipes/curve.py does not import: NameError: name 'reed' is not defined" in fault.message
    assert "`fall`, `rise`" in fault.message


def test_a_syntax_error_stands_at_its_column(workshop: Workshop) -> None:
    workshop.edit("figures/recipes/dot.py", "radius: float = 1.0", "radius: float = = 1.0")
    workshop.figure("spot", "dot")
    (fault,) = workshop.make().diagnostics
    assert (fault.code, str(fault.span)) == ("FIG007", "figures/recipes/dot.py:5:21")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("from builder", "import torch_of_tomorrow\nfrom builder", 'pip install "coursewright[figures]"'),
        ("from builder", "import figures.stile\nfrom builder", "Write figures/stile.py"),
        ("def draw", "def paint", "has no function `draw`"),
        ("class Params(Base)", "Params = int\n\n\nclass Parameters(Base)", "has no class `Params`"),
    ],
)
def test_what_a_recipe_lacks_is_said(workshop: Workshop, before: str, after: str, words: str) -> None:
    workshop.edit("figures/recipes/dot.py", before, after)
    workshop.figure("spot", "dot")
    (fault,) = workshop.make().diagnostics
    assert fault.code == "FIG007"
    assert words in fault.message + fault.help


def test_a_course_without_recipes_is_one_fault(workshop: Workshop) -> None:
    for recipe in ("curve", "dot"):
        (workshop.root / f"figures/recipes/{recipe}.py").unlink()
    workshop.figure("rise", "curve")
    workshop.figure("spot", "dot")
    assert codes(workshop.make()) == ["FIG007"]


def test_a_course_without_figures_needs_no_store(workshop: Workshop) -> None:
    assert workshop.make().figures == {}
    assert not workshop.store.folder.exists()


def test_an_unknown_model_is_a_fault_of_the_figure(workshop: Workshop) -> None:
    workshop.edit("figures/recipes/curve.py", 'Need("line"', 'Need("lime"')
    workshop.figure("rise", "curve")
    (fault,) = workshop.make().diagnostics
    assert (fault.code, fault.help) == ("FIG003", "Did you mean `line`?")


def test_a_claim_that_does_not_hold_stands_at_its_line(workshop: Workshop) -> None:
    workshop.figure("spot", "dot", claims=[
        {"text": "The dot is wide.", "metric": "radius", "above": 0.5},
        {"text": "The dot is wider.", "metric": "radius", "above": 1},
    ])
    made = workshop.make()
    assert made.figures.keys() == {"spot"}
    (fault,) = made.diagnostics
    assert (fault.code, fault.place) == ("FIG005", "figures.spot.claims[1]")
    assert "`radius` is 1, but has to be above 1" in fault.message


def test_a_compiled_file_never_stands_in_for_its_source(two: Workshop) -> None:
    """An edit that keeps size and second looks to Python's own cache as if nothing had changed."""
    style = two.root / "figures/style.py"
    py_compile.compile(str(style))
    before = style.stat()
    two.edit("figures/style.py", "red", "tan")
    os.utime(style, ns=(before.st_atime_ns, before.st_mtime_ns))
    figure = two.make().figures["rise"]
    assert "tan" in (figure.folder / figure.light).read_text()


def test_code_that_changes_during_the_build_is_not_run(workshop: Workshop) -> None:
    style = str(workshop.root / "figures/style.py")
    workshop.edit("figures/recipes/curve.py", "from figures.style", f"open({style!r}, 'a').write('#')\nfrom figures.style")
    workshop.figure("rise", "curve")
    (fault,) = workshop.make().diagnostics
    assert (fault.code, fault.help) == ("FIG007", "Build again.")
    assert "figures/style.py was changed while the build ran" in fault.message
