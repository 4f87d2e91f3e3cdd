"""The command line. Each command imports what it needs, so that help is there at once."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any

import click

import autograder
from autograder import errors

PASSED, FAILED, USAGE, UNREADABLE, MACHINE, INTERRUPTED = 0, 1, 2, 3, 4, 130
FORMATS = ("text", "json", "junit", "gradescope")
CLASS_FORMATS = ("html", "csv", "class-json")


def _exit_codes(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns or raises into an exit code, with one sentence on stderr."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            code = command(*args, **kwargs)
        except (errors.UsageError, errors.QuestionError) as error:
            code, said = USAGE, str(error)
        except errors.SubmissionError as error:
            code, said = UNREADABLE, str(error)
        except errors.AutograderError as error:
            code, said = MACHINE, str(error)
        except OSError as error:
            code, said = MACHINE, _disk_trouble(error)
        except ModuleNotFoundError as error:
            need = "pip install -e '.[course,grading]'"
            code, said = MACHINE, f"This needs {error.name}, which is not installed: {need}"
        except KeyboardInterrupt:
            code = INTERRUPTED
            said = "Interrupted. What was graded is kept; run it again to go on."
        else:
            sys.exit(code)
        _complain(said)
        sys.exit(code)

    return wrapped


def _disk_trouble(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"The disk is full{where}. Free some space and run it again: nothing is lost."
    return f"{error.strerror or error}{where}."


def _complain(message: str) -> None:
    click.echo(f"autograder: {message}", err=True)


def _output_options(*formats: str) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        command = click.option(
            "--output", type=click.Path(path_type=Path), help="Write the result to a file."
        )(command)
        return click.option(
            "--format", "form", type=click.Choice(formats), default="text", show_default=True
        )(command)

    return decorate


_verbose = click.option("-v", "--verbose", count=True, help="Say more: all cards.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, only the result.")
_course = click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The course directory; by default this folder.",
)
_jobs = click.option(
    "--jobs", type=click.IntRange(min=1), default=None, help="How many at a time; all cores."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(autograder.__version__, prog_name="autograder")
def main() -> None:
    """Work through the course, check a notebook, or grade a class.

    A wrong answer is traced to the belief behind it.

    Exit codes: 0 all passed, 1 graded with failures, 2 usage, 3 unreadable submission,
    4 the machine's fault, 130 interrupted. Data go to stdout, progress to stderr.

    Shell completion: eval "$(_AUTOGRADER_COMPLETE=bash_source autograder)"
    """


@main.command()
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Your work folder, by default 'work' beside the course; an instructor's course directory.",
)
@click.option(
    "--fresh",
    multiple=True,
    metavar="NAME",
    help="Hand this notebook out anew; your version is kept under another name.",
)
@click.option(
    "--profile", type=click.Choice(["learner", "instructor"]), default="learner", show_default=True
)
@click.option("--fill-only", is_flag=True, help="Fill the work folder, do not open JupyterLab.")
@click.argument("lab_arguments", nargs=-1, type=click.UNPROCESSED)
@_exit_codes
def start(
    work: Path | None, fresh: tuple[str, ...], profile: str, fill_only: bool, lab_arguments: Any
) -> int:
    """Open JupyterLab on the start page, in a work folder of your own.

    What you wrote is never overwritten. Arguments after -- go to JupyterLab.
    """
    import subprocess
    from datetime import datetime

    from autograder import workspace

    home = workspace.home()
    folder, page = (work or home).resolve(), "solutions"
    if profile == "learner":
        folder, page = (work or home / "work").resolve(), workspace.START_PAGE
        _say_filled(workspace.fill(folder, home, fresh=fresh, now=datetime.now()), folder)
    if fill_only:
        return PASSED
    workspace.refuse_root(tuple(lab_arguments))
    command = workspace.lab_command(folder, page=page, arguments=tuple(lab_arguments))
    environment = workspace.lab_environment(home, profile)
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def _say_filled(filled: Any, folder: Path) -> None:
    click.echo(f"Your work folder: {folder}", err=True)
    if filled.new:
        click.echo(f"  {len(filled.new)} new files", err=True)
    for name in filled.updated:
        click.echo(f"  updated (you had not changed it): {name}", err=True)
    for name in filled.kept:
        click.echo(
            f"  there is a new version of {name}; yours was kept. "
            f"To take the new one: autograder start --fresh {name}",
            err=True,
        )
    for name, kept in filled.fresh:
        click.echo(f"  {name} is as handed out; your version is kept as {kept}", err=True)


@main.command()
@click.argument("notebooks", nargs=-1, required=True, type=click.Path(path_type=Path))
@_output_options(*FORMATS)
@_verbose
@_quiet
@_exit_codes
def check(
    notebooks: tuple[Path, ...], form: str, output: Path | None, verbose: int, quiet: bool
) -> int:
    """Check notebooks before handing in: intact, answered, and what they would score.

    Runs each notebook from the top in a kernel of its own, as grading does. The notebook is
    trusted: check your own, not a stranger's.
    """
    from autograder import checking, printing

    with printing.progress(quiet)(len(notebooks)) as advance:
        rows = []
        for path in notebooks:
            rows.append(checking.check_file(path))
            advance(path.name)
    _write(printing.rows(rows, form, verbose=verbose), output)
    for row in rows:
        if row.score is None:
            _complain(row.reason)
    return _code(rows)


def _code(rows: Any) -> int:
    from autograder.verdict import Outcome

    if any(row.score is None for row in rows):
        return UNREADABLE
    outcomes = [verdict.outcome for row in rows for verdict in row.verdicts]
    outcomes += [cell.outcome for row in rows for cell in row.cells if not cell.waits]
    others = [row for row in rows if not row.verdicts and not row.waits]
    passed = all(outcome in {Outcome.CORRECT, Outcome.RECORDED} for outcome in outcomes) and all(
        round(row.max_score - row.score, 6) <= 0 for row in others
    )
    return PASSED if passed else FAILED


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
    else:
        output.write_text(click.unstyle(text) + "\n", encoding="utf-8")


@main.command()
@click.argument("topic", required=False)
@click.option("--count", type=click.IntRange(min=1), help="End after this many questions.")
@click.option("--seed", type=int, help="The same questions again, for the same progress.")
@click.option("--list", "listed", is_flag=True, help="List topics and drills, and your progress.")
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where progress is kept; by default progress/drills.jsonl in your work folder.",
)
@_output_options("text", "json")
@_exit_codes
def drill(
    topic: str | None,
    count: int | None,
    seed: int | None,
    listed: bool,
    log: Path | None,
    form: str,
    output: Path | None,
) -> int:
    """Practise with questions whose numbers are new each time, without an end.

    TOPIC is a topic or one of its drills; `--list` names them. What you get wrong comes more
    often. Ctrl-D, Ctrl-C or q ends it, with a summary; with --format json the summary is all that
    goes to stdout.
    """
    from datetime import UTC, datetime
    from random import Random

    from autograder import workspace
    from autograder.drilling import progress, schedule, terminal
    from autograder.drilling.session import Session

    here = progress.path_in_work_folder(Path.cwd())
    path = log or here or workspace.home() / "work" / progress.NAME
    drills, kept = schedule.drills_of(topic), progress.read(path)
    if listed:
        terminal.show_list(terminal.screen_of(sys.stdout), drills, kept, datetime.now(UTC))
        return PASSED
    session = Session(drills=drills, rng=Random(seed), before=kept)
    as_data = form == "json" or output is not None
    screen = terminal.screen_of(sys.stderr if as_data else sys.stdout)
    broken_off = terminal.run(session, screen, log=path, count=count)
    summary = session.summary()
    text = json.dumps(summary.as_dict(), indent=2) if form == "json" else repr(summary)
    _write(text, output)
    return INTERRUPTED if broken_off else PASSED


@main.command()
@click.option(
    "--work",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="Your work folder; by default the one you are in, or 'work' beside the course.",
)
@_output_options("text", "json")
@_exit_codes
def progress(work: Path | None, form: str, output: Path | None) -> int:
    """Show what is done, which beliefs you have met and overcome, and what to practise next.

    Made of what you checked and drilled in your work folder; nothing leaves it.
    """
    from autograder import journal, workspace
    from autograder.learner import as_text
    from autograder.learner import progress as page_of

    here = work or journal.work_folder(Path.cwd()) or workspace.home() / "work"
    page = page_of(here)
    _write(json.dumps(page.as_dict(), indent=2) if form == "json" else as_text(page), output)
    return PASSED


@main.command()
@click.argument("assignment")
@_course
@_jobs
@click.option("--force", is_flag=True, help="Grade unchanged submissions again.")
@click.option("--no-feedback", is_flag=True, help="Write no feedback pages.")
@click.option(
    "--trust-submissions",
    "trust",
    is_flag=True,
    help="Run them with your own rights where no sandbox can be had. Only for code you trust.",
)
@_output_options(*FORMATS)
@_verbose
@_quiet
@_exit_codes
def grade(
    assignment: str,
    root: Path,
    jobs: int | None,
    force: bool,
    no_feedback: bool,
    trust: bool,
    form: str,
    output: Path | None,
    verbose: int,
    quiet: bool,
) -> int:
    """Grade all submissions of an assignment into nbgrader's gradebook.

    Each submission runs in a sandbox of its own, as many at a time as there are cores. Those
    that did not change since they were graded are passed over, so a run that was stopped goes on
    where it was. `autograder doctor` says what this machine can contain.
    """
    from autograder import printing
    from autograder.execution.containment import Level
    from autograder.gradebook.batch import grade as grade_all
    from autograder.gradebook.course import Course
    from autograder.gradebook.reading import read_class

    course = Course(root)
    students = course.students(assignment)
    if not students:
        raise errors.UsageError(
            f"Nobody has handed in {assignment!r}: expected notebooks in "
            f"{course.folder('submitted', 'STUDENT', assignment)}."
        )
    course.released(assignment)  # says what to do where it has not been released
    work = [(assignment, student) for student in students]
    results = []
    graded = grade_all(
        root,
        work,
        jobs=jobs or _cores(),
        force=force,
        feedback=not no_feedback,
        level=Level.TRUST if trust else None,
    )
    with closing(graded), printing.progress(quiet)(len(work)) as advance:
        for result in graded:
            results.append(result)
            advance(f"{result.status}: {result.student}")
    rows = read_class(course, [assignment])
    _write(printing.rows(rows, form, verbose=verbose), output)
    failed = [result for result in results if result.status == "not graded"]
    for result in results:
        if result.reason:
            _complain(f"{result.status}: {result.student}: {result.reason}")
    if not quiet:
        click.echo(printing.run_report(results), err=True)
    if any(result.machine_fault for result in results):
        return MACHINE
    return UNREADABLE if failed else _code(rows)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@main.command()
@click.argument("assignment")
@_course
@click.option("--no-feedback", is_flag=True, help="Leave feedback pages as they are.")
@_output_options("text", "json")
@_quiet
@_exit_codes
def regrade(
    assignment: str, root: Path, no_feedback: bool, form: str, output: Path | None, quiet: bool
) -> int:
    """Mark a class again, without running anything, after a question or a tolerance changed.

    Says which scores changed and why, and which functions have to run again because they need
    new inputs. Scores that a person gave stay.
    """
    from autograder import printing
    from autograder.gradebook.course import Course
    from autograder.gradebook.regrade import regrade as mark_again

    course = Course(root)
    students = course.students(assignment)
    with printing.progress(quiet)(len(students)) as advance:
        done = mark_again(course, assignment, advance=advance)
    text = json.dumps(done.as_dict(), indent=2) if form == "json" else printing.regraded(done)
    _write(text, output)
    if not no_feedback:
        with printing.progress(quiet)(len(done.touched)) as advance:
            for student in done.touched:
                course.write_feedback(assignment, student)
                advance(f"feedback: {student}")
    return PASSED


@main.command()
@_course
@_output_options("text", "json")
@_exit_codes
def doctor(root: Path, form: str, output: Path | None) -> int:
    """Say how well this machine can contain submissions, and what is in the way of more.

    Exit code 0: it can; 4: it can not.
    """
    from autograder import printing
    from autograder.execution.levels import SANDBOXES, probe

    probes = [probe(level, (root.resolve(),)) for level in SANDBOXES]
    _write(printing.doctor(probes, form), output)
    return PASSED if any(each.works for each in probes) else MACHINE


@main.command()
@click.argument("assignments", nargs=-1)
@_course
@click.option("--own-points", is_flag=True, help="Allow other points than the bank's.")
@click.option(
    "--bundle",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write the folder that learners get, without solutions/.",
)
@click.option(
    "--learners",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="One id a line: also write handout/LEARNER/NAME/, with numbers of their own.",
)
@_exit_codes
def release(
    assignments: tuple[str, ...],
    root: Path,
    own_points: bool,
    bundle: Path | None,
    learners: Path | None,
) -> int:
    """Make the notebooks that learners get from the instructor's, with nbgrader.

    Without a name, all assignments that have a folder. Those of the bank are held against it.
    """
    from autograder.bundle import check_assignment, require_new, write_bundle
    from autograder.gradebook.course import Course
    from autograder.gradebook.variants import HANDOUT, hand_out, read_learners
    from autograder.modes import Mode, settings_of
    from autograder.questions import ASSIGNMENTS

    course = Course(root)
    names = assignments or course.sources()
    if not names:
        raise errors.UsageError(f"There is no assignment in {course.folder('source')}.")
    # What makes no sense is said before anything is handed out.
    with_variants = [name for name in names if settings_of(course.source(name)).variants]
    ids = read_learners(learners) if learners else []
    if ids and not with_variants:
        raise errors.UsageError(
            f"No learner gets numbers of their own in {', '.join(names)}: set "
            '"variants": true in an assignment.json.'
        )
    if bundle:
        require_new(bundle)
        if ids and bundle.resolve() == (course.root / HANDOUT).resolve():
            raise errors.UsageError(
                f"{bundle} is where each learner's own folder goes. Name another for --bundle."
            )
    for name in names:
        source = course.source(name)
        if name in ASSIGNMENTS:
            check_assignment(name, source / f"{name}.ipynb", own_points=own_points)
        course.release(name)
        settings = settings_of(course.folder("release", ".", name))
        for path in course.released(name):
            click.echo(path)
        if settings.mode is not Mode.PRACTICE:
            limit = f", {settings.tries} tries" if settings.tries else ""
            click.echo(f"  mode: {settings.mode}{limit}", err=True)
        if settings.variants and not ids:
            click.echo("  variants: name the learners with --learners FILE", err=True)
        for folder in hand_out(course.dir, name, ids) if ids and settings.variants else ():
            click.echo(folder)
    if bundle:
        for part in write_bundle(course.root, bundle):
            click.echo(bundle / part)
    return PASSED


@main.command()
@click.argument("assignments", nargs=-1)
@_course
@click.option(
    "--without-names",
    is_flag=True,
    help="Put learner 1, learner 2, ... in place of names, in an order that says nothing.",
)
@_output_options(*FORMATS, *CLASS_FORMATS)
@_verbose
@_exit_codes
def report(
    assignments: tuple[str, ...],
    root: Path,
    without_names: bool,
    form: str,
    output: Path | None,
    verbose: int,
) -> int:
    """Show the scores of a class and which misconceptions were found, how often, with whom.

    Without an assignment, all of the gradebook. Reads the graded notebooks and the gradebook;
    runs nothing.

    html: a page of what the class believes, for a browser or a printer. csv: a row for each
    learner and part of a question. class-json: all that the two hold, and more.
    """
    from autograder import printing
    from autograder.gradebook.course import Course
    from autograder.gradebook.reading import read_class

    course = Course(root)
    if (
        not (course.root / "gradebook.db").exists()
        and "db_url" not in course.config.CourseDirectory
    ):
        raise errors.UsageError(
            f"There is no gradebook in {course.root}. Grade something first, or name the course "
            "directory with --course."
        )
    rows = read_class(course, assignments or course.assignments())
    if without_names:
        rows = _without_names(course, rows)
    if form in CLASS_FORMATS:
        _write(_class_report(rows, form), output)
    else:
        _write(printing.rows(rows, form, verbose=verbose), output)
    return PASSED


def _without_names(course: Any, rows: Any) -> Any:
    """The rows without names; everybody in the gradebook has a number, whatever is reported."""
    from autograder.gradebook.secret import course_secret
    from autograder.pseudonyms import pseudonyms, without_names

    with course.gradebook() as gradebook:
        everybody = {student.id for student in gradebook.students}
    everybody |= {row.student for row in rows}
    return without_names(rows, pseudonyms(everybody, course_secret(course.root)))


def _class_report(rows: Any, form: str) -> str:
    from datetime import date

    from autograder.class_answers import as_csv, given_in
    from autograder.class_report import class_report

    given = given_in(rows)
    if form == "csv":
        return as_csv(given).rstrip("\n")
    from autograder import class_page

    counted = class_report(rows, given)
    if form == "html":
        return class_page.as_html(counted, made=date.today())
    return class_page.as_json(counted, given)


@main.command()
@click.argument("name", required=False)
@_output_options("text", "json")
@_exit_codes
def questions(name: str | None, form: str, output: Path | None) -> int:
    """List the questions of the bank, or show one in full by its id."""
    from autograder import listing, printing

    if form == "json":
        data = listing.questions()
        chosen = data if name is None else listing.one({q["id"]: q for q in data}, name, "question")
        text = json.dumps(chosen, indent=2)
    else:
        text = listing.question_text(name) if name else printing.questions(listing.questions())
    _write(text, output)
    return PASSED


@main.command()
@click.argument("name", required=False)
@_output_options("text", "json")
@_exit_codes
def misconceptions(name: str | None, form: str, output: Path | None) -> int:
    """List the catalogue of misconceptions, or show one in full by its id."""
    from autograder import listing, printing

    data = listing.misconceptions()
    if form == "json":
        known = {each["id"]: each for each in data}
        chosen = data if name is None else listing.one(known, name, "misconception")
        text = json.dumps(chosen, indent=2)
    else:
        text = listing.misconception_text(name) if name else printing.misconceptions(data)
    _write(text, output)
    return PASSED


@main.command()
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default="demo_class",
    show_default=True,
    help="The course directory to make.",
)
@click.option("--seed", type=int, default=20, show_default=True, help="Deals out the beliefs.")
@_jobs
@_output_options("text", "json")
@_quiet
@_exit_codes
def demo(
    directory: Path, seed: int, jobs: int | None, form: str, output: Path | None, quiet: bool
) -> int:
    """Grade a class made of known beliefs through nbgrader, and compare.

    Needs nothing but this repository. Exit code 0: found is what was planted.
    """
    from autograder import demo as demonstration
    from autograder import printing, workspace

    made = demonstration.run(
        directory.resolve(),
        workspace.home(),
        jobs=jobs or _cores(),
        seed=seed,
        progress=printing.progress(quiet),
    )
    text = json.dumps(made.as_dict(), indent=2) if form == "json" else printing.demo(made)
    _write(text, output)
    if form == "json":  # the text says it itself
        for line in made.comparison.disagreements:
            _complain(line)
    return PASSED if made.comparison.agrees else FAILED


if __name__ == "__main__":
    main()
