"""What is wrong with an account's customer-managed policies."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError
from guardrails.iam.judge import Finding as Verdict
from guardrails.iam.judge import identity_policy

from findings.model import Observation, Severity, observe
from guardrails.iam.document import DocumentKind, Problem, parse

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

MALFORMED_POLICY: Final = "malformed-policy"


def check(iam: "IAMClient", account: str) -> Iterator[Observation]:
    """Yield what is wrong, over every policy that is the account's own."""
    for arn, document in _policies(iam):
        yield from judge(document, arn, account)


def judge(raw: object, arn: str, account: str) -> Iterator[Observation]:
    """Yield one observation per rule that a policy's document breaks."""
    parsed = parse(raw, DocumentKind.IDENTITY)
    if parsed.problems:
        yield observe(
            account=account,
            rule=MALFORMED_POLICY,
            severity=Severity.HIGH,
            resource=arn,
            title=f"The policy {_name(arn)} cannot be judged: its document is malformed",
            detail=_details(parsed.problems),
            fix=_fixes(parsed.problems),
        )
    if parsed.document is None:
        return
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in identity_policy(parsed.document):
        by_rule.setdefault(verdict.rule, []).append(verdict)
    for rule, verdicts in sorted(by_rule.items()):
        yield _broken(rule, verdicts, arn, account)


def _broken(rule: str, verdicts: list[Verdict], arn: str, account: str) -> Observation:
    worst = min((Severity(verdict.severity.upper()) for verdict in verdicts), key=_rank)
    return observe(
        account=account,
        rule=rule,
        severity=worst,
        resource=arn,
        title=f"The policy {_name(arn)} breaks the rule {rule}",
        detail=_details(verdicts),
        fix=_fixes(verdicts),
    )


def _rank(severity: Severity) -> int:
    return list(Severity).index(severity)


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]


def _details(parts: Iterable[Problem | Verdict]) -> str:
    return _joined(f"{part.path or 'Document'}: {part.message}" for part in parts)


def _fixes(parts: Iterable[Problem | Verdict]) -> str:
    return _joined(part.fix for part in parts)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(texts))


def _policies(iam: "IAMClient") -> Iterator[tuple[str, Any]]:
    pages = iam.get_paginator("list_policies").paginate(Scope="Local", OnlyAttached=False)
    for page in pages:
        for policy in page["Policies"]:
            arn, version = policy.get("Arn"), policy.get("DefaultVersionId")
            if arn is None or version is None:
                continue
            try:
                answer = iam.get_policy_version(PolicyArn=arn, VersionId=version)
            except ClientError as error:
                # Deleted, or given another default version and stripped of this one, since it was
                # listed: the next audit sees what came of it.
                if error.response.get("Error", {}).get("Code") == "NoSuchEntity":
                    continue
                raise
            yield arn, answer["PolicyVersion"].get("Document")
