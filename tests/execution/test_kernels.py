"""Speaking to a kernel whose notice of the grader's subscription was lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import zmq
from jupyter_client.session import Session

from autograder.errors import MachineError
from autograder.execution.kernels import Kernel

KEY = b"a key"


class Living:
    """A process that runs."""

    def alive(self) -> bool:
        return True

    def kill(self) -> None:
        pass


Pair = tuple[Kernel, "zmq.Socket[bytes]"]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A kernel as the grader sees it, and the other end of its output."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    xpub, shell, iopub = (context.socket(kind) for kind in (zmq.XPUB, zmq.DEALER, zmq.SUB))
    xpub.bind("inproc://iopub")
    iopub.subscribe(b"")
    iopub.connect("inproc://iopub")
    living: Any = Living()
    kernel = Kernel(living, shell, iopub, Session(key=KEY), context)
    yield kernel, xpub
    xpub.close(linger=0)
    kernel.end()


def welcome_at(xpub: zmq.Socket[bytes], notice: int) -> threading.Thread:
    """A kernel that notices subscriptions from the so manyth on alone."""

    def serve() -> None:
        session = Session(key=KEY)
        for _ in range(notice):
            topic = xpub.recv()[1:]
        session.send(xpub, "iopub_welcome", {"subscription": ""}, ident=topic or None)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


@pytest.mark.parametrize("notice", [1, 2, 3])
def test_a_kernel_that_misses_a_subscription_is_asked_again(
    pair: Pair, notice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.execution.kernels.ASK_SECONDS", 0.05)
    kernel, xpub = pair
    thread = welcome_at(xpub, notice)
    kernel.await_welcome(60)
    thread.join()
    # What is published is received once, whatever was asked again.
    Session(key=KEY).send(xpub, "stream", {"name": "stdout", "text": "1"})
    texts = [each.message["content"] for each in kernel.receive(10) if each.message]
    assert texts == [{"name": "stdout", "text": "1"}]
    assert list(kernel.receive(0.2)) == []


def test_a_kernel_that_never_notices_is_the_machines_fault(pair: Pair) -> None:
    kernel, _ = pair
    with pytest.raises(MachineError, match="did not start within"):
        kernel.await_welcome(0.3)
