"""What is wrong with an account's customer-managed policies."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from findings.model import Observation, Severity, observe
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.findings import Finding as Verdict
from guardrails.iam.judge import principal_policy

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

MALFORMED_POLICY: Final = "malformed-policy"


def check(iam: "IAMClient", account: str) -> Iterator[Observation]:
    """Yield what is wrong, over every policy that is the account's own."""
    for arn, document in _policies(iam):
        yield from judge(document, arn, account)


def judge(raw: object, arn: str, account: str) -> Iterator[Observation]:
    """Yield one observation per rule that a policy's document breaks."""
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in _verdicts(raw):
        by_rule.setdefault(verdict.rule, []).append(verdict)
    name = arn.rpartition("/")[2]
    for rule, verdicts in sorted(by_rule.items()):
        yield observe(
            account=account,
            rule=rule,
            severity=min((Severity(one.severity.upper()) for one in verdicts), key=_rank),
            resource=arn,
            title=f"The policy {name} breaks the rule {rule}",
            detail=_joined(
                f"{verdict.path or 'Document'}: {verdict.message}" for verdict in verdicts
            ),
            fix=_joined(one.fix for one in verdicts),
        )


def _verdicts(raw: object) -> Iterator[Verdict]:
    parsed = parse(raw, DocumentKind.IDENTITY)
    # Nobody knows what a document allows that could not be read at all.
    severity = "high" if parsed.document is None else "medium"
    for problem in parsed.problems:
        yield Verdict(MALFORMED_POLICY, severity, problem.path, problem.message, problem.fix)
    if parsed.document is not None:
        yield from principal_policy(parsed.document)


def _rank(severity: Severity) -> int:
    return list(Severity).index(severity)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(texts))


def _policies(iam: "IAMClient") -> Iterator[tuple[str, object]]:
    # One call for a page of policies with their documents, where listing and reading takes one more
    # for each policy.
    pages = iam.get_paginator("get_account_authorization_details")
    for page in pages.paginate(Filter=["LocalManagedPolicy"]):
        for policy in page["Policies"]:
            for version in policy.get("PolicyVersionList", []):
                if version.get("IsDefaultVersion"):
                    yield policy.get("Arn", ""), version.get("Document")
