"""The measures: each is tried on pictures and codes whose answer is known before a figure trusts it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from sklearn.manifold import trustworthiness as of_sklearn

from builder.jobs.recipes import Data
from figures import data, samplers
from figures.data import Images
from figures.measures import classified, codes, interpolation, likelihood, neighbours, reconstruction, transform
from figures.measures.controls import controls, smears_of, trial
from figures.measures.edges import sharpness
from figures.measures.frechet import frechet, gaussian
from figures.measures.judge import Judge, judge
from figures.measures.overlap import overlap
from figures.models import classifier


@pytest.fixture(scope="module", params=["garments", "digits"])
def images(request: pytest.FixtureRequest) -> Images:
    whole = data.load(Data(request.param))
    train = data.Split(whole.train.images[:1200], whole.train.labels[:1200])
    return Images(train, data.Split(whole.test.images[:390], whole.test.labels[:390]), whole.classes, "few")


@pytest.fixture(scope="module")
def sorter(images: Images) -> classified.Classifier:
    """A classifier that saw the training images five times."""
    torch.set_num_threads(1)
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(0)
        net = classifier.Net(classifier.Config())
    pictures, labels = torch.from_numpy(images.train.images)[:, None], torch.from_numpy(images.train.labels)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
    for batch in torch.arange(1200).repeat(5).view(-1, 60):
        optimizer.zero_grad()
        net.cross_entropy(pictures[batch], labels[batch]).mean().backward()
        optimizer.step()
    return classified.Classifier(net.eval())


@pytest.fixture(scope="module")
def judges(images: Images, sorter: classified.Classifier) -> dict[str, Judge]:
    """A judge by edges and one by the classifier's features."""
    return {"edges": judge(images.train.images, 0), "classifier": judge(images.train.images, 0, sorter.features)}


def class_means(images: Images) -> np.ndarray:
    """For each test image the mean training image of its class, not quite the same each time."""
    means = reconstruction.class_means(images.train.images, images.train.labels, 10)[images.test.labels]
    return (means + np.random.default_rng(0).normal(0, 0.003, means.shape)).astype(np.float32)


@pytest.mark.parametrize("by", ["edges", "classifier"])
def test_the_distance_ranks_real_images_above_smears_above_noise(
    images: Images, judges: dict[str, Judge], by: str
) -> None:
    real, smear, noise = (v["distance"] for v in trial(judges[by].verdict, images.test.images, seed=1).values())
    assert 2 * real < smear < 0.7 * noise
    assert noise == pytest.approx(100, rel=0.05)


def test_by_edges_each_measure_of_overlap_ranks_them_too(images: Images, judges: dict[str, Judge]) -> None:
    both = [judges["edges"].overlap, lambda p: {"near": judges["edges"].verdict(p)["near"]}]
    for measure in both:
        real, smear, noise = trial(measure, images.test.images, seed=1).values()
        for name in real:
            assert real[name] > 0.6 and 0.7 * real[name] > smear[name] >= noise[name] and noise[name] < 0.02, name


def test_by_a_classifiers_features_recall_and_coverage_do_but_precision_lets_smears_pass(
    images: Images, judges: dict[str, Judge]
) -> None:
    real, smear, noise = trial(judges["classifier"].overlap, images.test.images, seed=1).values()
    for name in ("recall", "coverage"):
        assert real[name] > 1.4 * smear[name] and smear[name] >= noise[name] and noise[name] < 0.05, name
    assert smear["precision"] > 0.3 and smear["precision"] > 2 * smear["recall"]


def test_a_single_odd_image_does_not_make_the_pictures_around_it_look_near() -> None:
    random = np.random.default_rng(0)
    real = random.standard_normal((500, 2)).astype(np.float32)
    real[0] = [9, 0]
    drawn = (random.standard_normal((300, 2)) * 0.5 + [6, 0]).astype(np.float32)
    assert judge(real, 0, see=lambda rows: rows).verdict(drawn)["near"] < 0.02
    assert overlap(real, drawn).precision > 0.9, "as published, precision calls them good"


