"""What a contained submission cannot do, call by call; and what the next one does not notice."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.containment import Level, bubble, interpreter_folders
from autograder.execution.inside import isolate, nursery
from autograder.execution.kernels import Kernels
from autograder.execution.levels import open_kernels
from autograder.execution.limits import Limits
from autograder.execution.nursery import make_view
from autograder.execution.run import Ran, run

LEVELS = (Level.NAMESPACES, Level.BUBBLE)


@pytest.fixture(scope="module", params=LEVELS, ids=[level.name.lower() for level in LEVELS])
def contained(request: pytest.FixtureRequest) -> Iterator[Kernels]:
    with open_kernels(request.param) as opened:
        yield opened


def said(kernels: Kernels, *sources: str, limits: Limits | None = None) -> list[str]:
    """What each cell printed, or the error that it ended with."""
    cells = [new_code_cell(source) for source in sources]
    ran: Ran = run(new_notebook(cells=cells), kernels=kernels, limits=limits)
    assert ran.faults == ()
    return [
        "".join(f"{o.ename}: {o.evalue}" if o.output_type == "error" else o.text for o in c.outputs)
        for c in ran.notebook.cells
    ]


CALLED = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall({number}, {arguments})
print(result, ctypes.get_errno())
"""
NEW_USER, NEW_NAMESPACE = 0x10000000, 0x20000
CALLS = {
    **{name: (number, "0, 0, 0, 0, 0") for name, number in isolate._DENIED["x86_64"].items()},
    "clone into a user namespace": (56, f"{NEW_USER}, 0, 0, 0, 0"),
    "clone into a mount namespace": (56, f"{NEW_NAMESPACE | 17}, 0, 0, 0, 0"),
    "clone3": (435, "0, 0"),
    "a call of x32": (0x40000000 + 39, "0"),
}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are those of x86-64")
def test_each_denied_call_is_refused(contained: Kernels) -> None:
    cells = [CALLED.format(number=n, arguments=a) for n, a in CALLS.values()]
    refused = {
        name: text.strip() for name, text in zip(CALLS, said(contained, *cells), strict=True)
    }
    expected = dict.fromkeys(CALLS, "-1 1")
    expected |= {"clone3": "-1 38", "a call of x32": "-1 38"}
    assert refused == expected


def test_odd_families_of_sockets_are_refused_and_the_usual_ones_are_not(contained: Kernels) -> None:
    packet, vsock, alg = said(
        contained,
        *(f"import socket\nsocket.socket({n}, 3 if {n} == 17 else 5)" for n in (17, 40, 38)),
    )
    for text in (packet, vsock, alg):
        assert text.startswith("OSError: [Errno 97]")
    (usual,) = said(
        contained,
        "import socket\nfor family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):\n"
        "    socket.socket(family).close()\nprint('fine')",
    )
    assert usual == "fine\n"


def test_only_its_own_processes_are_in_sight(contained: Kernels) -> None:
    (pids,) = said(
        contained, "import os\nprint(sorted(p for p in os.listdir('/proc') if p.isdigit()))"
    )
    assert pids == "['1', '2']\n"


def test_no_file_of_the_graders_is_open_in_it(contained: Kernels) -> None:
    (targets,) = said(
        contained,
        "import os\nfor fd in os.listdir('/proc/self/fd'):\n"
        "    try: print(os.readlink('/proc/self/fd/' + fd).split(':')[0])\n"
        "    except OSError: pass",
    )
    kinds = set(targets.split())
    assert kinds <= {"/dev/null", "socket", "anon_inode", "pipe", "/proc/2/fd", "/dev/urandom"}
    (memory_files,) = said(contained, "print(open('/proc/self/maps').read().count('deleted'))")
    assert memory_files == "0\n"


def test_all_that_is_not_its_own_place_is_read_only(contained: Kernels) -> None:
    places = ("/", "/etc", "/usr", "/dev", "/autograder", "/proc/sys/kernel", sys.prefix)
    for text in said(contained, *(f"open('{place}/planted', 'w')" for place in places)):
        assert text.startswith(("OSError: [Errno 30]", "PermissionError", "FileNotFoundError"))


