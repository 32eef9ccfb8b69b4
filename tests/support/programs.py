"""Programs with resources of a made-up type, and a backend that keeps what it was given."""

from collections.abc import Mapping
from typing import Any

from local.engine.backend import Created, Declared, PreviewBackend

PRELUDE = """
import pulumi

class Thing(pulumi.CustomResource):
    def __init__(self, name, opts=None, **props):
        super().__init__("aws:test/thing:Thing", name, {"arn": None, **props}, opts)

class Box(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("demo:index:Box", name, {}, opts)
        self.register_outputs({"width": 3})

"""


def program(body: str) -> str:
    return PRELUDE + "\n".join(line.strip("\n") for line in body.splitlines())


class Recorder(PreviewBackend):
    """A backend that deploys, and keeps what it was given."""

    preview = False

    def __init__(self) -> None:
        self.made: list[Declared] = []

    def create(self, resource: Declared) -> Created:
        if resource.name == "bad":
            raise ValueError("no such size")
        self.made.append(resource)
        return Created(id=f"{resource.name}-id", outputs={"arn": f"arn:{resource.name}", "n": 1})

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return {"token": token, **args} if token.startswith("aws:test") else None
