"""Seventeen models: the course's training against the plain loop, in one run.

The plain loop is that of PyTorch's VAE example: one model at a time, a DataLoader over shuffled images, batches of
128, Adam at 0.001.  Both sides have the same models, initial weights, images and held-out images.  Ours is run first;
the plain loop then stops as soon as it reaches our held-out loss, or at the most epochs that it is given.

    python benchmarks/training.py
    python benchmarks/training.py --models 3 --epochs 30
    python benchmarks/training.py --data fashion-mnist --data-dir DIR
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from torch.func import functional_call, grad, stack_module_state, vmap  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from builder.jobs.recipes import Data, Need  # noqa: E402
from figures import needs, training  # noqa: E402
from figures.fitting import evaluate, terms, weighed  # noqa: E402
from figures.models.model import Batch, Model  # noqa: E402
from figures.runs import Run, Settings  # noqa: E402

PLAIN_BATCH, PLAIN_RATE = 128, 0.001


def seventeen() -> list[Need]:
    """Bottlenecks of autoencoders, betas and seeds of VAEs, a small decoder variance, and noise without KL."""
    bottlenecks = [needs.autoencoder(latent, 0) for latent in (2, 4, 8, 16, 32, 64, 128)]
    seeds = [needs.vae(latent, 1.0, seed) for latent in (2, 16) for seed in (0, 1)]
    betas = [needs.vae(2, beta, 0) for beta in (0.2, 2.0, 5.0)]
    others = [needs.vae(16, 1.0, 0, decoder_variance=0.02), needs.learned_noise(2, 0), needs.fixed_noise(2, 0.5, 0)]
    return bottlenecks + seeds + betas + others


@dataclass(frozen=True)
class Result:
    """One model trained: seconds on the clock, processor seconds of all threads, epochs, and its held-out loss."""

    seconds: float
    processor: float
    epochs: int
    loss: float


def ours(need: Need, data: Data) -> Result:
    """The course's training of one model."""
    began = clocks()
    with tempfile.TemporaryDirectory() as folder:
        facts = training.train(need, data, Path(folder), lambda share, line: None)
    return Result(*since(began), facts["epochs"], facts["held_out_loss"])


def clocks() -> tuple[float, float]:
    """The time on the clock, and that which the processor gave to this process."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> tuple[float, float]:
    """Seconds on both clocks."""
    now = clocks()
    return now[0] - began[0], now[1] - began[1]


def prepared(need: Need, data: Data) -> Run:
    """A model with its initial weights, and the images."""
    settings = training.made(Settings, need.training, "training")
    return Run(training.build(need), settings, *training.split(data))


def plain(need: Need, data: Data, target: float, most: int) -> Result:
    """The plain loop, until the held-out loss is at the target or the epochs run out."""
    run = prepared(need, data)
    torch.manual_seed(need.seed)
    noise = torch.Generator().manual_seed(need.seed)
    loader = DataLoader(TensorDataset(run.train.images, run.train.labels), batch_size=PLAIN_BATCH, shuffle=True)
    optimizer = torch.optim.Adam(run.net.parameters(), lr=PLAIN_RATE)
    began, reached = clocks(), [float("inf")]
    while min(reached) > target and len(reached) <= most:
        run.net.train()
        for images, labels in loader:
            optimizer.zero_grad()
            torch.autograd.backward(loss_of(run, Batch(images, labels), noise))
            optimizer.step()
        reached.append(evaluate(run)[0].loss)
    return Result(*since(began), len(reached) - 1, min(reached))


def loss_of(run: Run, batch: Batch, noise: torch.Generator) -> Tensor:
    """The mean loss of a batch."""
    error, kl = terms(run, batch, noise)
    return weighed(run.settings, error, kl).mean()


def step_flops(need: Need, data: Data) -> float:
    """Floating-point operations of a step forwards and backwards, per image, as torch counts them."""
    run = prepared(need, data)
    with FlopCounterMode(display=False) as counter:
        torch.autograd.backward(loss_of(run, run.train[: run.batch], torch.Generator()))
    return float(counter.get_total_flops()) / run.batch


def peak() -> float:
    """The machine's floating-point operations per second of one thread in a product of two large matrices."""
    side = 1024
    a, b = torch.rand(side, side), torch.rand(side, side)
    return 2 * side**3 / per_call(lambda: a @ b, 20)


