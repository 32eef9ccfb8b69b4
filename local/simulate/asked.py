"""Puts requests together with the policies over them, and asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from guardrails.entities import entities, resource_policies
from guardrails.entities.inherited import INHERITED, levels
from guardrails.graph import Graph
from guardrails.iam import arn, reference
from guardrails.iam.entity import Entity, ResourcePolicy
from guardrails.iam.evaluation import Decision, Policies, Request, evaluate
from guardrails.iam.evaluation.statements import resources_of
from guardrails.iam.model import Document
from local.simulate.callers import find

_KEY: Final = "aws:kms/"


@dataclass(frozen=True)
class Subject:
    """Who asks, with everything that holds for them.

    Attributes:
        name: What the report calls them.
        arn: Empty for some user or role.
        account: Their account, where it is known.
        policies: All but the resource's.
        tags: Context keys that follow from their tags.
        guarded: The policies of the stack's resources.
        notes: What could not be read of them.
    """

    name: str
    arn: str = ""
    account: str | None = None
    policies: Policies = field(default_factory=Policies)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    guarded: tuple[ResourcePolicy, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A request with its answer."""

    request: Request
    decision: Decision
    resource_policy: str = ""
    """The name of the stack's policy that had a say."""


def of_stack(graph: Graph, principal: str, prefix: str) -> Subject:
    """A principal of a stack, by its name.

    Raises:
        InputError: There is none, or several go by that name.
    """
    entity = find(principal, entities(graph), prefix)
    notes = [f"not known of {entity.name}: {what}" for what in entity.unresolved]
    over = [resource for resource in graph.of(INHERITED) if not resource["levels"].unknown]
    notes += [
        "not known: the organization's policies over the account"
        for _ in range(len(graph.of(INHERITED)) - len(over))
    ]
    scps = tuple(level for resource in over for level in levels(resource))
    return Subject(
        name=entity.name,
        arn=entity.arn,
        account=entity.account_id,
        policies=Policies.of(entity, scps),
        tags=_tags(entity),
        guarded=resource_policies(graph),
        notes=tuple(notes),
    )


def _tags(entity: Entity) -> dict[str, tuple[str, ...]]:
    return {f"aws:principaltag/{key.lower()}": (value,) for key, value in entity.tags.items()}


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        actions: Their full names.
        resources: None for those that the subject's own policies name for the action.
        context: The keys that are known, in lower case.
        resource_account: Whose the resources are; ``None`` to tell by their ARNs.
        complete: Whether keys that are not given are absent.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    context: Mapping[str, tuple[str, ...]]
    resource_account: str | None = None
    complete: bool = False


def ask(subject: Subject, question: Question) -> Iterator[Asked]:
    """The answer for each action on each resource."""
    known = {**subject.tags, **question.context}
    for action in question.actions:
        for resource in question.resources or _named(subject, action):
            request = Request(
                subject.arn,
                subject.account,
                action,
                resource,
                question.resource_account,
                known,
                unknown=not question.complete,
            )
            yield _asked(subject, request)


def _named(subject: Subject, action: str) -> tuple[str, ...]:
    """The resources that statements allow an action on, or any."""
    if not reference.can_be_scoped(action):
        return ("*",)
    allowing = (
        statement
        for policy in subject.policies.identity
        for statement in policy.document.statements
        if statement.allows
    )
    found = resources_of(allowing, action.lower())
    # A variable stands for a name that the request brings.
    return tuple(arn.fill_in(one).replace(arn.FILLED_IN, "*") for one in found) or ("*",)


def _asked(subject: Subject, request: Request) -> Asked:
    policies = subject.policies
    if policies.resource is not None:
        return Asked(request, evaluate(request, policies))
    guarding = _guarding(subject.guarded, request)
    if guarding:
        policies = replace(policies, resource=_merged(guarding))
    return Asked(request, evaluate(request, policies), guarding[0].name if guarding else "")


def _guarding(guarded: Sequence[ResourcePolicy], request: Request) -> list[ResourcePolicy]:
    """The policies of the resource that is asked for, among those of the stack."""
    found = [one for one in guarded if one.arn and _is_of(request.resource, one.arn)]
    parts = arn.split(request.resource)
    if found or parts is None or parts.service != "kms" or not parts.resource.startswith("key/"):
        return found
    # A key has no ARN before it exists. The only one of the stack can be told nevertheless.
    keys = [one for one in guarded if one.type.startswith(_KEY) and not one.arn]
    return keys if len(keys) == 1 else []


def _is_of(resource: str, guarded: str) -> bool:
    """Whether a resource is the guarded one, or is inside of it: an object, an index, a version."""
    return resource == guarded or resource.startswith((f"{guarded}/", f"{guarded}:"))


def _merged(guarding: Sequence[ResourcePolicy]) -> Document:
    """One document of all statements: a function's permissions are declared one by one."""
    first = guarding[0].document
    statements = tuple(one for policy in guarding for one in policy.document.statements)
    return replace(first, statements=statements)
