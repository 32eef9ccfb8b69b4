"""Holds a function's calls against what it was granted, both ways."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from guardrails.graph import Graph
from local.usage import actions, mend
from local.usage.found import Call, Found, Place, Unresolved
from local.usage.functions import Deployed
from local.usage.grants import Grant, denied, grants
from local.usage.needs import key_uses, needs
from local.usage.result import Finding, Kind, Usage, Use

# Roles are passed by the calls that set something up:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
_PASS_ROLE: Final = "iam:PassRole"  # noqa: S105 -- an action
_SETTING_UP: Final = ("Create", "Put", "Register", "Run", "Start", "Update")


def compare(function: Deployed, found: Found, graph: Graph, folder: Path) -> Usage:
    """Compare what a function's code calls with what its role allows.

    Args:
        function: With its role.
        found: What its code calls.
        graph: The stack that it is in.
        folder: The project's.
    """
    comparison = _Comparison(function, found, folder)
    comparison.calls()
    comparison.needs(graph)
    comparison.keys()
    findings = (*comparison.findings, *comparison.unused())
    return Usage(
        function=function.name,
        calls=found.calls,
        others=found.others,
        grants=len(comparison.grants),
        used=tuple(
            Use(grant.action, grant.path, reason)
            for grant in comparison.grants
            if (reason := comparison.reasons.get(id(grant)))
        ),
        findings=findings,
        unresolved=tuple(comparison.unresolved),
        undecided=tuple(comparison.undecided),
        role=function.entity.name if function.entity else "",
    )


class _Comparison:
    def __init__(self, function: Deployed, found: Found, folder: Path) -> None:
        self._function = function
        self._found = found
        self._folder = folder
        self._entity = entity = function.entity
        self._taken: set[str] = set()
        self.grants: Sequence[Grant] = grants(entity) if entity else ()
        self.reasons: dict[int, str] = {}
        self.findings: list[Finding] = []
        self.unresolved: list[Unresolved] = list(found.unresolved)
        self.undecided: list[str] = []
        if entity is None:
            text = "the role is not of this stack: what it allows is not known"
            self.unresolved.append(Unresolved(Place(function.name, 0), text))
        else:
            for gap in entity.unresolved:
                text = f"what the role allows is not wholly known: {gap}"
                self.unresolved.append(Unresolved(Place(function.name, 0), text))

    def calls(self) -> None:
        """Find the grants of each call."""
        for call in self._found.calls:
            needed = actions.needed(call.service, call.operation)
            if needed is None:
                text = f"which action {call.service}'s {call.operation} takes is not known"
                self.unresolved.append(Unresolved(call.place, text, call.service, call.operation))
                continue
            for action in needed.every:
                if not self._allowed(call, action):
                    self._missing(call, (action,))
            allowed = [one for one in needed.one_of if self._allowed(call, one)]
            if needed.one_of and not allowed:
                self._missing(call, needed.one_of)

    def _allowed(self, call: Call, action: str) -> bool:
        """Whether a grant allows the action; such grants are used from now on."""
        found = self._use(action, call.name, f"{_what(call)} at {call.place}")
        self._taken.add(action)
        return found and not (self._entity and denied(self._entity, action, call.name))

    def _use(self, action: str, name: str, reason: str) -> bool:
        found = [grant for grant in self.grants if grant.allows(action, name)]
        for grant in found:
            self.reasons.setdefault(id(grant), reason)
        return bool(found)

    def _missing(self, call: Call, needed: tuple[str, ...]) -> None:
        if self._entity is None or self._entity.unresolved:
            # A policy that we do not see may allow it.
            return
        on = f" on {call.name}" if call.name else ""
        by = f" by {call.by}" if call.by else ""
        shown = " or ".join(needed)
        self.findings.append(
            Finding(
                Kind.CALL_WITHOUT_GRANT,
                self._function.name,
                needed,
                (),
                call.place,
                "",
                f"{shown}{on} is called{by}, and nothing grants it: AWS will refuse the call.",
                mend.grant_for(needed[0], self._function.name),
            )
        )

    def needs(self, graph: Graph) -> None:
        """Find the grants of what is done for the function."""
        for need in needs(self._function.resource, graph):
            for action in need.actions:
                if self._use(action, need.name, need.reason):
                    self._taken.add(action)
        for action in sorted(self._taken):
            if action.partition(":")[2].startswith(_SETTING_UP):
                self._use(_PASS_ROLE, "", f"{action} passes a role")

    def keys(self) -> None:
        """Find the grants of keys that services use for the function."""
        for action in sorted(self._taken):
            service = action.partition(":")[0]
            for use in key_uses(action):
                for grant in self.grants:
                    via = _via(grant)
                    if grant.allows(use) and (not via or service in via):
                        reason = f"{service} uses the key of what it keeps, for {action}"
                        self.reasons.setdefault(id(grant), reason)

    def unused(self) -> Iterable[Finding]:
        """The grants that nothing needs, those of one statement together."""
        left = [grant for grant in self.grants if id(grant) not in self.reasons]
        used_policies = {grant.policy.name for grant in self.grants if id(grant) in self.reasons}
        groups: dict[tuple[str, str], list[Grant]] = {}
        for grant in left:
            if self._may_be_used(grant):
                self.undecided.append(grant.action or "NotAction")
            elif not grant.is_managed:
                groups.setdefault((grant.policy.source, grant.statement.path), []).append(grant)
            elif grant.policy.name not in used_policies:
                groups.setdefault((grant.policy.name, ""), []).append(grant)
        return [self._unused(group) for group in _with_keys(list(groups.values()))]

    def _may_be_used(self, grant: Grant) -> bool:
        """Whether something that is not resolved may be what needs a grant."""
        return any(mend.may_need(one, grant.action) for one in self.unresolved if one.place.line)

    def _unused(self, group: Sequence[Grant]) -> Finding:
        names = tuple(dict.fromkeys(grant.action or "NotAction" for grant in group))
        resources = group[0].statement.resources
        main = [
            grant.action or "NotAction"
            for grant in group
            if bool(_via(grant)) is bool(_via(group[0]))
        ]
        keys = ", ".join(name for name in names if name not in main)
        policy = group[0].policy.name
        if group[0].is_managed:
            message = f"The policy {policy} is attached, and nothing calls what it allows."
            fix = f"Detach {policy} from the role of {self._function.name}."
        else:
            shown = f"{', '.join(main)} on {mend.listed(resources)}"
            along = f", with {keys} for it" if keys else ""
            message = f"{shown} is granted{along}, and nothing calls it."
            fix = f"Remove {mend.granted_by(names)} from the grants of {self._function.name}."
        return Finding(
            Kind.GRANT_WITHOUT_CALL,
            self._function.name,
            names,
            resources,
            mend.granted_at(names, self._function.stack, self._folder),
            group[0].path,
            message,
            fix,
        )


def _what(call: Call) -> str:
    return f"{call.by} calls {call.operation}" if call.by else call.operation


def _via(grant: Grant) -> frozenset[str]:
    """The services through which alone a grant may be used; empty if it names none."""
    return frozenset(
        value.partition(".")[0]
        for condition in grant.statement.conditions
        if condition.key.lower() == "kms:viaservice"
        for value in condition.values
    )


def _with_keys(groups: list[list[Grant]]) -> list[list[Grant]]:
    """Groups of grants; those of keys go with what the keys are used for."""
    found = [group for group in groups if not _via(group[0])]
    for group in groups:
        via = _via(group[0])
        if via:
            main = next((one for one in found if one[0].service in via), None)
            if main is None:
                found.append(group)
            else:
                main.extend(group)
    return found
