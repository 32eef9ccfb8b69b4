"""AWS's order of evaluation.

1. A statement of any policy that denies, denies.
2. Each level of service control policies over the caller's account has to allow. They do not hold
   for services, for service-linked roles, nor for the management account (which has none then).
3. Resource control policies over the resource's account hold for some services. They deny only:
   AWS attaches one that allows everything wherever they are in use, and nobody can take it off.
4. Within one account, the resource's policy allows by itself whoever it names: a user, a session,
   a service, everyone. A session of a role that it names as a role is limited by what its boundary
   and its session policy do not allow, and an account that it names by its identity policies.
5. Else identity policies, the permissions boundary and the session policy all have to allow.
6. Across accounts, both sides have to: the resource's policy in any of these ways, and the caller's
   own. Keys of KMS and trusts of roles have to allow within their own account, too.

Not modelled: KMS grants, access control lists and block public access of S3, policies of VPC
endpoints, and delegation of AWS Organizations.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from dataclasses import replace
from typing import Final

from guardrails.iam import arn, reference
from guardrails.iam.evaluation.answer import Answer, Decision
from guardrails.iam.evaluation.layers import Layers
from guardrails.iam.evaluation.logic import Met, Truth, all_of, any_of
from guardrails.iam.evaluation.policies import Policies
from guardrails.iam.evaluation.principals import Grant
from guardrails.iam.evaluation.request import Request

# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
_NEEDS_NO_PERMISSION: Final = "sts:getcalleridentity"

# What a role's trust decides on.
_TRUSTED: Final = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")


def evaluate(request: Request, policies: Policies) -> Decision:
    """What AWS answers to a request.

    A sure answer holds for all values of the keys that are not known. An answer that depends may
    nevertheless be the same for all of them, where the conditions of several statements together
    leave nothing out. A request that is denied in any case is implicitly denied while it depends
    on unknown keys whether a statement denies it as well.
    """
    if request.action.lower() == _NEEDS_NO_PERMISSION:
        return Decision(Answer.ALLOWED)
    layers = Layers(request, policies)
    denied = layers.denied()
    if denied.met is Met.YES:
        return Decision(Answer.EXPLICITLY_DENIED, denied.cited)
    allowed = all_of([layers.within_levels(), _permitted(request, layers)])
    if allowed.met is Met.NO:
        near = tuple(dict.fromkeys(layers.near))
        return Decision(Answer.IMPLICITLY_DENIED, lacking=allowed.lacking, near=near)
    result = all_of([replace(denied, met=denied.met.negated()), allowed])
    if result.met is Met.YES:
        return Decision(Answer.ALLOWED, result.cited)
    return Decision(Answer.DEPENDS, result.cited, result.keys)


def _permitted(request: Request, layers: Layers) -> Truth:
    """Whether the policies that can allow do so: the resource's and the caller's own."""
    decides_itself = _decides_itself(request)
    crosses = request.crosses_accounts
    of_own_account = request.caller.is_of_account and not crosses
    granted = layers.by_resource(needed=decides_itself or not of_own_account)
    boundary, session = layers.within_boundary(), layers.within_session()
    own = all_of([layers.by_identity(), boundary, session])
    if crosses:
        return all_of([any_of(granted.values()), own])
    as_role = all_of([granted[Grant.ROLE], boundary, session])
    delegated = all_of([granted[Grant.ACCOUNT], own]) if decides_itself else own
    return any_of([granted[Grant.ITSELF], delegated, as_role])


def _decides_itself(request: Request) -> bool:
    """Whether the resource lets in nobody without its own policy, also of its own account."""
    action = request.action.lower()
    if action.startswith(_TRUSTED):
        return True
    if not action.startswith("kms:"):
        return False
    parts = arn.split(request.resource)
    if parts is None:
        return reference.can_be_scoped(action)
    return parts.resource.startswith("key/")
