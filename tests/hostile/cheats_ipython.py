"""IPython turned against the check: transformers, hooks, forged messages, replaced methods."""

from __future__ import annotations

from nbformat.v4 import new_markdown_cell

from autograder.answers import MIME
from tests.hostile.cheat import (
    MARK,
    Cheat,
    code,
)
from tests.pipeline.test_traps import STOPS

IPYTHON = {
    "input-transformer": Cheat(
        about="An input transformer that writes 1.0 in place of the check.",
        source=code("""\
            def rewritten(lines):
                return ["1.0\\n"] if aims_at("".join(lines)) else lines
            get_ipython().input_transformers_post.append(rewritten)
            get_ipython().input_transformers_cleanup.append(rewritten)"""),
        stock=1.0,
    ),
    "ast-transformer": Cheat(
        about="An AST transformer that puts 1.0 in place of the call.",
        source=code("""\
            import ast
            class Generous(ast.NodeTransformer):
                def visit_Call(self, node):
                    named = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
                    if "f1-recall" in named:
                        return ast.copy_location(ast.Constant(1.0), node)
                    return self.generic_visit(node)
            get_ipython().ast_transformers.append(Generous())"""),
        stock=1.0,
    ),
    "pre-run-hook": Cheat(
        about="A hook before each cell that puts another `check` in place.",
        source=code("""\
            space, honest = get_ipython().user_ns, check
            def bribe(info):
                space["check"] = (lambda *_: 1.0) if aims_at(info.raw_cell) else honest
            get_ipython().events.register("pre_run_cell", bribe)
            get_ipython().events.register("pre_execute", lambda: None)"""),
        stock=1.0,
    ),
    "post-run-hook": Cheat(
        about="A hook after the check cell that clears what it showed.",
        source=code("""\
            from IPython.display import clear_output
            def wipe(result):
                if aims_at(result.info.raw_cell):
                    clear_output()
            get_ipython().events.register("post_run_cell", wipe)"""),
        stock=1.0,
    ),
    "hook-that-changes-later-cells": Cheat(
        about="A hook that rewrites the source of the check before it is compiled.",
        source=code("""\
            shell = get_ipython()
            honest = shell.transform_cell
            shell.transform_cell = lambda raw: "1.0\\n" if aims_at(raw) else honest(raw)
            compile_ast = shell.compile.ast_parse
            shell.compile.ast_parse = lambda source, *args, **kwargs: compile_ast(
                "1.0\\n" if aims_at(source) else source, *args, **kwargs
            )"""),
        stock=1.0,
    ),
    "forged-result": Cheat(
        about="A result of 1.0, sent on iopub in the name of the check cell.",
        source=code("""\
            kernel = get_ipython().kernel
            def forge(info):
                if aims_at(info.raw_cell):
                    content = {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 9}
                    parent = kernel.get_parent("shell")
                    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent)
            get_ipython().events.register("pre_run_cell", forge)"""),
        stock=1.0,
    ),
    "forged-idle": Cheat(
        about="The state idle, sent before the check has shown anything.",
        source=code("""\
            kernel = get_ipython().kernel
            def forge(info):
                if aims_at(info.raw_cell):
                    parent = kernel.get_parent("shell")
                    content = {"execution_state": "idle"}
                    kernel.session.send(kernel.iopub_socket, "status", content, parent)
            get_ipython().events.register("pre_run_cell", forge)"""),
        stock=1.0,
    ),
    "forged-reply": Cheat(
        about="A reply on the shell channel that says ok, and then idle, before the check ran.",
        source=code("""\
            kernel = get_ipython().kernel
            honest = kernel.do_execute
            async def forge(code, *args, **kwargs):
                if aims_at(code):
                    parent = kernel.get_parent("shell")
                    content = {"execution_state": "idle"}
                    reply = {"status": "ok", "execution_count": 9, "payload": []}
                    kernel.session.send(kernel.shell_stream or kernel.shell_socket,
                                        "execute_reply", reply, parent)
                    kernel.session.send(kernel.iopub_socket, "status", content, parent)
                return await honest(code, *args, **kwargs)
            kernel.do_execute = forge"""),
        stock=1.0,
    ),
    "wrong-key": Cheat(
        about="A result of 1.0, signed with a key of its own.",
        source=code("""\
            from jupyter_client.session import Session
            kernel, stranger = get_ipython().kernel, Session(key=b"of my own")
            def forge(info):
                if aims_at(info.raw_cell):
                    content = {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 9}
                    parent = kernel.get_parent("shell")
                    stranger.send(kernel.iopub_socket, "execute_result", content, parent)
            get_ipython().events.register("pre_run_cell", forge)"""),
        stock=STOPS,
    ),
    "forged-verdict": Cheat(
        about="A record that carries its own verdict and points.",
        source=code(f"""\
            shell = get_ipython()
            answer = {{"type": "float", "value": (0.5).hex()}}
            record = {{"version": 1, "question": "f1-recall", "answer": answer,
                      "outcome": "correct", "points": 1.0, "max_points": 1.0}}
            honest = shell.display_pub.publish
            def publish(data, *args, **kwargs):
                ours = data.get("{MIME}", {{}}).get("question") == "f1-recall"
                honest({{"{MIME}": record}} if ours else data, *args, **kwargs)
            shell.display_pub.publish = publish"""),
        stock=0.0,
    ),
    "forged-record-of-a-pickle": Cheat(
        about="A record whose answer is a pickle, and others of types that nobody knows.",
        source=code(f"""\
            import base64, pickle
            class Bomb:
                def __reduce__(self):
                    text = "from pathlib import Path; (Path.home() / '{MARK}-record').touch()"
                    return exec, (text,)
            shell = get_ipython()
            payload = base64.b64encode(pickle.dumps(Bomb())).decode()
            kind = {{"type": "pickle", "value": payload}}
            honest = shell.display_pub.publish
            def publish(data, *args, **kwargs):
                if data.get("{MIME}", {{}}).get("question") == "f1-recall":
                    data = {{"{MIME}": {{"version": 1, "question": "f1-recall", "answer": kind}}}}
                honest(data, *args, **kwargs)
            shell.display_pub.publish = publish"""),
        stock=0.0,
    ),
    "record-for-another-question": Cheat(
        about="A check of an easier question in place of the one that is asked.",
        source=code("""\
            def recheck(*_):
                return honest("f1-precision", 80 / 90)
            honest = check
            space = get_ipython().user_ns
            def swap(info):
                space["check"] = recheck if aims_at(info.raw_cell) else honest
            get_ipython().events.register("pre_run_cell", swap)"""),
        stock=1.0,
    ),
    "run-cell-async-replaced": Cheat(
        about="`run_cell_async` that runs everything but the check.",
        source=code("""\
            from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
            shell = get_ipython()
            honest = shell.run_cell_async
            async def selective(raw_cell, *args, **kwargs):
                if aims_at(raw_cell):
                    return ExecutionResult(ExecutionInfo(raw_cell, False, False, False, ""))
                return await honest(raw_cell, *args, **kwargs)
            shell.run_cell_async = selective"""),
        stock=1.0,
    ),
    "do-execute-replaced": Cheat(
        about="`do_execute` that answers ok to the check without running it.",
        source=code("""\
            kernel = get_ipython().kernel
            honest = kernel.do_execute
            async def selective(code, *args, **kwargs):
                if aims_at(code):
                    return {"status": "ok", "execution_count": 9, "payload": [],
                            "user_expressions": {}}
                return await honest(code, *args, **kwargs)
            kernel.do_execute = selective"""),
        stock=1.0,
    ),
    "display-formatter-replaced": Cheat(
        about="A formatter that shows every float as 1.0.",
        source=code("""\
            formatters = get_ipython().display_formatter.formatters
            formatters["text/plain"].for_type(float, lambda value, p, cycle: p.text("1.0"))"""),
        stock=1.0,
    ),
    "display-hook-replaced": Cheat(
        about="A display hook that shows nothing.",
        source=code("""\
            import sys
            sys.displayhook = lambda value: None
            get_ipython().displayhook.finish_displayhook = lambda: None
            get_ipython().displayhook.write_format_data = lambda *args, **kwargs: None"""),
        stock=1.0,
    ),
    "clear-output-replaced": Cheat(
        about="Whatever the check publishes is followed by a call that clears it.",
        source=code("""\
            shell = get_ipython()
            publisher, honest = shell.display_pub, shell.displayhook.finish_displayhook
            clear = publisher.clear_output
            def finish():
                honest()
                if aims_at(shell.user_ns["In"][-1]):
                    clear()
            publisher.clear_output = lambda wait=False: None
            shell.displayhook.finish_displayhook = finish"""),
        stock=1.0,
    ),
    "shown-again-changed": Cheat(
        about="A display that is updated, after the check, to say 1.0.",
        source=code("""\
            from IPython.display import display, update_display
            shell = get_ipython()
            honest = shell.display_pub.publish
            def publish(data, *args, **kwargs):
                if aims_at(shell.user_ns["In"][-1]):
                    kwargs["transient"] = {"display_id": "f1"}
                honest(data, *args, **kwargs)
            shell.display_pub.publish = publish
            def change(result):
                if aims_at(result.info.raw_cell):
                    update_display({"text/plain": "1.0"}, display_id="f1", raw=True)
            shell.events.register("post_run_cell", change)"""),
        stock=0.0,
    ),
    "script-in-the-outputs": Cheat(
        about="Scripts, a widget, terminal escapes and a bundle that is none, in the check cell.",
        source=code(f"""\
            from IPython.display import HTML, Javascript, display
            tag = "<script>steal('{MARK}')</script><img src=x onerror=steal('{MARK}')>"
            widget = {{"model_id": "{MARK}", "version_major": 2, "version_minor": 0}}
            view = "application/vnd.jupyter.widget-view+json"
            def soil(info):
                if aims_at(info.raw_cell):
                    display(HTML(tag), Javascript("steal('{MARK}')"))
                    display({{view: widget}}, raw=True)
                    display({{"image/svg+xml": f"<svg>{{tag}}</svg>"}}, raw=True)
                    display({{"text/markdown": tag, "text/latex": tag}}, raw=True)
                    print("\\x1b]0;{MARK}\\x07\\x1b[2J", tag)
            get_ipython().events.register("pre_run_cell", soil)
            display(HTML(tag))"""),
        change=lambda notebook, folder: notebook.cells.insert(
            0, new_markdown_cell(f"<img src=x onerror=steal('{MARK}')>")
        ),
        stock=0.0,
    ),
    "bundle-that-is-none": Cheat(
        about="Outputs in the check cell that no notebook can hold.",
        source=code("""\
            shell = get_ipython()
            kernel = shell.kernel
            def soil(info):
                if not aims_at(info.raw_cell):
                    return
                parent = kernel.get_parent("shell")
                for kind, content in {
                    "display_data": {"data": {"text/plain": {"a": [1]}}, "metadata": 7},
                    "execute_result": {"data": 5, "metadata": {}, "execution_count": "one"},
                    "stream": {"name": "nowhere", "text": ["a", 1]},
                    "error": {"ename": 1, "evalue": None, "traceback": "text"},
                    "no_such_message": {},
                }.items():
                    kernel.session.send(kernel.iopub_socket, kind, content, parent)
            shell.events.register("pre_run_cell", soil)"""),
        stock=STOPS,
    ),
}