@pytest.mark.parametrize("by", ["edges", "classifier"])
def test_real_images_are_as_far_from_each_other_as_the_unit_says(
    images: Images, judges: dict[str, Judge], by: str
) -> None:
    real, smear, noise = (np.median(judges[by].apart(p)) for p in controls(images.test.images, 1).values())
    assert real == pytest.approx(1, abs=0.25)
    assert real < smear < noise
    assert judges[by].apart(images.train.images[:5]) == pytest.approx(0, abs=0.02)


def test_precision_and_density_alone_take_means_of_classes_for_real_images(
    images: Images, judges: dict[str, Judge]
) -> None:
    ruler = judges["edges"]
    real, means = ruler.overlap(images.test.images), ruler.overlap(class_means(images))
    assert means["precision"] > 0.9 * real["precision"] and means["density"] > real["density"]
    assert means["coverage"] < 0.25 * real["coverage"] and means["recall"] < 0.05
    assert ruler.verdict(class_means(images))["distance"] > 2 * ruler.verdict(images.test.images)["distance"]


def test_a_classifier_is_sure_of_smears_and_surest_of_means(images: Images, sorter: classified.Classifier) -> None:
    assert sorter.accuracy(images.test.images, images.test.labels) > 0.85
    found = {name: sorter.probabilities(p) for name, p in controls(images.test.images, 1).items()}
    assert classified.confidence(found["smear"]) > 0.75
    means = sorter.probabilities(class_means(images))
    assert classified.confidence(means) > classified.confidence(found["real"])
    assert classified.entropy(means) < classified.entropy(found["real"])


def test_confidence_and_entropy_of_known_answers() -> None:
    answers = np.array([[0.5, 0.5], [1.0, 0.0]])
    assert classified.confidence(answers) == 0.75
    assert classified.entropy(answers) == pytest.approx(0.5 * math.log(2))


def test_frechet_distance_of_known_gaussians() -> None:
    random = np.random.default_rng(0)
    a, b = random.normal(0, 1, (200_000, 1)), random.normal(3, 2, (200_000, 1))
    twice_a, twice_b = np.hstack([a, a[::-1]]), np.hstack([b, b[::-1]])
    assert frechet(gaussian(twice_a), twice_a) < 1e-3
    assert frechet(gaussian(twice_a), twice_b) == pytest.approx(math.sqrt(2 * (3**2 + (2 - 1) ** 2)), rel=0.02)


def test_overlap_tells_what_is_missing_from_what_is_wrong() -> None:
    random = np.random.default_rng(0)
    real = random.standard_normal((800, 4)).astype(np.float32)
    same = overlap(real, random.standard_normal((800, 4)).astype(np.float32))
    half = random.standard_normal((800, 4)).astype(np.float32)
    half[:, 0] = np.abs(half[:, 0])
    far = overlap(real, real + 20)
    assert same.density == pytest.approx(1, abs=0.1) and same.coverage == pytest.approx(0.97, abs=0.03)
    missing = overlap(real, half)
    assert missing.precision > 0.8 and missing.recall < 0.8 * same.recall and missing.coverage < 0.75 * same.coverage
    assert (far.precision, far.recall, far.density, far.coverage) == (0, 0, 0, 0)


def test_one_odd_image_widens_precision_more_than_density() -> None:
    random = np.random.default_rng(0)
    real = random.standard_normal((500, 2)).astype(np.float32)
    drawn = (random.standard_normal((500, 2)) * 0.5 + [7, 0]).astype(np.float32)
    odd = real.copy()
    odd[0] = [9, 0]
    before, after = overlap(real, drawn), overlap(odd, drawn)
    assert before.precision == 0 and after.precision > 0.95
    assert after.density < 0.25 and after.coverage < 0.01


def test_too_few_pictures_for_neighbourhoods() -> None:
    with pytest.raises(ValueError, match="5 pictures are too few"):
        overlap(np.eye(5), np.eye(9)[:, :5])


