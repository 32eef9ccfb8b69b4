"""What each kind of policy says of a request, statement by statement."""

from collections.abc import Iterable, Iterator, Mapping

from guardrails.iam.entity import Policy
from guardrails.iam.evaluation import policies as kinds
from guardrails.iam.evaluation import principals, rcp_services
from guardrails.iam.evaluation.answer import RESOURCE_POLICY, Cited
from guardrails.iam.evaluation.caller import CallerKind
from guardrails.iam.evaluation.logic import NO, YES, Met, Truth, all_of, any_of
from guardrails.iam.evaluation.policies import Policies
from guardrails.iam.evaluation.principals import Grant
from guardrails.iam.evaluation.request import Request
from guardrails.iam.evaluation.statements import covers_action, speaks
from guardrails.iam.model import Document, Statement


class Layers:
    """The policies over one request.

    Attributes:
        near: Statements that allow the action but not the request, among those asked for so far.
    """

    def __init__(self, request: Request, policies: Policies) -> None:
        self._request = request
        self._policies = policies
        self._action = request.action.lower()
        self.near: list[Cited] = []

    def denied(self) -> Truth:
        """Whether a statement of any policy denies."""
        given = [truth for layer, one in self._all() for truth in self._told(layer, one, "Deny")]
        return any_of([*given, *self._denied_by_resource()])

    def within_levels(self) -> Truth:
        """Whether each level of service control policies allows."""
        if not self._is_under_scps:
            return YES
        levels = enumerate(self._policies.scps, start=1)
        return all_of(self._allowed(kinds.level("SCP", at), level) for at, level in levels)

    def within_boundary(self) -> Truth:
        """Whether the permissions boundary allows, or there is none."""
        return self._allowed_if_given(kinds.BOUNDARY, self._policies.boundary)

    def within_session(self) -> Truth:
        """Whether the session policy allows, or there is none."""
        return self._allowed_if_given(kinds.SESSION, self._policies.session)

    def by_identity(self) -> Truth:
        """Whether the caller's own policies allow; an account's root user needs none."""
        if self._request.caller.kind is CallerKind.ROOT:
            return YES
        if not self._request.caller.has_identity_policies:
            return NO
        return self._allowed(kinds.IDENTITY, self._policies.identity)

    def by_resource(self, *, needed: bool) -> Mapping[Grant, Truth]:
        """Whether the resource's policy allows, by what it means the caller as.

        Args:
            needed: Whether nothing goes without it: then one that was not given is unknown.
        """
        document = self._policies.resource
        if document is None and needed and self._request.unknown:
            return dict.fromkeys(Grant, Truth(Met.UNKNOWN, (RESOURCE_POLICY,)))
        statements = self._covering(document, "Allow") if document else ()
        found: dict[Grant, list[Truth]] = {grant: [] for grant in Grant}
        for statement in statements:
            self._grant(statement, document.version if document else "", found)
        blamed = kinds.RESOURCE if document or needed else ""
        return {grant: _blaming(any_of(truths), blamed) for grant, truths in found.items()}

    @property
    def _is_under_scps(self) -> bool:
        caller = self._request.caller
        return caller.is_of_account and not caller.is_service_linked

    def _all(self) -> Iterator[tuple[str, Policy]]:
        """Every policy but the resource's, with what its kind is called."""
        given = self._policies
        if self._is_under_scps:
            yield from kinds.levels("SCP", given.scps)
        if not self._request.caller.is_service_linked and rcp_services.holds_for(self._action):
            yield from kinds.levels("RCP", given.rcps)
        for kind, document in ((kinds.BOUNDARY, given.boundary), (kinds.SESSION, given.session)):
            if document is not None:
                yield kind, Policy("", document)
        for policy in given.identity:
            yield kinds.IDENTITY, policy

    def _allowed(self, layer: str, policies: Iterable[Policy]) -> Truth:
        told = (truth for policy in policies for truth in self._told(layer, policy, "Allow"))
        return _blaming(any_of(told), layer)

    def _allowed_if_given(self, layer: str, document: Document | None) -> Truth:
        return YES if document is None else self._allowed(layer, (Policy("", document),))

    def _told(self, layer: str, policy: Policy, effect: str) -> Iterator[Truth]:
        """What each statement of an effect says, of those that cover the action."""
        for statement in self._covering(policy.document, effect):
            spoken = speaks(statement, policy.document.version, self._request)
            certain = spoken.met is Met.YES
            cited = Cited(layer, policy.name, statement, effect, spoken.place, certain)
            if spoken.met is not Met.NO:
                yield Truth(spoken.met, spoken.keys, (cited,))
            elif effect == "Allow":
                self.near.append(cited)

    def _covering(self, document: Document, effect: str) -> Iterator[Statement]:
        for statement in document.statements:
            if statement.effect == effect and covers_action(statement, self._action):
                yield statement

    def _grant(self, statement: Statement, version: str, found: dict[Grant, list[Truth]]) -> None:
        """Add what a statement of the resource's policy allows."""
        spoken = speaks(statement, version, self._request)
        caller, context = self._request.caller, self._request.keys
        named = principals.meant(statement, caller, context)
        place = spoken.place
        if max(named.values(), default=Met.NO) is Met.NO:
            place = statement.place("NotPrincipal" if statement.not_principals else "Principal")
        if place:
            self.near.append(Cited(kinds.RESOURCE, "", statement, "Allow", place))
            return
        for grant, met in named.items():
            keys = principals.unknown_keys(caller, grant) if met is Met.UNKNOWN else ()
            certain = min(met, spoken.met) is Met.YES
            cited = (Cited(kinds.RESOURCE, "", statement, "Allow", certain=certain),)
            whom, what = Truth(met, keys, cited), Truth(spoken.met, spoken.keys, cited)
            found[grant].append(all_of([whom, what]))

    def _denied_by_resource(self) -> Iterator[Truth]:
        document = self._policies.resource
        for statement in self._covering(document, "Deny") if document else ():
            spoken = speaks(statement, document.version if document else "", self._request)
            met, keys = self._means(statement)
            certain = min(met, spoken.met) is Met.YES
            cited = (Cited(kinds.RESOURCE, "", statement, "Deny", spoken.place, certain),)
            yield all_of([Truth(met, keys, cited), Truth(spoken.met, spoken.keys, cited)])

    def _means(self, statement: Statement) -> tuple[Met, tuple[str, ...]]:
        """Whether a statement that denies means the caller, and the keys that decide."""
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
        if statement.not_principals and self._policies.boundary is not None:
            return Met.YES, ()
        caller = self._request.caller
        named = principals.meant(statement, caller, self._request.keys)
        met = max(named.values(), default=Met.NO)
        if met is not Met.UNKNOWN:
            return met, ()
        unknown = (grant for grant, one in named.items() if one is met)
        return met, tuple(key for one in unknown for key in principals.unknown_keys(caller, one))


def _blaming(truth: Truth, kind: str) -> Truth:
    return truth.known_as(kind) if kind else truth
