"""What is attached to roles, seen together with who acts as them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from guardrails.access import IDENTITY_DOCUMENTS
from guardrails.documents import AccessDocument, documents, judge, reported
from guardrails.entities import entities
from guardrails.entities.place import Place
from guardrails.graph import Graph
from guardrails.iam import arn, identity, managed, text
from guardrails.iam.entity import Entity, EntityKind
from guardrails.iam.findings import Finding
from guardrails.iam.model import Document, DocumentKind, Principal
from guardrails.iam.overlap import overlap
from guardrails.iam.rewrite import passed_to_service
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import ROLE
from guardrails.subjects.snippets import PASS, READ
from guardrails.view import Resource, View

_READ_ONLY: Final = "ReadOnlyAccess"
_FUNCTIONS: Final = "lambda.amazonaws.com"

# The types that attach managed policies to roles, with their references to the role and to the
# policies.
_ATTACHING: Final = (
    (ROLE, "", "managedPolicyArns"),
    ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", "policyArn"),
    (
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        "roleName",
        "policyArns",
    ),
    ("aws:iam/policyAttachment:PolicyAttachment", "roles", "policyArn"),
)
# Told of by managed-admin, on whichever role.
_APART: Final = frozenset({"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"})
_STARS: Final = frozenset(
    {
        "action-star",
        "allow-notaction",
        "cloudtrail-full",
        "full-iam",
        "kms-full",
        "service-wildcard",
    }
)


class _Attached(NamedTuple):
    """A policy of AWS's that something attaches to a role."""

    holder: Resource
    reference: View
    arn: View
    name: str
    document: Document

    def role(self, graph: Graph) -> Resource | None:
        """The role, if it is of the stack."""
        if self.holder.type == ROLE:
            return self.holder
        return graph.target(self.holder, self.reference, [ROLE])

    @property
    def stars(self) -> bool:
        """Whether it allows whole services or more."""
        return any(one.rule in _STARS for one in identity.judge(self.document))


@rule(
    "lambda-role-star",
    "No function runs with a policy of AWS that allows whole services",
    category="least-privilege",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[ROLE],
    why="A function calls a handful of actions; a hole in its code or in a library opens the rest.",
    remediation="Grant the function what its code calls, such as table.query(index='by_status').",
    snippet=READ,
    equivalents=["serverless-rules:WS1003", "cdk-nag:LambdaStarPermissions"],
)
def lambda_role_star(graph: Graph) -> Iterator[Result]:
    """A role's own policies are judged where they stand, administrators' by ``managed-admin``."""
    attached = [one for one in _policies_of_aws(graph) if one.stars and one.name not in _APART]
    functions = _functions(graph) if attached else {}
    for one in attached:
        role = one.role(graph)
        if role is None:
            if one.reference.unknown:
                yield Undetermined(one.reference.path, one.holder.urn)
            continue
        entity = functions.get(role.urn)
        if entity is not None:
            yield _star(one, entity)


def _functions(graph: Graph) -> dict[str, Entity]:
    """The roles that functions run as, by their URN."""
    return {
        entity.source: entity
        for entity in entities(graph)
        if any(runner.service == _FUNCTIONS for runner in entity.runners)
    }


def _star(attached: _Attached, entity: Entity) -> Fail:
    running = text.names({runner.name for runner in entity.runners if runner.service == _FUNCTIONS})
    others = [one for policy in entity.policies for one in policy.document.statements]
    place = Place.of(attached.holder)
    found = [one for one in identity.judge(attached.document, place, others) if one.rule in _STARS]
    return Fail(
        f"{attached.name} for {running}: {found[0].message}",
        attached.arn.path,
        f"Give the role a policy of its own. {found[0].fix}",
        attached.holder.urn,
    )