def test_neighbours_are_kept_by_a_turn_and_lost_at_random() -> None:
    random = np.random.default_rng(0)
    rows = random.standard_normal((300, 3))
    turned = rows @ np.linalg.qr(random.standard_normal((3, 3)))[0] * 5 + 1
    assert neighbours.kept(rows, turned) > 0.995
    assert neighbours.kept(rows, random.standard_normal((300, 3))) == pytest.approx(10 / 299, abs=0.015)


def test_trustworthiness_is_that_of_scikit_learn() -> None:
    rows = np.random.default_rng(0).standard_normal((150, 6))
    flat = rows[:, :2]
    assert neighbours.trustworthiness(rows, flat, 7) == pytest.approx(of_sklearn(rows, flat, n_neighbors=7), abs=1e-6)
    assert neighbours.trustworthiness(rows, rows * 3) == 1


def test_purity_of_apart_and_of_mixed_classes() -> None:
    random = np.random.default_rng(0)
    labels = np.repeat([0, 1], 200)
    rows = random.standard_normal((400, 2))
    assert neighbours.purity(rows, labels) == pytest.approx(0.5, abs=0.05)
    assert neighbours.purity(rows + 20 * labels[:, None], labels) == 1
    assert neighbours.purity_by_class(rows + 20 * labels[:, None], labels).tolist() == [1, 1]


def test_a_cross_fade_is_even_straight_and_a_mere_blend() -> None:
    a, b = np.random.default_rng(0).uniform(0, 1, (2, 5, 30)).astype(np.float32)
    lines = interpolation.between(a, b, 9)
    assert lines.shape == (5, 9, 30) and np.allclose(lines[:, 4], (a + b) / 2, atol=1e-6)
    assert interpolation.roughness(lines) == pytest.approx(0, abs=1e-5)
    assert interpolation.detour(lines) == pytest.approx(1, abs=1e-5)
    assert interpolation.mixing(lines) == pytest.approx(1, abs=1e-4)


def test_a_jump_is_rough_and_a_half_circle_is_a_detour_off_the_line() -> None:
    jump = np.array([[[0.0, 0], [0, 0], [0, 0], [1, 0], [1, 0]]])
    assert interpolation.roughness(jump) == pytest.approx(1 - 1 / 4)
    angle = np.linspace(0, np.pi, 181)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)[None]
    assert interpolation.detour(circle) == pytest.approx(np.pi / 2, rel=1e-3)
    assert interpolation.detour(np.zeros((1, 5, 2))) == 1
    assert interpolation.mixing(circle) == pytest.approx(1 - 2 / np.pi, abs=0.01)


def test_a_way_strays_as_far_as_its_inner_pictures_are_from_real_ones() -> None:
    real = np.array([[0.0, 0], [2, 0]])
    line = np.array([[[0.0, 0], [0.5, 0], [1, 0], [2, 3], [9, 9]]])
    assert interpolation.strays(line, real) == pytest.approx((0.5 + 1 + 3) / 3)


def test_active_units_are_those_whose_mean_moves() -> None:
    means = np.random.default_rng(0).standard_normal((1000, 4)) * [1, 0.2, 0.05, 0]
    assert codes.active_units(means) == 2


def test_draws_have_the_norm_that_their_dimension_gives_them() -> None:
    assert codes.typical_norm(1) == pytest.approx(math.sqrt(2 / math.pi))
    drawn = codes.norms(samplers.standard_normal(20_000, 16, 0))
    assert drawn.mean() == pytest.approx(codes.typical_norm(16), abs=0.02)
    assert codes.typical_norm(400) == pytest.approx(20, abs=0.02)


def test_spread_by_class() -> None:
    labels = np.repeat([0, 1], 5000)
    rows = np.random.default_rng(0).standard_normal((10_000, 2)) * np.where(labels, 3, 1)[:, None]
    assert codes.spread_by_class(rows, labels) == pytest.approx(np.array([1, 3]) / math.sqrt(5), abs=0.03)


