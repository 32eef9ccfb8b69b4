"""Machines' metadata service, which hands out the credentials of their roles."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import placed
from guardrails.demands import Demand, Demands, demand_rule, none_of, one_of
from guardrails.graph import Graph
from guardrails.model import Level, Result, Scope, Severity, rule
from guardrails.subjects.account_defaults import default_of
from guardrails.view import Resource, View

_INSTANCE: Final = "aws:ec2/instance:Instance"
_SPOT: Final = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
_DEFAULTS: Final = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
_MACHINES: Final = (_INSTANCE, _SPOT, _TEMPLATE, _CONFIGURATION)


def _has_metadata(machine: Resource) -> bool:
    return machine["metadataOptions"]["httpEndpoint"].text != "disabled"


def _tokens(*types: str, mended: str | None = None) -> Demand:
    return Demand(
        types,
        "metadataOptions.httpTokens",
        one_of("required"),
        "The metadata service answers without a token, so a request that is forged through the "
        "machine gets the credentials of its role.",
        "metadata_options={'http_tokens': 'required'}",
        mended=mended,
        when=_has_metadata,
    )


_DEMANDS: Final = Demands(
    (
        _tokens(_INSTANCE, _TEMPLATE, mended="required"),
        # A change replaces these, which is not for a remedy to do.
        _tokens(_SPOT, _CONFIGURATION),
        Demand(
            (_DEFAULTS,),
            "httpTokens",
            none_of("optional"),
            "The account's default lets the metadata service answer without a token.",
            "http_tokens='required'",
            mended="required",
        ),
    )
)


@rule(
    "imdsv2",
    "Machines give their credentials to sessions of IMDSv2 only",
    category="least-privilege",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=[*_MACHINES, _DEFAULTS],
    why="Version 1 of the metadata service hands the role's credentials to any request that "
    "comes from the machine.",
    remediation="Set metadata_options={'http_tokens': 'required'}, or have the account demand it "
    "of every machine, with aws.ec2.InstanceMetadataDefaults.",
    snippet='aws.ec2.Instance(..., metadata_options={"http_tokens": "required"})',
    equivalents=[
        "CKV_AWS_79",
        "FSBP:EC2.8",
        "FSBP:EC2.170",
        "FSBP:AutoScaling.3",
        "cdk-nag:EC2IMDSv2Enabled",
        "trivy:AWS-0028",
        "trivy:AWS-0130",
    ],
    remedy=_DEMANDS.mend,
)
def tokens(graph: Graph) -> Iterator[Result]:
    """What a machine leaves open, the account's default of the same region decides.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
    """
    for default in graph.of(_DEFAULTS):
        yield from placed(default, _DEMANDS(default))
    for machine in graph.of(*_MACHINES):
        default = default_of(graph, machine, _DEFAULTS)
        demanded = default["httpTokens"] if default else View(None)
        said = machine["metadataOptions"]["httpTokens"]
        # An unknown default is told above.
        if not said.missing or not (demanded.text == "required" or demanded.unknown):
            yield from placed(machine, _DEMANDS(machine))


def _one_hop(limit: View) -> bool:
    return limit.number is None or limit.number <= 1


_HOPS = demand_rule(
    "imdsv2-hop-limit",
    "The metadata service answers the machine itself, and no container on it",
    Demand(
        _MACHINES,
        "metadataOptions.httpPutResponseHopLimit",
        _one_hop,
        "A token may pass more than one hop, so a container on the machine gets the credentials "
        "of the machine's role.",
        "metadata_options={'http_put_response_hop_limit': 1}",
        when=_has_metadata,
    ),
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A second hop is what a container needs to act as the machine that it runs on.",
    remediation="Leave http_put_response_hop_limit at 1, and give containers roles of their own.",
    snippet='aws.ec2.LaunchTemplate(..., metadata_options={"http_put_response_hop_limit": 1})',
    equivalents=["CKV_AWS_341", "FSBP:AutoScaling.4"],
)


RULES = (tokens, _HOPS)