@rule(
    "cross-account-readonly",
    "No other account reads everything",
    category="least-privilege",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[ROLE],
    why="ReadOnlyAccess reads content, objects and tables included, and not settings alone.",
    remediation="Attach SecurityAudit or ViewOnlyAccess, which leave content alone, or a policy "
    "with what the other account needs to see.",
    snippet="aws.iam.RolePolicyAttachment(\n"
    '    "audit", role=role.name, policy_arn="arn:aws:iam::aws:policy/SecurityAudit"\n'
    ")",
    equivalents=["prowler:iam_role_cross_account_readonlyaccess_policy"],
)
def cross_account_readonly(graph: Graph) -> Iterator[Result]:
    """Whose account a role is in has to be known, to know another one."""
    reading = [one for one in _policies_of_aws(graph) if one.name == _READ_ONLY]
    roles = {one.source: one for one in entities(graph)} if reading else {}
    for one in reading:
        role = one.role(graph)
        entity = roles.get(role.urn) if role else None
        trusted = list(_accounts(entity)) if entity else []
        if role is None and one.reference.unknown:
            yield Undetermined(one.reference.path, one.holder.urn)
        elif role is not None and role["assumeRolePolicy"].unknown:
            yield Undetermined("assumeRolePolicy", role.urn)
        elif entity is not None and trusted and entity.account_id is None:
            yield Undetermined("assumeRolePolicy", entity.source)
        elif entity is not None and (foreign := set(trusted) - {entity.account_id}):
            yield Fail(
                f"{_READ_ONLY} reads all objects, tables and parameters, and the role is trusted "
                f"from {text.names(foreign)}: its mistakes leak this account's data.",
                one.arn.path,
                "SecurityAudit, or a policy with what the other account needs to see",
                one.holder.urn,
            )


@rule(
    "passrole-no-passedtoservice",
    "iam:PassRole names the service that gets the role",
    category="least-privilege",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=list(IDENTITY_DOCUMENTS),
    why="Without it the role can be passed to any service that its trust policy names.",
    remediation=f"Add {passed_to_service('lambda.amazonaws.com')}.",
    snippet=PASS,
    equivalents=["trivy:AWS-0342"],
)
def passed_to_any_service(graph: Graph) -> Iterator[Result]:
    """Judged with the stack at hand: the role that is passed says which service it trusts."""
    for holder in graph.of(*IDENTITY_DOCUMENTS):
        for document in documents(holder, DocumentKind.IDENTITY):
            if document.unknown:
                yield Undetermined(document.view.path, holder.urn)
                continue
            place = (holder.account_id, holder.region)
            for found in judge(document.text, DocumentKind.IDENTITY, *place):
                if found.rule == "passrole-no-passedtoservice":
                    told = replace(found, fix=_fix_by_trust(found, document, graph))
                    yield replace(reported(document, told), urn=holder.urn)


def _fix_by_trust(found: Finding, document: AccessDocument, graph: Graph) -> str:
    """The fix with the services that the passed roles trust, where the stack declares them."""
    parsed = document.parsed().document
    passed = [
        resource
        for statement in (parsed.statements if parsed else ())
        if found.path.startswith(f"{statement.path}.")
        for resource in statement.resources
    ]
    roles = [one for one in entities(graph) if any(_means(resource, one) for resource in passed)]
    trusted = {
        principal.value
        for role in roles
        for statement in (role.trust.statements if role.trust else ())
        for principal in statement.principals
        if statement.allows and principal.kind == "Service"
    }
    if not trusted:
        return found.fix
    names = text.names(one.name for one in roles)
    return f"Add {passed_to_service(*trusted)}, trusted by {names}."


def _means(resource: str, role: Entity) -> bool:
    """Whether a resource is a role of the stack; by its name where no account is known."""
    if role.account_id is None:
        return arn.split(resource) is not None and resource.endswith(f"/{role.name}")
    return role.kind is EntityKind.ROLE and overlap(resource, role.arn)


def _accounts(entity: Entity) -> Iterator[str]:
    """The accounts whose principals the role trusts; ``*`` for all there are."""
    for statement in entity.trust.statements if entity.trust else ():
        if statement.allows:
            yield from filter(None, map(_account, statement.principals))


def _account(principal: Principal) -> str:
    if principal.is_everyone:
        return "*"
    if principal.kind != "AWS":
        return ""
    parts = arn.split(principal.value)
    return parts.account if parts else principal.value


def _policies_of_aws(graph: Graph) -> Iterator[_Attached]:
    """The policies of AWS's, of known content, that the stack attaches to roles."""
    for type_, reference, arns in _ATTACHING:
        for holder in graph.of(type_):
            for view in holder[arns].items():
                name, document = managed.name_of(view.text), managed.document(view.text)
                if name is None or document is None:
                    continue
                for role in holder[reference].items() if reference else (holder.properties,):
                    yield _Attached(holder, role, view, name, document)


RULES = (lambda_role_star, cross_account_readonly, passed_to_any_service)
