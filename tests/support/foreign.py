"""A project that knows nothing of Bulwark, with one mistake in it."""

import sys
from pathlib import Path
from textwrap import dedent
from typing import Final

from local.policy.client import Violation

PROJECT: Final = (
    f"name: foreign\nruntime: {{name: python, options: {{virtualenv: {Path(sys.prefix)}}}}}\n"
)
# A component may have any type and inputs, and needs no provider.
BROAD: Final = """
    import json, pulumi

    statement = {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    pulumi.ComponentResource("aws:iam/policy:Policy", "deploy", {"policy": policy})
"""
FULL_IAM: Final = Violation(
    rule="full-iam",
    level="mandatory",
    severity="critical",
    urn="urn:pulumi:dev::foreign::aws:iam/policy:Policy::deploy",
    type="aws:iam/policy:Policy",
    name="deploy",
    message="'iam:*' allows every action of IAM: whoever has it can give itself any right.",
    path="policy.Statement[0].Action[0]",
    fix="Write what is needed, such as iam:GetRole and iam:ListRolePolicies to read.",
)


def write(folder: Path, program: str = BROAD) -> Path:
    """Write the project into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "__main__.py").write_text(dedent(program))
    return folder
