"""What a run of jobs tells about itself while it goes on."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how the jobs of a build come along; a job is named by its label, such as "train vae"."""

    def planned(self, jobs: int) -> None:
        """So many jobs will run, beyond those planned before."""

    def reused(self, job: str) -> None:
        """The job's result was in the store."""

    def started(self, job: str) -> None:
        """The job has begun."""

    def reported(self, job: str, share: float, line: str) -> None:
        """The job is done to this share, from 0 to 1, and says where it stands."""

    def printed(self, job: str, line: str) -> None:
        """The job's code printed a line."""

    def finished(self, job: str, seconds: float) -> None:
        """The job is done and its result is in the store."""

    def failed(self, job: str, words: str) -> None:
        """The job has no result."""

    def noted(self, line: str) -> None:
        """Something that the author should know and need not act on."""


class Silent(Progress):
    """Progress that nobody hears."""
