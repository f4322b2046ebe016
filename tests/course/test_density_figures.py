"""The figures of the first lesson: boundary and density from the same points, tables, histograms, draws and copies."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal
from torch import nn

from builder.jobs.recipes import Context, Data
from figures import data
from figures.by_class import ByClass, fit
from figures.data import Array, Images, Split
from figures.measures.classified import Classifier
from figures.recipes import backwards, boundary_density, class_draws, factor_histogram, image_table, known_factor
from figures.recipes.boundary_density import DECAY, Fits, fitted, lattice


@pytest.fixture(scope="module")
def fits() -> Fits:
    return fitted(40, 17)


@pytest.fixture(scope="module")
def few() -> Images:
    whole = data.load(Data("garments"))
    train, test = whole.train, whole.test
    return Images(first(train, 1500), first(test, 400), whole.classes, "few")


def first(split: Split, count: int) -> Split:
    factors = {name: values[:count] for name, values in split.factors.items()}
    return Split(split.images[:count], split.labels[:count], factors)


# ---- boundary and density


def test_widget_shading_line_and_draws_come_from_one_fit(fits: Fits) -> None:
    shown = boundary_density.widget(fits, 17)
    again = fit(fits.points, fits.labels)
    assert np.allclose(np.ravel(shown["density"]), again.density(lattice()), rtol=1e-3)
    curve = again.joint(np.array(shown["implied"]))
    assert np.abs(curve[:, 0] - curve[:, 1]).max() < 0.05
    assert np.array_equal(shown["draws"], np.round(again.draw(200, np.random.default_rng(17)), 3))
    weights, bias = shown["boundary"]["weights"], shown["boundary"]["bias"]
    assert np.allclose(fits.line.along(9) @ weights + bias, 0, atol=1e-3)


def test_the_two_sides_of_the_dotted_line_are_those_that_the_shading_names(fits: Fits) -> None:
    places = np.array(boundary_density.implied(fits.density))
    step = places[1:] - places[:-1]
    aside = 0.1 * np.column_stack([-step[:, 1], step[:, 0]]) / np.linalg.norm(step, axis=1)[:, None]
    left, right = fits.density.classes(places[1:] + aside), fits.density.classes(places[1:] - aside)
    assert (left != right).all() and len(set(left)) == 1


def test_the_boundary_is_the_best_penalised_line(fits: Fits) -> None:
    wrong = fits.labels - fits.line.orange(fits.points)
    assert np.allclose(fits.points.T @ wrong, DECAY * fits.line.weights, atol=1e-8)
    assert wrong.sum() == pytest.approx(0, abs=1e-8)


def test_a_boundary_exists_where_a_line_parts_the_classes_without_mistake() -> None:
    points = np.array([[-2.0, 0], [-1.5, 1], [1.5, 0], [2, 1]])
    line = boundary_density.logistic(points, np.array([0, 0, 1, 1]))
    assert np.array_equal(line.classes(points), [0, 0, 1, 1]) and np.abs(line.weights).max() < 10


# ---- a Gaussian for each class


def test_density_and_bayes_rule_agree_with_scipy() -> None:
    random = np.random.default_rng(0)
    rows, labels = random.normal(size=(300, 3)), random.integers(0, 2, 300)
    rows[labels == 1] += 1.5
    known = fit(rows, labels)
    parts = [s * multivariate_normal(m, c).pdf(rows) for s, m, c in known._parts()]
    assert np.allclose(known.density(rows), sum(parts))
    assert np.allclose(known.shares_at(rows)[:, 1], parts[1] / sum(parts))
    assert known.numbers == 2 * (3 + 6) + 1


def test_draws_have_the_shares_means_and_spread_of_the_density() -> None:
    known = ByClass(np.array([0.3, 0.7]), np.array([[-9.0, 0], [9, 2]]), np.array([np.eye(2), [[2.0, 0.9], [0.9, 1]]]))
    rows = known.draw(20_000, np.random.default_rng(1))
    right = rows[rows[:, 0] > 0]
    assert len(right) / len(rows) == pytest.approx(0.7, abs=0.02)
    assert np.allclose(right.mean(axis=0), [9, 2], atol=0.05)
    assert np.allclose(np.cov(right.T), known.covariances[1], atol=0.08)


# ---- histograms


def test_draws_from_a_histogram_keep_to_its_bins() -> None:
    counts, edges = np.array([1, 0, 3]), np.array([0.0, 1.0, 2.0, 4.0])
    drawn = factor_histogram.from_bins(counts, edges, 4000, np.random.default_rng(0))
    assert not ((drawn > 1) & (drawn < 2)).any() and drawn.min() >= 0 and drawn.max() <= 4
    assert (drawn < 1).mean() == pytest.approx(0.25, abs=0.03)
    assert drawn[drawn > 2].mean() == pytest.approx(3, abs=0.05)


def test_thirds_add_up_and_begin_where_they_should() -> None:
    found = factor_histogram.thirds(np.array([0.0, 1, 2, 4, 8, 9]))
    assert (found["middle_from"], found["long_from"], found["longest"]) == (3, 6, 9)
    assert [found[f"{name}_share"] for name in factor_histogram.PARTS] == pytest.approx([1 / 2, 1 / 6, 1 / 3])
    assert found["to_middle"] == pytest.approx(2 / 3)


def test_features_drawn_one_by_one_keep_their_histograms_and_lose_their_pairs(few: Images) -> None:
    tops = known_factor.measured(few)
    drawn = known_factor.alone(tops.train, 5000, np.random.default_rng(0))
    for k in range(2):
        assert np.quantile(drawn[:, k], 0.5) == pytest.approx(np.quantile(tops.train[:, k], 0.5), rel=0.05)
    assert tops.far(drawn) > 5 * tops.far(tops.test)
    assert tops.far(tops.train) == 0


def test_features_drawn_together_stay_nearer_to_garments(few: Images) -> None:
    tops = known_factor.measured(few)
    random = np.random.default_rng(0)
    together = known_factor.together(tops.train, tops.labels, 3000, random)
    assert tops.far(together) < 0.7 * tops.far(known_factor.alone(tops.train, 3000, random))


# ---- tables


def test_a_table_of_pixels_is_as_large_as_said() -> None:
    assert [image_table.size(k) for k in (1, 2, 3, 6)] == ["2 kB", "524 kB", "134 MB", "2.3 PB"]
    assert image_table.cell_count(2) == "65,536" and "10^{14}" in image_table.cell_count(6)
    assert image_table.cell_count(784) == "$10^{1888}$"


def test_cells_tell_every_combination_of_greys_apart() -> None:
    rows = np.array([[0, 7, 255], [7, 0, 255], [0, 7, 254]], np.uint8)
    assert len(set(image_table.cells(rows, np.array([0, 1, 2])))) == 3
    assert image_table.cells(rows, np.array([0, 1]))[2] == 7


def test_a_table_has_met_what_it_was_filled_with_and_forgets_as_it_grows(few: Images) -> None:
    params = image_table.Params(most=4, choices=5)
    own = Images(few.train, Split(few.train.images[:300], few.train.labels[:300]), few.classes, "own")
    assert image_table.found(own, params, 0) == [1.0] * 4
    met = image_table.found(few, params, 0)
    assert met == sorted(met, reverse=True) and met[0] > 0.9 and met[-1] < 0.3
    assert image_table.seen_again(own) == 1 and image_table.seen_again(few) == 0


# ---- draws and copies


def test_the_test_for_copies_finds_moved_ones_that_pixels_miss(few: Images) -> None:
    memory = class_draws.Memory(few)
    moved = np.roll(few.train.images[:60], 1, axis=2)
    assert memory.apart(moved).max() < 0.01
    assert np.array_equal(few.train.images[memory.nearest(moved)[1]], few.train.images[:60])
    assert class_draws.plain_distance(few, 0) > 0.9
    assert np.median(memory.apart(few.test.images[:250])) == pytest.approx(1)


def test_a_density_that_hands_out_copies_would_be_found(few: Images) -> None:
    cheat = class_draws.sets(few, few.train.images[300:600], 0)
    apart = {name: class_draws.Memory(few).apart(pictures[:80]) for name, pictures in cheat.items()}
    near = class_draws.nearness(apart)
    assert near["drawn_median"] < 0.01 and near["drawn_near"] == 1
    assert near["unseen_near"] < 0.05


def test_images_drawn_together_vary_as_real_ones_and_pixels_drawn_alone_keep_only_their_means(few: Images) -> None:
    model = class_draws.density(few, 12)
    drawn = model.draw(400, np.random.default_rng(0))
    assert drawn.shape == (400, 28, 28) and drawn.min() >= 0 and drawn.max() <= 1
    assert 0.6 < class_draws.variety(drawn) / class_draws.variety(few.test.images) < 1.2
    assert (model.classes(few.test.images) == few.test.labels).mean() > 0.7
    single = class_draws.by_pixel(few, 400, np.random.default_rng(0))
    assert np.abs(single.mean(axis=0) - few.train.images.mean(axis=0)).max() < 0.15


# ---- a classifier run backwards


class Linear(nn.Module):
    """Ten classes of pictures, told apart by one layer of fixed random weights."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(784, 10)
        weights = np.random.default_rng(0).normal(size=(10, 784)) / 10
        self.layer.weight.data, self.layer.bias.data = torch.tensor(weights, dtype=torch.float32), torch.zeros(10)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.layer(pictures.flatten(1))


@pytest.mark.parametrize("start", backwards.STARTS)
def test_climbing_ends_where_the_classifier_is_sure_of_the_label(start: str) -> None:
    model = Classifier(Linear())
    found = backwards.climb(model, start, 0)
    wanted = np.arange(10).repeat(backwards.EACH)
    assert found.pictures.shape == (len(wanted), 28, 28) and found.sure.min() > 0.99
    assert np.array_equal(model.probabilities(found.pictures).argmax(axis=1), wanted)
    assert np.array_equal(backwards.climb(model, start, 0).pictures, found.pictures)


def test_real_garments_of_a_label_are_shown_by_their_least_alike(few: Images) -> None:
    flat = np.stack([np.full((2, 2), value) for value in (0.1, 0.9, 0.3, 0.2)])
    assert sorted(pair_means(backwards.unlike(flat))) == pytest.approx([0.1, 0.9])


def pair_means(pictures: Array) -> list[float]:
    return [float(picture.mean()) for picture in pictures]


def test_the_same_points_give_the_same_figure() -> None:
    context = Context({}, Data("garments"), 17)
    params = boundary_density.Params(replicas=2)
    assert boundary_density.draw(params, context) == boundary_density.draw(params, context)
