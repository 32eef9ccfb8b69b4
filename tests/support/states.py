"""Files for `bulwark check`, and the resources that it reads from them."""

import json
from pathlib import Path
from typing import Any

from local.state.read import read
from local.state.resources import declared

QUEUE = "urn:pulumi:dev::demo::demo:index:Box$aws:sqs/queue:Queue::q"
STACK = {
    "urn": "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev",
    "type": "pulumi:pulumi:Stack",
}


def state(**further: Any) -> dict[str, Any]:
    return {"urn": QUEUE, "type": "aws:sqs/queue:Queue", "custom": True, **further}


def exported(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"version": 3, "deployment": {"manifest": {}, "resources": [STACK, *resources]}}


def file_of(folder: Path, content: object) -> str:
    path = folder / "given.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def resources_of(folder: Path, content: object) -> Any:
    name, given = read(file_of(folder, content))
    return declared(given, name)