class Linear:
    """A decoder whose log p(x) is known: x = W z + noise of variance v, with W's columns at right angles."""

    variance = 0.3

    def __init__(self) -> None:
        random = np.random.default_rng(0)
        self.w = np.linalg.qr(random.standard_normal((9, 2)))[0] * [2.0, 0.7]
        self.images = (random.standard_normal((6, 2)) @ self.w.T).reshape(6, 3, 3)

    def decode(self, z: np.ndarray) -> np.ndarray:
        return (z @ self.w.T).reshape(-1, 3, 3)

    def posterior(self, widen: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        precision = 1 + np.square(self.w).sum(axis=0) / self.variance
        means = self.images.reshape(6, 9) @ self.w / self.variance / precision
        return means, np.broadcast_to(widen / np.sqrt(precision), means.shape)

    def log_p(self) -> np.ndarray:
        covariance = self.w @ self.w.T + self.variance * np.eye(9)
        x = self.images.reshape(6, 9)
        fit = np.einsum("ni,ij,nj->n", x, np.linalg.inv(covariance), x)
        return -0.5 * (fit + np.linalg.slogdet(covariance)[1] + 9 * math.log(2 * math.pi))


def test_with_the_true_posterior_every_draw_gives_log_p() -> None:
    model = Linear()
    found = likelihood.log_likelihood(model.images, model.posterior(), model.decode, model.variance, draws=20)
    assert found.log_p == pytest.approx(model.log_p(), abs=1e-4)
    assert found.bound == pytest.approx(model.log_p(), abs=1e-4)
    assert found.error.max() < 1e-4 and found.effective == pytest.approx(20, rel=1e-3)


def test_with_another_posterior_the_estimate_is_near_and_the_bound_below() -> None:
    model = Linear()
    found = likelihood.log_likelihood(model.images, model.posterior(1.6), model.decode, model.variance, draws=4000)
    assert (np.abs(found.log_p - model.log_p()) < 4 * found.error).all() and found.error.max() < 0.05
    assert (found.bound < model.log_p() - 0.2).all()
    mean, error = found.mean()
    assert mean == pytest.approx(found.log_p.mean()) and error > 0


def test_cosines_of_lowest_frequency() -> None:
    images = data.garments().test.images[:20]
    assert transform.zigzag(4)[:6].tolist() == [0, 1, 4, 8, 5, 2]
    assert np.allclose(transform.redraw(images, 784), images, atol=1e-5)
    assert np.allclose(transform.redraw(images, 1), images.mean(axis=(1, 2), keepdims=True), atol=1e-5)
    lost = [reconstruction.errors(images, transform.redraw(images, k)).mean() for k in (2, 16, 64, 256)]
    assert lost == sorted(lost, reverse=True)
    with pytest.raises(ValueError, match="choose 1 to 784"):
        transform.redraw(images, 0)


def test_errors_by_class_and_what_stays_unexplained() -> None:
    images = np.zeros((4, 28, 28), np.float32)
    images[2:] = 1
    images[1, 0, 0] = images[3, 0, 0] = 0.5
    labels = np.array([0, 0, 1, 1])
    means = reconstruction.class_means(images, labels, 2)
    lost = reconstruction.errors(images, means[labels])
    assert lost == pytest.approx([0.0625] * 4)
    assert reconstruction.by_class(lost, labels, ("a", "b", "none")) == pytest.approx({"a": 0.0625, "b": 0.0625})
    assert reconstruction.unexplained(images, means[labels], labels, means) == pytest.approx([1, 1])
    assert reconstruction.unexplained(images, images, labels, means) == pytest.approx([0, 0])


def test_smears_lose_their_edges() -> None:
    images = data.garments().test.images[:50]
    assert sharpness(smears_of(images)) < 0.6 * sharpness(images)


def test_a_box_holds_its_codes_and_no_more() -> None:
    known = np.random.default_rng(0).standard_normal((500, 3)).astype(np.float32)
    drawn = samplers.bounding_box(known, 4000, 1)
    assert (drawn.min(axis=0) >= known.min(axis=0)).all() and (drawn.max(axis=0) <= known.max(axis=0)).all()
    assert np.allclose(drawn.mean(axis=0), (known.min(axis=0) + known.max(axis=0)) / 2, atol=0.15)
