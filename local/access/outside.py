"""What is open to outside: whom trust policies and resource policies let in, and who calls APIs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from guardrails.iam import arn as arns
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.denied import Left, left
from guardrails.iam.entity import Entity, Policy, ResourcePolicy
from guardrails.iam.model import Principal, Statement
from guardrails.origin import declared_urn
from local.access import grants
from local.access.edges import Drawing
from local.access.model import EdgeKind, Node, Side
from local.access.stack import Stack
from local.access.targets import Targets

EVERYONE: Final = Node(id="everyone", side=Side.OUTSIDE, kind="everyone", name="everyone")
_SIGNED: Final = Node(id="callers", side=Side.OUTSIDE, kind="callers", name="authorized callers")
_BINDING: Final = frozenset({Bound.CALLER, Bound.NETWORK, Bound.EXTERNAL_ID})
_TRUST: Final = "assumeRolePolicy"


class Outside:
    """Draws whom a stack lets in.

    Attributes:
        principals: The stack's own, by their ARNs.
    """

    def __init__(self, stack: Stack, principals: Mapping[str, Node], drawing: Drawing) -> None:
        self._stack = stack
        self._principals = principals
        self._drawing = drawing

    def trust(self, entities: Sequence[Entity]) -> None:
        """Draw who outside of the stack may take its roles."""
        for entity in entities:
            if entity.trust is None:
                continue
            if (entity.source, _TRUST) in self._stack.hidden:
                self._left_out(f"The trust policy of {entity.name}")
                continue
            policy = Policy("trust policy", entity.trust, entity.source, _TRUST)
            for allowed in left(entity.trust):
                self._let_in(allowed, policy, entity.source, entity.account_id)

    def policies(self, policies: Iterable[ResourcePolicy], targets: Targets) -> None:
        """Draw whom resources let in by their own policies."""
        for one in policies:
            if (one.source, one.path) in self._stack.hidden:
                self._left_out(f"The policy of {one.name}")
                continue
            node = self._drawing.add(self._guarded(one, targets))
            policy = Policy("resource policy", one.document, one.source, one.path)
            account = _account(one.arn) or self._stack.account
            for allowed in left(one.document):
                self._let_in(allowed, policy, node.id, account)
                self._let_do(allowed.statement, policy, node.id)

    def doors(self) -> None:
        """Draw who calls the stack's APIs."""
        for urn, door in self._stack.doors.items():
            if door.open and not door.private:
                self._drawing.add(EVERYONE)
                how = f"{_routes(door.open)} without authorization"
                self._drawing.draw(EdgeKind.OPEN, EVERYONE.id, urn, how, alarming=True)
            if door.operations > door.open:
                self._drawing.add(_SIGNED)
                how = _routes(door.operations - door.open)
                self._drawing.draw(EdgeKind.OPEN, _SIGNED.id, urn, how)

    def _guarded(self, policy: ResourcePolicy, targets: Targets) -> Node:
        urn = declared_urn(policy.source)
        known = self._drawing.node(urn)
        if known or policy.arn:
            return known or targets.of(policy.arn)
        return Node(
            id=urn,
            side=Side.RESOURCE,
            kind="resource",
            name=policy.name,
            source=urn,
        )

    def _let_do(self, statement: Statement, policy: Policy, target: str) -> None:
        """Draw what a resource lets the stack's own principals do."""
        for principal in statement.principals:
            node = self._principals.get(principal.value)
            if node:
                grant = grants.whole(statement, policy)
                self._drawing.draw(EdgeKind.CAN, node.id, target, grant=grant)

    def _let_in(self, allowed: Left, policy: Policy, target: str, account: str | None) -> None:
        statement = allowed.statement
        named = statement.principals
        if statement.not_principals:
            named = (Principal("*", "*", statement.place("NotPrincipal")),)
        trust = policy.path == _TRUST
        outsiders = [
            one
            for one in named
            if one.value not in self._principals
            # A resource only leaves it to the account's own policies; a role lets itself be taken.
            and (trust or not _is_own_account(one, account))
        ]
        if not outsiders:
            return
        grant = grants.whole(statement, policy)
        bound = bool(allowed.bound & _BINDING)
        for principal in outsiders:
            node = self._drawing.add(_outsider(principal, account))
            alarming = not bound if principal.is_everyone else _is_foreign(principal, account)
            self._drawing.draw(EdgeKind.OPEN, node.id, target, grant=grant, alarming=alarming)

    def _left_out(self, what: str) -> None:
        self._drawing.note(f"{what} is a secret: it is left out.")


def _routes(count: int) -> str:
    return f"{count} route" if count == 1 else f"{count} routes"


def _outsider(principal: Principal, account: str | None) -> Node:
    value = principal.value
    if principal.is_everyone:
        return EVERYONE
    kind, name = principal.kind.lower(), value
    if principal.kind == "AWS":
        number = _account(value) or value
        if value == number or value.endswith(":root"):
            kind, value = "account", number
            name = f"{number} (this one)" if number == account else number
        else:
            kind = "principal"
    elif principal.kind == "Federated":
        name = value.rpartition(":oidc-provider/")[2].rpartition(":saml-provider/")[2]
    return Node(id=f"{kind}:{value}", side=Side.OUTSIDE, kind=kind, name=name)


def _is_foreign(principal: Principal, account: str | None) -> bool:
    """Whether the principal is known to be of another account."""
    if principal.kind != "AWS" or not account:
        return False
    return (_account(principal.value) or principal.value) != account


def _is_own_account(principal: Principal, account: str | None) -> bool:
    if principal.kind != "AWS" or not account:
        return False
    own_root = principal.value.endswith(":root") and _account(principal.value) == account
    return own_root or principal.value == account


def _account(arn: str) -> str | None:
    parts = arns.split(arn)
    return parts.account or None if parts else None
