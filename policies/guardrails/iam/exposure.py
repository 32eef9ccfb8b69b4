"""Judges who may use a resource, and what passes a network's endpoint."""

from collections.abc import Iterable, Iterator

from guardrails.iam import arn, text, wildcard
from guardrails.iam.actions import covered, fits
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.denied import Left, left
from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Condition, Document, Principal, Statement
from guardrails.iam.principals import ORGANIZATION, root_account

_WHO = frozenset({Bound.CALLER, Bound.NETWORK})
_HOLDING = ("stringequals", "stringlike", "arnequals", "arnlike")

# Without both nobody but the account's root user can mend the bucket's policy.
_MENDING = ("s3:PutBucketPolicy", "s3:DeleteBucketPolicy")


def judge(document: Document, account_id: str | None) -> Iterator[Finding]:
    """What is wrong with the policy of a resource in ``account_id``."""
    for statement in document.statements:
        if not statement.allows:
            yield from _locked_out(statement)
    for one in left(document):
        yield from _judge(one, account_id)


def _judge(allowed: Left, account_id: str | None) -> Iterator[Finding]:
    statement, bound = allowed
    if statement.not_principals and not bound & _WHO:
        yield finding(
            "policy-notprincipal",
            statement.place("NotPrincipal"),
            "Allow with NotPrincipal lets everyone in but the principals it names, callers "
            "without an AWS account included.",
            "Name whom to let in in Principal.",
        )
    yield from _open_to_everyone(statement, bound)
    yield from _open_to_services(statement, bound)
    if statement.not_actions:
        yield finding(
            "policy-notprincipal",
            statement.place("NotAction"),
            f"Allow with NotAction grants every action but {text.names(statement.not_actions)}, "
            "changes of this very policy included.",
            "List what is needed in Action.",
        )
    if statement.not_resources:
        yield finding(
            "policy-notresource",
            statement.place("NotResource"),
            f"Allow with NotResource lets the principals use everything but "
            f"{text.names(statement.not_resources)}, what is added later included.",
            "List what they need in Resource.",
        )
    if not _is_own_root(statement.principals, account_id):
        yield from _wide_actions(statement)


def judge_endpoint(document: Document) -> Iterator[Finding]:
    """Statements that let anything pass a network's endpoint.

    Everyone as the principal is usual there, for an endpoint grants nothing. It is to bound either
    who calls or what is called: a thief's credentials and a thief's bucket pass else.
    """
    for statement, bound in left(document):
        everyone = next((one for one in statement.principals if one.is_everyone), None)
        if everyone is None:
            continue
        if bound & {Bound.CALLER, Bound.OWNER, Bound.RESOURCE}:
            continue
        if statement.not_resources or any(map(_is_anywhere, statement.resources)):
            yield finding(
                "endpoint-open",
                everyone.path,
                "The endpoint lets anyone's credentials reach anyone's resources: whoever is in "
                "the network can carry data to an account of his own.",
                'Add "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-...", '
                '"aws:PrincipalOrgID": "o-..."}}, or name the resources.',
            )


def _is_anywhere(resource: str) -> bool:
    return arn.is_everything(resource) or (
        (parts := arn.split(arn.fill_in(resource))) is not None and wildcard.is_star(parts.resource)
    )


def _open_to_everyone(statement: Statement, bound: frozenset[Bound]) -> Iterator[Finding]:
    if bound & _WHO:
        return
    everyone = next((one for one in statement.principals if one.is_everyone), None)
    if everyone is None:
        return
    held = "" if not statement.conditions else ", for no condition holds back who calls"
    yield finding(
        "policy-public-principal",
        everyone.path,
        f"Anyone in the world can use the resource{held}: "
        f"{text.names(statement.actions or statement.not_actions)}.",
        f"Name the principals, or {ORGANIZATION}.",
    )


def _open_to_services(statement: Statement, bound: frozenset[Bound]) -> Iterator[Finding]:
    """Services that are not told for whom they may act; the first of the statement."""
    service = next((one for one in statement.principals if one.kind == "Service"), None)
    if service is None or service.is_everyone or _says_for_whom(statement, bound):
        return
    yield finding(
        "policy-service-source",
        service.path,
        f"{text.name(service.value)} acts for every customer of AWS, and nothing here says for "
        "which: another one can use this resource through it.",
        'Add "Condition": {"StringEquals": {"aws:SourceAccount": "<this account>"}}, or '
        '{"ArnLike": {"aws:SourceArn": "<the ARN of what acts>"}}.',
    )


def _says_for_whom(statement: Statement, bound: frozenset[Bound]) -> bool:
    if bound & {Bound.CALLER, Bound.RESOURCE, Bound.OWNER}:
        return True
    if any(map(_names_client, statement.conditions)):
        return True
    # Load balancers and others write below the number of the account that they act for.
    return bool(statement.resources) and all(map(_names_writer, statement.resources))


def _names_client(condition: Condition) -> bool:
    """Whether a key's use is held to a service that a caller uses, or to an account's resources."""
    key = condition.key.lower()
    if condition.if_exists or condition.operator not in _HOLDING:
        return False
    if key == "kms:viaservice":
        return not any(map(wildcard.is_star, condition.values))
    if not key.startswith("kms:encryptioncontext:"):
        return False
    # Of a log group, the context is its ARN: any group of a named account is bound enough.
    accounts = [parts.account for parts in map(arn.split, condition.values) if parts]
    return len(accounts) == len(condition.values) and not any(
        not one or wildcard.has_wildcard(one) for one in accounts
    )


def _names_writer(resource: str) -> bool:
    _, logs, rest = resource.partition("/AWSLogs/")
    number = rest.partition("/")[0]
    return bool(logs) and number.isascii() and number.isdigit()


def _wide_actions(statement: Statement) -> Iterator[Finding]:
    for index, pattern in enumerate(statement.actions):
        reach = covered(pattern)
        if reach.everything or reach.services:
            yield finding(
                "policy-action-star",
                statement.place("Action", index),
                f"{text.shown(pattern)} lets the principals do everything with the resource, also "
                "delete it and change this very policy.",
                "List the actions that are needed.",
            )


def _locked_out(statement: Statement) -> Iterator[Finding]:
    """A denial of everything about a bucket, its policy included, to everyone."""
    everyone = next((one for one in statement.principals if one.is_everyone), None)
    if everyone is None or statement.conditions or not _cover(statement, _MENDING):
        return
    # What is below a bucket has a "/"; the policy is the bucket's own.
    if not any("/" not in one for one in statement.resources):
        return
    yield finding(
        "s3-policy-lockout",
        everyone.path,
        "This denies everyone the change of the bucket's policy: only the account's root user "
        "can get in again.",
        "Name in Action what is to be denied, or spare a role by aws:PrincipalArn.",
    )


def _cover(statement: Statement, actions: Iterable[str]) -> bool:
    if statement.not_actions:
        return not any(fits(no, one) for no in statement.not_actions for one in actions)
    return all(any(fits(pattern, one) for pattern in statement.actions) for one in actions)


def _is_own_root(principals: tuple[Principal, ...], account_id: str | None) -> bool:
    """Whether the account only leaves it to its own IAM policies; a key's policy has to say so."""
    accounts = {root_account(principal) for principal in principals}
    return accounts == {account_id} if account_id else len(accounts) == 1 and None not in accounts
