"""The bounds of one run: each with a default, a setting, and the sentence that names it."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one run.

    Attributes
    ----------
    cell_seconds, notebook_seconds : float
        Wall time of one cell, and of the whole notebook with all its runs; what it takes to
        start a kernel is not counted.
    call_seconds : float
        Wall time of one call of a learner's function.
    memory_bytes : int
        Memory of all processes of a submission together; also what one may allocate.
    processes : int
        Processes and threads at a time.
    open_files : int
        Open files of one process.
    disk_bytes, disk_files : int
        What the work folder may hold.
    output_bytes : int
        Text kept of one cell's output; the rest is cut off, and said so.
    cell_flood_bytes, notebook_flood_bytes : int
        What one cell, and all together, may send before it is stopped.
    message_bytes : int
        The largest single message; a larger one costs the connection.
    """

    cell_seconds: float = 60
    notebook_seconds: float = 300
    call_seconds: float = 10
    memory_bytes: int = 4_000 * MB
    processes: int = 512
    open_files: int = 256
    disk_bytes: int = 256 * MB
    disk_files: int = 10_000
    output_bytes: int = 50_000
    cell_flood_bytes: int = 20 * MB
    notebook_flood_bytes: int = 60 * MB
    message_bytes: int = 10 * MB

    def too_slow(self, left: float) -> str:
        """Which bound stopped a cell that had ``left`` seconds of the notebook's time.

        Examples
        --------
        >>> Limits(cell_seconds=5).too_slow(left=100)
        'This cell did not end within 5 s and was stopped.'
        """
        if left < self.cell_seconds:
            return f"The notebook did not end within {self.notebook_seconds:g} s; it stopped here."
        return f"This cell did not end within {self.cell_seconds:g} s and was stopped."

    def too_much_memory(self) -> str:
        """The sentence for a submission that took more memory than it may."""
        return (
            f"The submission took more than {self.memory_bytes / MB:,.0f} MB of memory in this "
            "cell and was stopped."
        )

    def too_much_disk(self) -> str:
        """The sentence for a submission that wrote more than it may."""
        return (
            f"The submission took more than {self.disk_bytes / MB:,.0f} MB of disk or "
            f"{self.disk_files:,} files in this cell and was stopped."
        )

    def too_much_output(self, *, of_notebook: bool) -> str:
        """The sentence for a flood."""
        if of_notebook:
            most = self.notebook_flood_bytes / MB
            return f"The notebook wrote more than {most:,.0f} MB of output; it stopped here."
        return (
            f"This cell wrote more than {self.cell_flood_bytes / MB:,.0f} MB of output and was "
            "stopped."
        )

    def too_large_message(self) -> str:
        """The sentence for one message above the bound."""
        return (
            f"This cell sent more than {self.message_bytes / MB:,.0f} MB at once, or broke its "
            "connection, and was stopped."
        )
