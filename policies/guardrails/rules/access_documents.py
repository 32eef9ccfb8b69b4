"""What holds for every access document, whatever it allows."""

from collections.abc import Iterator, Mapping
from typing import cast

from guardrails import access
from guardrails.documents import all_documents
from guardrails.model import Fail, Result, Severity, Undetermined, rule
from guardrails.settings import whole_number
from guardrails.subjects.snippets import READ
from guardrails.view import Resource, View

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
_SCP_CHARACTERS = 10_240


@rule(
    "unknown-access-document",
    "Every access document is known at preview",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=list(access.ACCESS_DOCUMENTS),
    why="While the document is unknown every other rule about access is blind, and the change is "
    "approved unseen.",
    remediation="Give resources explicit names, and compute ARNs from account, region and name "
    'instead of taking them from outputs: f"arn:aws:sqs:{region}:{account_id}:{name}". Grant '
    "the use of a KMS key by its alias (kms:ResourceAliases).",
    snippet='arn = f"arn:aws:sqs:{region}:{account_id}:orders"\n'
    'queue = aws.sqs.Queue("orders", name="orders")  # the name is known, so the ARN is',
    own="Tools that read templates see references, never values that are unknown at preview.",
)
def unknown_document(resource: Resource) -> Iterator[Result]:
    """A document counts as unknown when any part of it is."""
    unknown = [one.view for one in all_documents(resource) if one.unknown]
    if resource.type in access.STATEMENTS:
        properties = cast("Mapping[str, object]", resource.properties.value)
        names = access.ACCESS_DOCUMENTS[resource.type]
        located = (View.of(value, path) for path, value in access.locate(properties, names))
        unknown += [view for view in located if view.unknown]
    for view in unknown:
        known, fix = _SEALED if view.secret else _OPEN
        yield Fail(
            f"The access document {resource.place(view.path)} {known}, so no rule can judge what "
            "it allows and nobody can review it.",
            view.path,
            fix,
        )


_OPEN = (
    "is not known at preview",
    "compute names and ARNs from account, region and name instead of outputs",
)
_SEALED = (
    "is a secret whose value is not here",
    (
        "take the document out of the secret: it holds no credentials; or judge an export that "
        "was made with --show-secrets"
    ),
)


@rule(
    "malformed-policy",
    "Every access document is one that AWS accepts",
    category="validity",
    severity=Severity.MEDIUM,
    applies_to=access.WITH_JSON,
    why="AWS refuses a malformed document in the middle of a deployment, or reads it otherwise "
    "than its author.",
    remediation="Write documents with json.dumps or a component that checks them.",
    snippet=READ,
    equivalents=[
        "parliament:MALFORMED",
        "parliament:INVALID_ARN",
        "parliament:DUPLICATE_SID",
    ],
)
def malformed(resource: Resource) -> Iterator[Result]:
    """The problems that the IAM engine meets when it reads the document."""
    for document in all_documents(resource):
        if document.unknown:
            yield Undetermined(document.view.path)
            continue
        for problem in document.parsed().problems:
            message = problem.message
            if document.view.secret:
                message = "The document, which is a secret, is malformed here."
            yield Fail(message, document.place(problem.path), problem.fix)


@rule(
    "scp-size",
    "Service control policies fit into AWS's limit",
    category="validity",
    severity=Severity.MEDIUM,
    applies_to=[access.ORGANIZATION_POLICY],
    why="AWS refuses a longer policy in the middle of a deployment.",
    remediation="Drop white space (json.dumps with separators=(',', ':')), or split the policy.",
    snippet='aws.organizations.Policy(..., content=json.dumps(document, separators=(",", ":")))',
    own="The tools of the catalogue do not measure documents.",
    settings={
        "maximum_characters": whole_number(
            _SCP_CHARACTERS,
            1,
            _SCP_CHARACTERS,
            "The most characters; 5120 for an organization from before May 2026.",
        )
    },
)
def scp_size(policy: Resource, maximum_characters: int) -> Iterator[Result]:
    """White space counts: AWS stores what the API is given."""
    if policy["type"].text not in ("", "SERVICE_CONTROL_POLICY"):
        return
    content = policy["content"]
    if content.unknown or policy["type"].unknown:
        yield Undetermined(content.path if content.unknown else "type")
    elif len(content.text) > maximum_characters:
        yield Fail(
            f"The policy has {len(content.text):,} characters; AWS takes {maximum_characters:,}.",
            content.path,
            "drop white space or split the policy",
        )


RULES = (unknown_document, malformed, scp_size)
