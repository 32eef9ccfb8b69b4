"""Actions that cover a service or more, alone or together with others on the same resources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from guardrails.iam import arn, reference, text, wildcard
from guardrails.iam.actions import Covered
from guardrails.iam.findings import Finding, finding
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.grants import Grant
from guardrails.iam.rewrite import Context, narrower_actions


@dataclass
class Stars:
    """What was found, by the path of the statement.

    Attributes:
        findings: In the order of the actions.
        services: The services that are reported as a whole, though no action covers them alone.
    """

    findings: dict[str, list[Finding]] = field(default_factory=dict[str, list[Finding]])
    services: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])


class _Part(NamedTuple):
    """One action of a statement, with what is left of it."""

    grant: Grant
    at: int
    reach: Covered

    @property
    def pattern(self) -> str:
        return self.grant.statement.actions[self.at]

    @property
    def place(self) -> str:
        return self.grant.statement.place("Action", self.at)


def judge(grants: Iterable[Grant], denials: Denials, context: Context) -> Stars:
    """Judge the actions of a document's statements."""
    stars = Stars()
    for group in _groups(grants):
        parts = _with_wildcards(group)
        if not parts:
            continue
        together = _Together(group, parts)
        if together.is_everything:
            whole = [part for part in together.parts if part.reach.services]
            stars.findings[whole[0].grant.statement.path] = [_everything(whole, denials)]
        else:
            for part in _alone(together.parts):
                found = stars.findings.setdefault(part.grant.statement.path, [])
                found.append(_broad(part, denials, context))
        for service, parts in together.services.items():
            for path in {grant.statement.path for grant in group if grant.patterns}:
                stars.services[path] = stars.services.get(path, frozenset()) | {service}
            if not together.is_everything:
                found = stars.findings.setdefault(parts[0].grant.statement.path, [])
                found.append(_whole_services(parts, frozenset({service}), denials, context))
    return stars


def _groups(grants: Iterable[Grant]) -> Iterable[Sequence[Grant]]:
    """The statements that hold for the same resources."""
    groups: dict[object, list[Grant]] = {}
    for grant in grants:
        one = grant.statement
        conditions = one.conditions if grant.bound else ()
        alone = one.path if one.not_resources else ""
        groups.setdefault((frozenset(one.resources), conditions, alone), []).append(grant)
    return groups.values()


def _with_wildcards(group: Sequence[Grant]) -> list[_Part]:
    """The actions with wildcards: no other covers a service."""
    return [
        _Part(grant, at, reach)
        for grant in group
        for at, reach in enumerate(grant.patterns)
        if wildcard.has_wildcard(grant.statement.actions[at])
    ]


class _Together:
    """What the actions of several statements cover together.

    Attributes:
        parts: Those with wildcards.
        services: Those that are covered as a whole by wildcards which each cover only a part, with
            these wildcards. Who lists every action of a service by name has thought of each.
        is_everything: Whether all services are, though no action covers all of them alone.
    """

    def __init__(self, group: Sequence[Grant], parts: Sequence[_Part]) -> None:
        self.parts = parts
        whole = frozenset[str]().union(*[part.reach.services for part in self.parts])
        covered = frozenset[str]().union(
            *[grant.reach.actions for grant in group if grant.patterns]
        )
        self.services = {
            service: parts
            for service, parts in _by_service(self.parts).items()
            if service not in whole and _is_whole(service, covered)
        }
        every = any(part.reach.everything for part in self.parts)
        self.is_everything = not every and whole | self.services.keys() >= reference.services()


def _by_service(parts: Iterable[_Part]) -> dict[str, list[_Part]]:
    """The wildcards that cover a part of one service."""
    found: dict[str, list[_Part]] = {}
    services = reference.services()
    for part in parts:
        service = part.pattern.lower().partition(":")[0]
        if part.reach.actions and service in services:
            found.setdefault(service, []).append(part)
    return found


def _is_whole(service: str, covered: frozenset[str]) -> bool:
    """Whether all actions of a service are covered, if it has more than one."""
    names = reference.action_names(service)
    return len(names) > 1 and names <= covered


def _alone(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The actions that cover a service or more; of a statement that allows all, only that one."""
    by_statement: dict[str, list[_Part]] = {}
    for part in parts:
        if part.reach.everything or part.reach.services:
            by_statement.setdefault(part.grant.statement.path, []).append(part)
    for broad in by_statement.values():
        everything = [part for part in broad if part.reach.everything]
        yield from everything[:1] or broad


def _broad(part: _Part, denials: Denials, context: Context) -> Finding:
    if part.reach.everything:
        return _everything([part], denials)
    return _whole_services([part], part.reach.services, denials, context)


def _everything(parts: Sequence[_Part], denials: Denials) -> Finding:
    part = parts[0]
    resources = part.grant.statement.resources
    anywhere = any(
        arn.is_everything(one) and not denials.holds_everything(one) for one in resources
    )
    what = "The statement allows"
    if len(parts) > 1:
        what = f"{text.names((one.pattern for one in parts), 3)} together allow"
    fix = "List the actions that are needed, and the ARNs that they are needed on."
    if not anywhere or part.grant.holds_resources:
        return finding(
            "action-star",
            part.place,
            f"{what} every action on its resources, also to delete them and to open them to "
            "others.",
            fix,
        )
    if denials.denies_service("iam", resources):
        return finding(
            "action-star",
            part.place,
            f"{what} every action on every resource but those that are denied: all data can be "
            "read, changed and deleted, of services that AWS has yet to launch too.",
            fix,
        )
    return finding(
        "admin-star",
        part.place,
        f"{what} every action on every resource: whoever gets hold of it owns the account, its "
        "data and its logs.",
        fix,
    )


def _whole_services(
    parts: Sequence[_Part], services: frozenset[str], denials: Denials, context: Context
) -> Finding:
    statement, place = parts[0].grant.statement, parts[0].place
    what = f"{text.shown(parts[0].pattern)} allows"
    if len(parts) > 1:
        what = f"{text.names((one.pattern for one in parts), 3)} together allow"
    rule, harm = _harm(services)
    dangers = [denials.dangers_left(one, statement.resources) for one in sorted(services)[:3]]
    left = frozenset[str]().union(*dangers)
    if left:
        harm = f"what is not denied of {text.names(services)}, such as {text.names(left, 2)}, "
        harm += "and whatever AWS adds later"
    return finding(rule, place, f"{what} {harm}.", narrower_actions(services, statement, context))


def _harm(services: frozenset[str]) -> tuple[str, str]:
    """The kind of finding that whole services are, and what can be done with them."""
    if "iam" in services:
        return "full-iam", "every action of IAM: whoever has it can give itself any right"
    if "kms" in services:
        return "kms-full", (
            "every action of KMS: to decrypt, to change who may decrypt, and to schedule keys for "
            "deletion, which loses the data"
        )
    if "cloudtrail" in services:
        return "cloudtrail-full", (
            "every action of CloudTrail: to stop the trail, and so to do the rest unseen"
        )
    return "service-wildcard", (
        f"every action of {text.names(services)}, deletion and changes of access included, and "
        "whatever AWS adds later"
    )
