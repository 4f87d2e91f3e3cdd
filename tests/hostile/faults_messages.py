"""Messages that are none: forged, malformed, withheld."""

from __future__ import annotations

from textwrap import dedent

from tests.hostile.fault import FLOOD, SECONDS, TIME, Fault

_FORGE = """\
import hmac, json
kernel = get_ipython().kernel

def forge(socket, kind, content="{}", header=None, parent=None, metadata="{}", key=None):
    \"\"\"Send one message with any text in its parts, signed as it should be.\"\"\"
    honest = {"msg_id": "x", "msg_type": kind, "username": "u", "session": "s", "version": "5.3",
              "date": "2026-01-01T00:00:00Z"}
    ours = kernel.get_parent("shell")["header"]
    parent = json.dumps(ours, default=str) if parent is None else parent
    header = json.dumps(honest) if header is None else header
    parts = [part.encode() for part in (header, parent, metadata, content)]
    signature = hmac.new(key or kernel.session.key, digestmod="sha256")
    for part in parts:
        signature.update(part)
    socket.send_multipart([b"<IDS|MSG>", signature.hexdigest().encode(), *parts])
"""


_REPLY = """\
honest = (kernel := get_ipython().kernel).session.send
def send(stream, kind, content=None, *args, **kwargs):
    if kind == "execute_reply":
        kernel.session.send, content = honest, CONTENT
    return honest(stream, kind, content, *args, **kwargs)
print("sent")
kernel.session.send = send
"""


def _forged(about: str, text: str, expected: str = "(sent|is no output)") -> Fault:
    return Fault(about=about, sources=(_FORGE + dedent(text),), expected=expected)


FORGED = {
    "message-nested-without-end": _forged(
        "A message whose content is nested a hundred thousand times.",
        """
        deep = '{"data": {"text/plain": ' + "[" * 100_000 + "]" * 100_000 + "}}"
        forge(kernel.iopub_socket, "display_data", deep)
        forge(kernel.iopub_socket, "display_data", "{}", header="[" * 100_000)
        print("sent")
        """,
    ),
    "message-without-a-head": _forged(
        "Messages whose parts are other than they should be.",
        """
        for text in ("[]", "null", "7", '"text"', "{}", '{"msg_id": 5}', "", "\\x00", "NaN"):
            forge(kernel.iopub_socket, "stream", header=text)
            forge(kernel.iopub_socket, "stream", parent=text)
            forge(kernel.iopub_socket, "stream", content=text)
            forge(kernel.iopub_socket, "stream", metadata=text)
        for kind in ("", "comm_open", "input_request", "shutdown_reply", "clear_output",
                     "update_display_data", "execute_result", "error", "status", "x" * 10_000):
            for text in ("[]", "null", "{}", '{"data": 5, "metadata": [], "transient": 7}'):
                forge(kernel.iopub_socket, kind, content=text)
        print("sent")
        """,
    ),
    "message-of-odd-frames": _forged(
        "Frames that are no message at all.",
        """
        for frames in ([b""], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"sig"], [b"x"] * 200,
                       [b"<IDS|MSG>", b"", b"", b"", b"", b""], [b"\\xff\\x00" * 1000]):
            kernel.iopub_socket.send_multipart(frames)
        print("sent")
        """,
    ),
    "message-of-another-key": _forged(
        "Messages signed with another key.",
        """
        text = '{"name": "stdout", "text": "forged"}'
        for _ in range(100):
            forge(kernel.iopub_socket, "stream", text, key=b"mine")
        print("sent")
        """,
        r"^((?!forged).)*sent",
    ),
    "replies-that-are-none": Fault(
        about="Replies whose content is no reply, in the true one's place.",
        sources=tuple(
            _REPLY.replace("CONTENT", repr(content))
            for content in (
                *("[]", "null", "7", '"text"', "{}", '{"status": ["error"], "ename": {}}'),
                '{"status": "error"}',
                '{"status": "error", "ename": "x", "evalue": {"a": 1}, "traceback": 7}',
            )
        ),
        expected="sent",
        limits={"cell_seconds": SECONDS},  # what is no reply at all is waited for
    ),
    "idle-before-the-end": _forged(
        "The state idle a hundred times, and then more output.",
        """
        for _ in range(100):
            forge(kernel.iopub_socket, "status", '{"execution_state": "idle"}')
        print("sent")
        """,
        "",
    ),
    "idle-withheld": _forged(
        "A kernel that never says that it is done.",
        """
        honest = kernel.session.send
        def send(stream, kind, *args, **kwargs):
            if kind == "status":
                kernel.session.send = honest
                return None
            return honest(stream, kind, *args, **kwargs)
        print("sent")
        kernel.session.send = send
        """,
        f"(sent|{TIME}|at once)",
    ),
    "bundles-that-are-none": _forged(
        "Displays of data that no notebook can hold.",
        """
        for bundle in ({"text/plain": 5}, {"text/plain": ["a", 1]}, {"image/png": 7},
                       {"text/html": {"a": 1}}, {"application/json": [1]}, {"": ""},
                       {"x" * 10_000: "y"}, {"application/vnd.autograder.answer+json": [1]}):
            for kind in ("display_data", "execute_result", "update_display_data"):
                content = {"data": bundle, "metadata": {}, "execution_count": "one",
                           "transient": {"display_id": "a"}}
                forge(kernel.iopub_socket, kind, json.dumps(content))
        print("sent")
        """,
    ),
    "text-that-no-file-can-hold": _forged(
        "Half characters, null bytes and numbers that are none, in outputs.",
        """
        stream = {"name": "stdout", "text": "half \\ud800 null \\x00"}
        forge(kernel.iopub_socket, "stream", json.dumps(stream))
        error = {"ename": "\\ud800", "evalue": "\\udfff", "traceback": ["\\ud800"]}
        forge(kernel.iopub_socket, "error", json.dumps(error))
        data = {"text/plain": "\\ud800", "application/json": float("nan")}
        bundle = json.dumps({"data": data, "metadata": {}})
        forge(kernel.iopub_socket, "display_data", bundle)
        print("sent")
        """,
    ),
    "flood-of-comms": _forged(
        "A hundred thousand messages of a kind that nobody reads.",
        """
        for _ in range(100_000):
            forge(kernel.iopub_socket, "comm_msg", '{"data": {}, "comm_id": "x"}')
        print("sent")
        """,
        f"(sent|{TIME}|{FLOOD})",
    ),
}
