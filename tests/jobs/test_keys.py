"""Keys: what they are made of, and how two are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.jobs.keys import differences, distribution, key_of, versions
from builder.jobs.sources import Sources, read_sources

FILES = {
    "figures/__init__.py": "",
    "figures/style.py": "import matplotlib.pyplot as plt\n",
    "figures/tables.py": "def load():\n    return open('palette.json')\n",
    "figures/palette.json": "[]",
    "figures/ring.py": "from figures import chain\n",
    "figures/chain.py": "import figures.ring\n",
    "figures/models/__init__.py": "",
    "figures/models/vae.py": "import torch\nfrom . import layers\n",
    "figures/models/layers.py": "import math\nfrom numpy import array\n",
    "figures/recipes/absolute.py": "from figures.models import vae\n",
    "figures/recipes/relative.py": "from ..models.vae import *\n",
    "figures/recipes/inside.py": "def draw():\n    from figures import style\n",
    "figures/recipes/named.py": "import importlib\nstyle = importlib.import_module('figures.style')\n",
    "figures/recipes/circle.py": "import figures.ring\n",
    "figures/recipes/reads.py": "from figures.tables import load\n",
    "figures/recipes/broken.py": "def draw(:\n",
    "figures/recipes/all_models.py": "from figures.models import *\n",
    "figures/recipes/packed/__init__.py": "from .inner import draw\n",
    "figures/recipes/packed/inner.py": "from PIL import Image\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course's root with the files above."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.fixture
def sources(root: Path) -> Sources:
    """The sources of that course."""
    return read_sources(root, root / "imports.json")


VAE = {"__init__", "models/__init__", "models/vae", "models/layers"}


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        ("absolute", VAE),
        ("relative", VAE),
        ("all_models", VAE),
        ("inside", {"__init__", "style"}),
        ("named", {"__init__", "style"}),
        ("circle", {"__init__", "ring", "chain"}),
        ("reads", {"__init__", "tables", "palette.json"}),
        ("broken", {"__init__"}),
        ("packed", {"__init__", "recipes/packed/inner"}),
    ],
)
def test_the_closure_of_a_recipe(sources: Sources, recipe: str, expected: set[str]) -> None:
    found = set(sources.closure([f"figures.recipes.{recipe}"]))
    own = sources.module_file(f"figures.recipes.{recipe}")
    assert found - {own} == {f"figures/{name}" if "." in name else f"figures/{name}.py" for name in expected}


@pytest.mark.parametrize(
    ("recipe", "packages"),
    [("absolute", ["numpy", "torch"]), ("inside", ["matplotlib"]), ("packed", ["PIL"]), ("circle", [])],
)
def test_the_packages_that_a_closure_imports(sources: Sources, recipe: str, packages: list[str]) -> None:
    assert sources.packages(sources.closure([f"figures.recipes.{recipe}"])) == packages


def test_recipes_are_files_and_folders(sources: Sources) -> None:
    assert {"packed", "inside"} <= set(sources.modules("figures.recipes"))
    assert "__init__" not in sources.modules("figures.recipes")


def test_known_imports_are_not_read_again(root: Path, sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(code: bytes) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr("builder.jobs.sources.read_imports", refuse)
    again = read_sources(root, root / "imports.json")
    for recipe in again.modules("figures.recipes"):
        assert again.closure([f"figures.recipes.{recipe}"]) == sources.closure([f"figures.recipes.{recipe}"])


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}'])
def test_a_damaged_memory_of_imports_is_made_anew(root: Path, sources: Sources, content: bytes) -> None:
    (root / "imports.json").write_bytes(content)
    assert read_sources(root, root / "imports.json") == sources


def test_keys_do_not_depend_on_order() -> None:
    assert key_of({"a": 1, "b": {"c": 2, "d": 3}}) == key_of({"b": {"d": 3, "c": 2}, "a": 1})
    assert key_of({"a": 1}) != key_of({"a": 1.5})


def test_versions_leave_out_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: {"made_up_torch": "2.13.0+cpu"}[name])
    assert versions(["made_up_torch"]) == {"made_up_torch": "2.13.0"}


def test_a_package_may_be_installed_under_another_name() -> None:
    assert (distribution("PIL"), distribution("numpy")) == ("pillow", "numpy")


def test_a_missing_package_has_no_version() -> None:
    assert versions(["no_such_package_anywhere"]) == {"no_such_package_anywhere": None}


def test_differences_in_words() -> None:
    before = {
        "params": {"latent": 2, "grid": 8},
        "code": {"figures/style.py": "1", "figures/old.py": "1"},
        "versions": {"torch": "2.12.0"},
        "data": {"name": "garments", "files": {"a.bin": "1"}},
    }
    after = {
        "params": {"latent": 3, "beta": 4.0},
        "code": {"figures/style.py": "2", "figures/new.py": "1"},
        "versions": {"torch": "2.13.0"},
        "data": {"name": "garments", "files": {"a.bin": "2"}},
    }
    assert differences(before, after) == [
        "figures/new.py is new",
        "figures/old.py is gone",
        "figures/style.py changed",
        "the data file a.bin changed",
        "params.beta is new: 4.0",
        "params.grid is gone: it was 8",
        "params.latent changed from 2 to 3",
        'the version of torch changed from "2.12.0" to "2.13.0"',
    ]
    assert differences(after, after) == []
