"""What a run of jobs tells about itself while it goes on."""

from __future__ import annotations

from typing import Self


class Progress:
    """Hears how the jobs of a build come along, and keeps silent; others extend it.

    A job is named by its label, such as "train vae".  Progress is heard within a `with` block.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        """Takes away what is still shown."""

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

    def left(self, jobs: int, seconds: float) -> None:
        """So many jobs are not done yet, and they will take about so many seconds."""

    def finished(self, job: str, seconds: float) -> None:
        """The job is done and its result is in the store."""

    def failed(self, job: str, words: str) -> None:
        """The job has no result."""

    def noted(self, line: str) -> None:
        """Something that the author should know and need not act on."""
