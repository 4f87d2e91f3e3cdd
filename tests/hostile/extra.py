"""Messages and answers that a learner can make and that no honest kernel sends."""

from __future__ import annotations

from types import MappingProxyType

_SENT = r"""
import json
kernel = get_ipython().kernel
session = kernel.session

def signed(kind, parent, content):
    parts = [json.dumps(session.msg_header(kind), default=str).encode(), parent, b"{}", content]
    return [b"<IDS|MSG>", session.sign(parts), *parts]

def this_cell():
    return json.dumps(kernel.get_parent()["header"], default=str).encode()
"""
_REPLIES = r"""
honest = session.send

def send(stream, kind, content=None, parent=None, ident=None, **kwargs):
    if kind != "execute_reply":
        return honest(stream, kind, content, parent=parent, ident=ident, **kwargs)
    ident = ident if isinstance(ident, list) else [ident]
    header = json.dumps(parent["header"], default=str).encode()
    stream.send_multipart([*ident, *signed(kind, header, FORGED)])
    session.send = honest
    return {"content": content}

session.send = send
"""


def _shown(kind: str, content: str, parent: str = "this_cell()") -> str:
    message = f"signed({kind!r}, {parent}, {content})"
    return f"{_SENT}\nkernel.iopub_socket.send_multipart([b'x', *{message}])"


def _replied(content: bytes) -> str:
    return f"{_SENT}\nFORGED = {content!r}\n{_REPLIES}"


_RECORD = b'{"metadata": {}, "data": {"application/vnd.autograder.answer+json": %s}}'

# The source of a cell that sends each.
MESSAGES = MappingProxyType(
    {
        "a parent that is a list": _shown("stream", "b'{}'", parent="b'[]'"),
        "a parent that is nothing": _shown("stream", "b'{}'", parent="b'null'"),
        "a content that is a list": _shown("stream", "b'[]'"),
        "a reply that is a list": _replied(b'["done"]'),
        "a reply that is a text": _replied(b'"done"'),
        "a count that is a text": _shown(
            "execute_input", """b'{"code": "", "execution_count": "first"}'"""
        ),
        "half a character in a record": _shown(
            "display_data", repr(_RECORD % rb'{"question": "\ud800"}')
        ),
    }
)

# What `check` can be given, as an expression, and what a judge would make of it: millions of lists.
UNFOLDING = MappingProxyType(
    {
        "a long axis beside an empty one": "np.zeros((200_000, 0), bool)",
        "two long axes around an empty one": "np.zeros((1_000, 1_000, 0))",
    }
)
