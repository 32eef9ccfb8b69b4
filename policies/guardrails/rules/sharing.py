"""What other accounts, everyone on an event bus or a layer, and a network's endpoint may use."""

from collections.abc import Iterator, Sequence

from guardrails import access
from guardrails.answers import WHOSE
from guardrails.documents import documents, findings, parse, reported
from guardrails.graph import Graph
from guardrails.iam import exposure, foreign
from guardrails.iam.model import DocumentKind
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.settings import accounts
from guardrails.subjects.snippets import ENDPOINT, OF_THE_ORGANIZATION, opening
from guardrails.view import Resource

_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_ENDPOINT_POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
_EVENT_BUS_POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy"

# The others take no policy: https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
_WITH_POLICY = ("", "Gateway", "Interface")


@rule(
    "resource-policy-cross-account",
    "Resources are opened to trusted accounts only",
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[one for one in access.RESOURCE_DOCUMENTS if one not in access.ENDPOINT_DOCUMENTS],
    why="Another account's administrators decide who uses the resource then.",
    remediation="Remove the principal, bound it by aws:PrincipalOrgID, or list its account in the "
    "setting trusted_accounts.",
    snippet=opening("a queue", {"AWS": "*"}, OF_THE_ORGANIZATION),
    equivalents=["prowler:dynamodb_table_cross_account_access"],
    settings={"trusted_accounts": accounts("Accounts that any resource may be opened to.")},
)
def cross_account(resource: Resource, trusted_accounts: Sequence[str]) -> Iterator[Result]:
    """Whose the resource is, its provider says, or the ARNs of its policy do."""
    for document in documents(resource, DocumentKind.RESOURCE):
        if document.unknown:
            yield Undetermined(document.view.path)
            continue
        parsed = document.parsed().document
        if parsed is None:
            continue
        own = resource.account_id or foreign.owner_named(parsed)
        if own is None and foreign.depends_on_owner(parsed):
            yield Undetermined(WHOSE)
        for account, finding in foreign.judge(parsed, own) if own else ():
            if account not in trusted_accounts:
                yield reported(document, finding)


@rule(
    "event-bus-open",
    "No policy opens an event bus to everyone",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=[_EVENT_BUS_POLICY, access.EVENT_PERMISSION],
    why="The principal * is every AWS account: each can send events that rules act on.",
    remediation="Name the accounts, or bound * by aws:PrincipalOrgID.",
    snippet=opening("a bus", {"AWS": "*"}, OF_THE_ORGANIZATION),
    equivalents=["cdk-nag:EVB1", "FSBP:EventBridge.3", "prowler:eventbridge_bus_exposed"],
)
def event_bus(resource: Resource) -> Iterator[Result]:
    """A policy, or a permission that is one statement of it."""
    if resource.type == _EVENT_BUS_POLICY:
        yield from findings(resource, DocumentKind.RESOURCE, "policy-public-principal")
        return
    yield from _open_statement(
        resource,
        "condition",
        "Every AWS account can send events to the bus, and rules act on them.",
        "condition={'key': 'aws:PrincipalOrgID', 'type': 'StringEquals', 'value': 'o-...'}",
    )


@rule(
    "lambda-layer-public",
    "No layer is shared with everyone",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[access.LAYER_PERMISSION],
    why="Whoever has an AWS account can download the layer's code.",
    remediation="Name the account in principal, or add organization_id.",
    snippet="aws.lambda_.LayerVersionPermission(\n"
    '    ..., principal="*", organization_id="o-a1b2c3d4e5"\n'
    ")",
    own="The tools of the catalogue look for layers of others, not for who gets one's own.",
)
def layer(permission: Resource) -> Iterator[Result]:
    """``*`` with an organization is that organization."""
    yield from _open_statement(
        permission,
        "organizationId",
        "Every AWS account can download the layer and read its code.",
        "organization_id=<the organization>, or principal=<an account>",
    )


def _open_statement(resource: Resource, bound: str, message: str, fix: str) -> Iterator[Result]:
    principal = resource["principal"]
    if principal.unknown:
        yield Undetermined(principal.path)
    elif principal.text == "*" and resource[bound].missing:
        yield Fail(message, principal.path, fix)


@rule(
    "vpce-policy-open",
    "A VPC endpoint's policy bounds who calls or what is called",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=access.ENDPOINT_DOCUMENTS,
    why="Through an open endpoint whoever is in the network carries data to an account of his own.",
    remediation='Add "StringEquals": {"aws:ResourceOrgID": ..., "aws:PrincipalOrgID": ...}.',
    snippet=ENDPOINT,
    own="Other tools see endpoint policies only in a running account.",
)
def endpoint(graph: Graph) -> Iterator[Result]:
    """The principal ``*`` is usual; without a policy an endpoint has AWS's, which is open."""
    for resource in graph.of(*access.ENDPOINT_DOCUMENTS):
        carried = tuple(documents(resource, DocumentKind.RESOURCE))
        for document in carried:
            if document.unknown:
                yield Undetermined(document.view.path, resource.urn)
                continue
            parsed = parse(document.text, DocumentKind.RESOURCE).document
            for finding in exposure.judge_endpoint(parsed) if parsed else ():
                yield _at(resource, reported(document, finding))
        if resource.type == _ENDPOINT and not carried:
            yield from _without_policy(graph, resource)


def _without_policy(graph: Graph, resource: Resource) -> Iterator[Result]:
    kind, policy = resource["vpcEndpointType"], resource["policy"]
    if kind.unknown or kind.text not in _WITH_POLICY:
        return
    apart = graph.attached(resource, [_ENDPOINT_POLICY], "vpcEndpointId", [_ENDPOINT])
    if apart.found:
        return
    if apart.maybe:
        yield Undetermined(apart.maybe[0][1], apart.maybe[0][0].urn)
        return
    yield Fail(
        "The endpoint has no policy, so AWS's holds: anyone's credentials reach anyone's "
        "resources through it.",
        policy.path,
        "policy=<a document with aws:ResourceOrgID and aws:PrincipalOrgID>",
        resource.urn,
    )


def _at(resource: Resource, failed: Fail) -> Fail:
    return Fail(
        failed.message, failed.path, failed.fix, resource.urn, failed.severity, failed.statement
    )


RULES = (cross_account, event_bus, layer, endpoint)
