"""A Pulumi YAML program uses the components, by the real engine, under the policy pack."""

from pathlib import Path
from textwrap import dedent

import pytest

from local.policy import OWN_PACK
from local.provider.server import serve
from local.pulumi.events import Events
from local.pulumi.workspace import workspace
from tests.support.served import PLUGIN

pytestmark = pytest.mark.e2e

PROGRAM = f"""
    name: shop
    runtime: yaml
    packages:
      bulwark: {PLUGIN}
    resources:
      data:
        type: bulwark:Key
        properties:
          description: The logs of the shop
      orders:
        type: bulwark:Table
        properties:
          partitionKey: {{ name: id }}
          indexes:
            by_customer:
              partitionKey: {{ name: customer }}
          encryptionKey:
            arn: ${{data.arn}}
            alias: alias/shop-dev-data
      checkout:
        type: bulwark:Function
        properties:
          source: lambda/checkout
          timeoutSeconds: 10
          memoryMb: 256
          grants:
            - statements:
                - actions: ["dynamodb:PutItem"]
                  resources: ["arn:aws:dynamodb:eu-central-1:111122223333:table/shop-dev-orders"]
          encryptionKey:
            arn: ${{data.arn}}
            alias: alias/shop-dev-data
    outputs:
      function: ${{checkout.name}}
"""


def test_a_yaml_program_previews_with_tables_and_functions(pulumi: Path, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(dedent(PROGRAM))
    handler = tmp_path / "lambda" / "checkout"
    handler.mkdir(parents=True)
    (handler / "__init__.py").touch()
    (handler / "handler.py").write_text("def handler(event, context):\n    return event\n")

    with serve() as served, workspace(pulumi, tmp_path, provider_port=served.port) as engine:
        engine.run("stack", "init", "dev")
        engine.run("config", "set", "aws:region", "eu-central-1", "-s", "dev")
        log = engine.folder / "events"
        done = engine.run(
            *("preview", "-s", "dev", "--event-log", str(log), "--policy-pack", str(OWN_PACK))
        )
        events = Events.read(log)

    assert done.returncode == 0, done.stdout + done.stderr
    assert events.findings == frozenset()
    kinds = sorted(urn.split("::")[2].rpartition("$")[2] for urn in events.steps)
    assert kinds == [
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:dynamodb/table:Table",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:kms/alias:Alias",
        "aws:kms/key:Key",
        "aws:lambda/alias:Alias",
        "aws:lambda/function:Function",
        "bulwark:index:Function",
        "bulwark:index:Key",
        "bulwark:index:Role",
        "bulwark:index:Table",
        "pulumi:providers:aws",
        "pulumi:providers:bulwark",
        "pulumi:pulumi:Stack",
    ]
