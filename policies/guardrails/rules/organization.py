"""Organizations: what their policies deny, and whether they can have any."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails import access
from guardrails.demands import Demand, all_of, demand_rule, none_of
from guardrails.documents import AccessDocument, documents
from guardrails.graph import Graph
from guardrails.iam.model import DocumentKind
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.settings import whole_number
from guardrails.subjects.control_policies import EXPECTED, allows_everything, denied
from guardrails.view import Resource

_POLICY: Final = access.ORGANIZATION_POLICY
_ATTACHMENT: Final = "aws:organizations/policyAttachment:PolicyAttachment"
_ORGANIZATION: Final = "aws:organizations/organization:Organization"
_ACCOUNT: Final = "aws:organizations/account:Account"
_UNIT: Final = "aws:organizations/organizationalUnit:OrganizationalUnit"
_SCP: Final = "SERVICE_CONTROL_POLICY"

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
_SCPS_PER_TARGET: Final = 10


@rule(
    "scp-open",
    "No service control policy only allows everything",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=[_POLICY],
    why="Such a policy limits no account and takes one of the few places of its target; AWS "
    "attaches one of its own anyway.",
    remediation="Deny in it what no account may do, or delete it.",
    snippet="""aws.organizations.Policy(
    "deny-leaving",
    type="SERVICE_CONTROL_POLICY",
    content=aws.iam.get_policy_document(statements=[
        {"effect": "Deny", "actions": ["organizations:LeaveOrganization"], "resources": ["*"]},
    ]).json,
)""",
    own="Prowler asks an account whether it has policies that deny regions, not what a declared "
    "one does.",
)
def scp_open(policy: Resource) -> Iterator[Result]:
    """Only policies with an unconditional allow of everything and no deny."""
    for document in documents(policy, DocumentKind.SCP):
        if document.unknown:
            yield Undetermined(document.view.path)
            continue
        parsed = document.parsed().document
        if parsed and allows_everything(parsed):
            yield Fail(
                "The policy allows everything and denies nothing, so it limits no account.",
                document.view.path,
                "deny what no account may do, or delete the policy",
            )


@rule(
    "org-denies",
    "An organization denies root users, other regions, and leaving",
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_ORGANIZATION, _POLICY],
    why="No IAM policy of an account binds its root user, or keeps it in the organization and in "
    "the regions that somebody watches.",
    remediation="Attach service control policies that deny organizations:LeaveOrganization, "
    "everything to root users (aws:PrincipalArn), and everything outside of your regions "
    "(aws:RequestedRegion, global services aside).",
    snippet="""Organization("main", {
    "policies": ["deny-leave-organization", "deny-root-user", "allowed-regions"],
    "units": units,
})""",
    equivalents=["prowler:organizations_scp_check_deny_regions"],
)
def denies(graph: Graph) -> Iterator[Result]:
    """Judged by what the attached policies answer to requests, however they are written.

    Policies of another stack are not seen, hence the level. What keeps every policy from denying
    anything is another rule's to tell.
    """
    policies = [one for one in graph.of(_POLICY) if one["type"].text in ("", _SCP)]
    if any(map(_takes_no_policies, graph.of(_ORGANIZATION))) or any(map(_is_open, policies)):
        return
    found = [(one, each) for one in policies for each in documents(one, DocumentKind.SCP)]
    holders = graph.of(_ORGANIZATION) or policies
    missing = _not_denied([document for one, document in found if _is_attached(graph, one)])
    if not holders or not missing:
        return
    unknown = [(one.urn, each.view.path) for one, each in found if each.unknown]
    if unknown:
        urn, path = unknown[0]
        yield Undetermined(path, urn)
        return
    yield Fail(
        f"No service control policy that this stack attaches denies {' or '.join(missing)}.",
        "content" if holders[0].type == _POLICY else "enabledPolicyTypes",
        "attach service control policies that deny it",
        holders[0].urn,
    )


def _takes_no_policies(organization: Resource) -> bool:
    """Whether ``org-all-features`` speaks."""
    return any(isinstance(one, Fail) for one in FEATURES.check(organization))


def _is_open(policy: Resource) -> bool:
    """Whether ``scp-open`` speaks."""
    return any(isinstance(one, Fail) for one in scp_open.check(policy))


def _not_denied(found: Sequence[AccessDocument]) -> list[str]:
    parsed = (one.parsed().document for one in found if not one.unknown)
    done = {what for document in parsed if document for what in denied(document)}
    return [what for what in EXPECTED if what not in done]


def _is_attached(graph: Graph, policy: Resource) -> bool:
    attached = graph.attached(policy, [_ATTACHMENT], "policyId", [_POLICY])
    return bool(attached.found or attached.maybe)


@rule(
    "scp-count",
    "No target has more service control policies than AWS attaches",
    category="validity",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[_ATTACHMENT],
    why="AWS refuses one more in the middle of a deployment.",
    remediation="Merge policies: their statements may stand in one, up to its size.",
    snippet="""aws.organizations.Policy(
    "guard", type="SERVICE_CONTROL_POLICY", content=json.dumps(statements_of_both)
)""",
    own="The tools of the catalogue judge each policy alone.",
    settings={
        "maximum_per_target": whole_number(
            _SCPS_PER_TARGET,
            1,
            _SCPS_PER_TARGET,
            "The most policies on a root, unit or account, AWS's own FullAWSAccess included; 5 "
            "for an organization from before May 2026.",
        )
    },
)
def scp_count(graph: Graph, maximum_per_target: int) -> Iterator[Result]:
    """FullAWSAccess is on every target unless somebody took it off, which no program shows."""
    by_target: dict[str, list[Resource]] = {}
    for attachment in graph.of(_ATTACHMENT):
        policy = graph.target(attachment, attachment["policyId"], [_POLICY])
        if policy and policy["type"].text not in ("", _SCP):
            continue
        target = graph.same_target(attachment, "targetId", [_ORGANIZATION, _UNIT, _ACCOUNT])
        if target:
            by_target.setdefault(target, []).append(attachment)
        elif len(graph.of(_ATTACHMENT)) >= maximum_per_target:
            yield Undetermined("targetId", attachment.urn)
    for attachments in by_target.values():
        own = any(one["policyId"].text == "p-FullAWSAccess" for one in attachments)
        count = len(attachments) + (not own)
        if count > maximum_per_target:
            yield Fail(
                f"The target gets {count} service control policies, with AWS's FullAWSAccess; "
                f"AWS attaches {maximum_per_target}.",
                "targetId",
                "merge policies, or attach some of them higher up",
                attachments[-1].urn,
            )


FEATURES: Final = demand_rule(
    "org-all-features",
    "An organization has all features and service control policies",
    Demand(
        (_ORGANIZATION,),
        "featureSet",
        none_of("CONSOLIDATED_BILLING"),
        "The organization only shares its bill: no policy can limit an account.",
        "feature_set='ALL'",
    ),
    Demand(
        (_ORGANIZATION,),
        "enabledPolicyTypes",
        all_of([_SCP]),
        "Service control policies are not switched on, so none can be attached.",
        "enabled_policy_types=['SERVICE_CONTROL_POLICY']",
        when=lambda organization: organization["featureSet"].text != "CONSOLIDATED_BILLING",
    ),
    category="least-privilege",
    severity=Severity.MEDIUM,
    why="Without them the only limit on an account is what its own administrators set.",
    remediation="Set feature_set='ALL' and enabled_policy_types=['SERVICE_CONTROL_POLICY'].",
    snippet="""aws.organizations.Organization(
    "main", feature_set="ALL", enabled_policy_types=["SERVICE_CONTROL_POLICY"]
)""",
    own="The tools of the catalogue ask whether an account is in an organization, not in which.",
)

RULES = (scp_open, denies, scp_count, FEATURES)
