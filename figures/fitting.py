"""The training loop: plain steps over images in memory.

The step size follows one cycle (Smith and Topin, 2018): a rise from 0 in the first fifth of the steps, then
half a cosine down to 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor

from builder.jobs.recipes import Checkpoint, Diverged, Report
from figures.models.model import Batch
from figures.runs import BEST, Losses, Run, Settings, State, packed, restore, snapshot

RISE = 0.2
"""The share of all steps in which the step size rises."""

BETAS = (0.9, 0.99)
"""How long Adam remembers."""


def fit(run: Run, seed: int, report: Report, checkpoint: Checkpoint) -> State:
    """Train until the epochs or the patience run out, or go on where a killed run stopped.

    Args:
        run: the model and what it learns from.
        seed: of the batches' order and of the noise.
        report: hears how far the run has come.
        checkpoint: where the state is kept after each epoch.

    Raises:
        Diverged: if the loss stops being a finite number.
    """
    state = begin(run, seed)
    saved = checkpoint.load()
    if saved is not None:
        restore(run, state, saved)
    while not state.ended(run):
        seen = one_epoch(run, state)
        finish_epoch(run, state, seen)
        checkpoint.save(packed(run, state))
        last = state.history[-1]
        line = f"epoch {last['epoch']} of {run.epochs}, held-out loss {last['held_out']['loss']:.2f}"
        report(last["epoch"] / run.epochs, line)
    return state


def begin(run: Run, seed: int) -> State:
    """The state before the first step."""
    optimizer = torch.optim.Adam(run.net.parameters(), lr=run.settings.learning_rate, betas=BETAS, fused=True)
    state = State(optimizer, torch.Generator().manual_seed(seed))
    if 0 in run.settings.snapshots:
        state.kept[snapshot(0)] = run.weights()
    return state


def one_epoch(run: Run, state: State) -> Losses:
    """Show every training image once, in batches of mixed order; return the mean losses on the way."""
    run.net.train()
    batches = order(run, state.noise)
    rates = step_sizes(run, len(state.history) * len(batches), len(batches))
    sums = torch.zeros(2, device=run.train.images.device)
    for rows, rate in zip(batches, rates, strict=True):
        state.optimizer.param_groups[0]["lr"] = rate
        error, kl = (term.mean() for term in terms(run, run.train[rows], state.noise))
        state.optimizer.zero_grad()
        torch.autograd.backward(weighed(run.settings, error, kl))
        state.optimizer.step()
        sums += torch.stack([error.detach(), kl.detach()])
    return losses(run.settings, sums / len(batches))


def order(run: Run, noise: torch.Generator) -> Tensor:
    """All training images' rows in mixed order, (steps, batch); those that fill no batch wait for another epoch."""
    rows = torch.randperm(len(run.train), generator=noise)
    steps = len(rows) // run.batch
    return rows[: steps * run.batch].view(steps, run.batch).to(run.train.images.device)


def step_sizes(run: Run, done: int, steps: int) -> Iterator[float]:
    """The step sizes of an epoch's steps, `done` of them lying behind: one cycle over the whole run."""
    total = run.epochs * steps
    for step in range(done, done + steps):
        share = (step + 1) / total
        if share < RISE:
            yield run.settings.learning_rate * share / RISE
        else:
            yield run.settings.learning_rate * 0.5 * (1 + math.cos(math.pi * (share - RISE) / (1 - RISE)))


def terms(run: Run, batch: Batch, noise: torch.Generator) -> tuple[Tensor, Tensor]:
    """Each image's error and its KL in nats, summed over the code's numbers: (n,) both."""
    error, kl = run.net.losses(batch, noise)
    return error, kl.sum(dim=1)


def weighed(settings: Settings, error: Tensor, kl: Tensor) -> Tensor:
    """The loss made of both terms."""
    return error / (2 * settings.decoder_variance) + settings.beta * kl


def finish_epoch(run: Run, state: State, seen: Losses) -> None:
    """Measure on the held-out images, remember, and keep the weights where they are wanted."""
    epoch = len(state.history) + 1
    held, readings = evaluate(run)
    demand_finite(run, epoch, seen, held)
    state.kept |= {snapshot(epoch): run.weights()} if epoch in run.settings.snapshots else {}
    better = held.loss < state.least
    state.history.append({"epoch": epoch, "train": asdict(seen), "held_out": asdict(held), "readings": readings})
    if better:
        state.best = epoch
        state.kept[BEST] = run.weights()


@torch.no_grad()
def evaluate(run: Run) -> tuple[Losses, dict[str, Any]]:
    """The mean losses of the held-out images, each time with the same noise, and the model's readings on them."""
    run.net.eval()
    error, kl = (term.mean() for term in terms(run, run.held_out, torch.Generator().manual_seed(0)))
    readings = {name: reading.tolist() for name, reading in run.net.readings(run.held_out).items()}
    return losses(run.settings, torch.stack([error, kl])), readings


def losses(settings: Settings, means: Tensor) -> Losses:
    """The losses made of a mean error and a mean divergence."""
    error, kl = means.tolist()
    return Losses(error, kl, error / (2 * settings.decoder_variance) + settings.beta * kl)


def demand_finite(run: Run, epoch: int, *seen: Losses) -> None:
    """Stop a run whose loss is infinite or no number."""
    if all(math.isfinite(losses.loss) and math.isfinite(losses.kl) for losses in seen):
        return
    rate, variance = run.settings.learning_rate, run.settings.decoder_variance
    raise Diverged(
        f"training diverged in epoch {epoch}: the loss is {seen[0].loss} on the training images; lower "
        f"`learning_rate` (now {rate:g}, try {rate / 10:g}) or raise `decoder_variance` (now {variance:g})"
    )