def per_call(work: Callable[[], object], times: int) -> float:
    """Processor seconds of one call, after a first one that does not count."""
    work()
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


class Redrawing(nn.Module):
    """A model's mean error on images."""

    def __init__(self, net: Model) -> None:
        super().__init__()
        self.net = net

    def forward(self, images: Tensor) -> Tensor:
        """(n, 1, 28, 28) -> ()."""
        error, _ = self.net.losses(Batch(images, images), torch.Generator())
        return error.mean()


def together(data: Data, count: int) -> tuple[float, float]:
    """Processor seconds of a step per model: so many autoencoders one after another, and stacked by vmap."""
    run = prepared(needs.autoencoder(2, 0), data)
    images = run.train.images[: run.batch]
    nets = [Redrawing(training.build(needs.autoencoder(2, seed))) for seed in range(count)]
    weights, _ = stack_module_state(nets)
    base = deepcopy(nets[0]).to("meta")
    step = vmap(grad(lambda own: functional_call(base, own, (images,))))
    one = per_call(lambda: torch.autograd.backward(nets[0](images)), 20 * count)
    return one, per_call(lambda: step(weights), 20) / count


def compare(need: Need, data: Data, mine: Result, most: int) -> Result:
    """Train a model by the plain loop; print both sides."""
    theirs = plain(need, data, mine.loss, most)
    print(f"{need.model} {dict(need.config)} {dict(need.training)} seed {need.seed}")
    for name, side in (("ours ", mine), ("plain", theirs)):
        print(
            f"  {name} {side.seconds:6.1f} s, processor {side.processor:6.1f} s, "
            f"{side.epochs:3} epochs, held-out loss {side.loss:.2f}",
            flush=True,
        )
    return theirs


def main() -> None:
    """Run both sides and print the ratio."""
    asked = arguments()
    data = Data(asked.data, asked.data_dir)
    every = seventeen()
    wanted = [every[k * len(every) // asked.models] for k in range(asked.models)]
    torch.set_num_threads(1)
    top, (alone, stacked) = peak(), together(data, 4)
    print(
        f"a step of four autoencoders: {1000 * alone:.1f} ms each alone, {1000 * stacked:.1f} ms each stacked by vmap"
    )
    began = time.perf_counter()
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        first = list(pool.map(ours, wanted, [data] * len(wanted)))
    quick = time.perf_counter() - began
    images = len(training.split(data)[0])
    work = sum(step_flops(need, data) * images * mine.epochs for need, mine in zip(wanted, first, strict=True))
    torch.set_num_threads(asked.threads)
    second = [compare(need, data, mine, asked.epochs) for need, mine in zip(wanted, first, strict=True)]
    reached = sum(theirs.loss <= mine.loss for theirs, mine in zip(second, first, strict=True))
    slow, busy = sum(theirs.seconds for theirs in second), sum(mine.processor for mine in first)
    spent = sum(theirs.processor for theirs in second)
    least = " at least" if reached < len(wanted) else ""
    print(f"{len(wanted)} models on {data.name}, {images:,} images to learn from; plain reached our loss in {reached}")
    share = work / busy / top
    print(f"ours, {asked.jobs} processes of one thread: {quick:.0f} s; processor {busy:.0f} s, {share:.0%} of the peak")
    print(f"plain, {asked.threads} threads: {slow:.0f} s; processor {spent:.0f} s")
    print(f"ratio {slow / quick:.1f}, of processor seconds {spent / busy:.1f}{least}")


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=17, help="how many of the seventeen")
    parser.add_argument("--epochs", type=int, default=100, help="the most epochs of the plain loop")
    parser.add_argument("--jobs", type=int, default=2, help="our processes")
    parser.add_argument("--threads", type=int, default=2, help="the plain loop's threads")
    parser.add_argument("--data", default="garments")
    parser.add_argument("--data-dir", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
