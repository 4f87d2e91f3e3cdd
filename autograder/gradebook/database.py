"""nbgrader's gradebook, asked less often: the same rows, for a fraction of the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry
from sqlalchemy.orm import scoped_session, sessionmaker


@contextmanager
def one_engine() -> Iterator[None]:
    """Let nbgrader use one engine for a database as long as the block lasts.

    subtle: it makes a new one whenever it looks something up, ten times a submission. Each compiles
    all queries anew, and looks whether all tables and the course are there: a third of the time
    that a submission takes when it is written.
    """
    stock_init, stock_close = Gradebook.__init__, Gradebook.close
    engines: dict[tuple[str, str], Any] = {}

    def init(
        self: Any, db_url: str, course_id: str = "default_course", authenticator: Any = None
    ) -> None:
        engine = engines.get((db_url, course_id))
        if engine is None:
            stock_init(self, db_url, course_id, authenticator)
            engines[db_url, course_id] = self.engine
            return
        self.engine, self.course_id, self.authenticator = engine, course_id, authenticator
        self.db = scoped_session(sessionmaker(autoflush=True, bind=engine, future=True))

    def close(self: Any) -> None:
        self.db.remove()

    Gradebook.__init__, Gradebook.close = init, close
    try:
        yield
    finally:
        Gradebook.__init__, Gradebook.close = stock_init, stock_close
        for engine in engines.values():
            engine.dispose()


@contextmanager
def one_commit(session: Any) -> Iterator[None]:
    """Make what nbgrader commits cell by cell one transaction: all of a submission, or nothing."""
    session.commit = lambda: None
    try:
        yield
    finally:
        del session.commit
    session.commit()


class Rows:
    """The grades and comments of one notebook that was handed in, fetched at once.

    Stands where ``SaveAutoGrades`` expects a gradebook, which would look each of them up.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    place : str
        The names of the notebook and the assignment, and the student's id.
    """

    def __init__(self, gradebook: Any, *place: str) -> None:
        self.db = gradebook.db
        notebook = gradebook.find_submission_notebook(*place).id
        self._grades = self._fetched(Grade, notebook)
        self._comments = self._fetched(Comment, notebook)

    def _fetched(self, table: Any, notebook: str) -> dict[str, Any]:
        rows = (
            self.db.query(table, BaseCell.name)
            .join(BaseCell, BaseCell.id == table.cell_id)
            .filter(table.notebook_id == notebook)
            .order_by(BaseCell.type.desc())  # a task cell gives way to the cell that it shadows
        )
        return {name: row for row, name in rows}

    def find_grade(self, name: str, *place: str) -> Any:
        """The grade of a cell, by its name, as ``Gradebook.find_grade`` finds it."""
        return _found(self._grades, name, *place)

    def find_comment(self, name: str, *place: str) -> Any:
        """The comment on a cell, by its name, as ``Gradebook.find_comment`` finds it."""
        return _found(self._comments, name, *place)


def _found(rows: dict[str, Any], name: str, *place: str) -> Any:
    if name not in rows:
        raise MissingEntry(f"The gradebook has no row for {'/'.join((*place, name))}.")
    return rows[name]