def test_the_machines_own_folders_are_not_there(contained: Kernels, tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("grades")
    places = (tmp_path, Path(__file__).parent, Path.home() / ".bashrc", Path("/etc/passwd"))
    for text in said(contained, *(f"import os\nos.stat({str(place)!r})" for place in places)):
        assert text.startswith("FileNotFoundError")


PLANT = """
import builtins, os, sys, random
open('/tmp/planted', 'w').write('x'); open('/tmp/home/planted', 'w').write('x')
open('/dev/shm/planted', 'w').write('x'); open('planted.py', 'w').write('x = 1')
os.environ['PLANTED'] = 'x'; builtins.planted = sys.planted = 1
import autograder, json; json.loads = autograder.check = None
"""
LOOK = """
import builtins, glob, json, os, sys, autograder
print(glob.glob('/tmp/*planted*') + glob.glob('/tmp/home/*'), glob.glob('/dev/shm/*'))
print(os.listdir('.'))
print('PLANTED' in os.environ, hasattr(builtins, 'planted'), hasattr(sys, 'planted'))
print(json.loads is None, autograder.check is None)
"""


def test_what_one_submission_does_is_invisible_to_the_next(contained: Kernels) -> None:
    said(contained, PLANT)
    (seen,) = said(contained, LOOK)
    assert seen == "[] []\n[]\nFalse False False\nFalse False\n"


def test_two_at_a_time_do_not_see_each_other(contained: Kernels) -> None:
    """While one waits, the other looks for its files, its processes and its sockets."""
    waiting = (
        "import socket, time\nopen('/tmp/mine', 'w').write('x')\n"
        "server = socket.create_server(('127.0.0.1', 4711))\n"
        "hidden = socket.socket(socket.AF_UNIX); hidden.bind('\\0mine'); hidden.listen()\n"
        "time.sleep(3)"
    )
    looking = (
        "import os, socket, time\ntime.sleep(1.5)\nprint(os.path.exists('/tmp/mine'))\n"
        "print(len([p for p in os.listdir('/proc') if p.isdigit()]))\n"
        "for family, place in ((2, ('127.0.0.1', 4711)), (1, '\\0mine')):\n"
        "    try: socket.socket(family).connect(place); print('reached')\n"
        "    except OSError as error: print(type(error).__name__)"
    )
    other = threading.Thread(target=said, args=(contained, waiting))
    other.start()
    (seen,) = said(contained, looking)
    other.join()
    assert seen.split() == ["False", "2", "ConnectionRefusedError", "ConnectionRefusedError"]


# The warm process -------------------------------------------------------------------------


def test_many_forks_are_all_good_and_none_is_left() -> None:
    with open_kernels(Level.NAMESPACES) as kernels:
        drawn = {said(kernels, "import random\nprint(random.random())")[0] for _ in range(25)}
        assert len(drawn) == 25


def test_a_warm_process_with_threads_refuses_to_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(nursery, "tell", lambda grader, *fds, **message: told.update(message))
    monkeypatch.setattr(nursery, "threads", lambda: 3)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("it forked"))
    nursery.bear(None, {}, [])  # type: ignore[arg-type]
    assert "has 3 threads and can no longer fork safely" in str(told["error"])


def test_tensorflow_leaves_the_warm_process_with_one_thread_and_trains_in_a_fork() -> None:
    train = (
        "import keras, numpy as np\nmodel = keras.Sequential([keras.layers.Embedding(10, 4),"
        " keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, 'sigmoid')])\n"
        "model.compile('adam', 'binary_crossentropy')\n"
        "losses = model.fit(np.ones((32, 5)), np.ones(32), epochs=2, verbose=0).history['loss']\n"
        "print(losses[1] < losses[0])"
    )
    with open_kernels(Level.NAMESPACES) as kernels:
        for _ in range(2):
            assert said(kernels, train) == ["True\n"]


def test_a_warm_process_that_was_killed_is_started_anew() -> None:
    with open_kernels(Level.NAMESPACES) as kernels:
        assert said(kernels, "print(1)") == ["1\n"]
        (warm,) = kernels._nurseries.values()  # type: ignore[attr-defined]
        warm._process.send_signal(signal.SIGKILL)
        warm._process.wait()
        assert said(kernels, "print(2)") == ["2\n"]


# The command line of bubblewrap -----------------------------------------------------------


def test_the_view_holds_neither_bank_nor_reference(tmp_path: Path) -> None:
    view = make_view(tmp_path / "view")
    names = {path.relative_to(view).as_posix() for path in view.rglob("*.py")}
    ours = {name for name in names if name.startswith("autograder/")}
    files = ("__init__", "answers", "isolate", "kernel", "nursery")
    assert ours == {f"autograder/{name}.py" for name in files}
    assert not any("misconception" in path.read_text() for path in view.glob("autograder/*.py"))
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import autograder; print(autograder.check)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(view)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("<function check")


def test_an_installed_package_of_ours_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package was installed whole, its folder holds the bank."""
    packages = tmp_path / "lib" / "site-packages"
    (packages / "autograder").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr("site.getsitepackages", lambda: [str(packages)])
    assert tmp_path in interpreter_folders()
    command = bubble(tmp_path, root=False)
    hidden = str(packages / "autograder")
    assert command[command.index(hidden) - 1] == "--tmpfs"


def test_an_ordinary_user_takes_a_user_namespace_and_root_takes_none(tmp_path: Path) -> None:
    assert "--unshare-user" in bubble(tmp_path, root=False)
    assert "--cap-add" not in bubble(tmp_path, root=False)
    assert "--unshare-user" not in bubble(tmp_path, root=True)


def test_a_processor_whose_calls_are_not_known_is_refused() -> None:
    with pytest.raises(OSError, match="no list of system calls for riscv64: expected x86_64"):
        isolate.deny_list("riscv64", network=True)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_deny_list_jumps_nowhere_outside_of_itself(machine: str) -> None:
    for network in (True, False):
        program = isolate.deny_list(machine, network=network)
        steps = [program[i : i + 8] for i in range(0, len(program), 8)]
        for place, step in enumerate(steps):
            if step[0] & 0x07 == 0x05:  # a jump
                assert place + 1 + max(step[2], step[3]) < len(steps)
        assert steps[-1][:2] == (0x06).to_bytes(2, "little")
