"""Parameters and documents of Systems Manager."""

import re
from collections.abc import Iterator

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, none_of, own_key
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.settings import flag
from guardrails.subjects.literal_secrets import found_under
from guardrails.view import Resource

_PARAMETER = "aws:ssm/parameter:Parameter"
_DOCUMENT = "aws:ssm/document:Document"
_SETTING = "aws:ssm/serviceSetting:ServiceSetting"
_SECURE = "SecureString"
_SHARING = "/ssm/documents/console/public-sharing-permission"
_CREDENTIAL = re.compile(
    r"(?:^|[^a-z])(?:passw(?:or)?ds?|passphrase|pwd|secrets?|tokens?|credentials?"
    r"|(?:api|private|secret|access|signing|encryption)[-_.]?keys?)$"
)
# A limit or a switch: /llm/max-tokens is 4096. Longer numbers may be somebody's PIN or key.
_NO_SECRET = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?|true|false|yes|no|on|off", re.IGNORECASE)
_LONGEST_NAME = 2048


@rule(
    "ssm-securestring",
    "Parameters that hold credentials are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[_PARAMETER],
    why="Whoever may list parameters reads a plain one, and its history keeps every value.",
    remediation="Set type='SecureString' and key_id=key.arn, or keep it in Secrets Manager.",
    snippet="aws.ssm.Parameter(..., type='SecureString', key_id=key.arn)",
    equivalents=["CKV2_AWS_34"],
    settings={
        "every_parameter": flag(
            default=False,
            description="Whether every parameter has to be encrypted, not credentials alone.",
        )
    },
)
def secure(parameter: Resource, every_parameter: bool) -> Iterator[Result]:  # noqa: FBT001 -- a setting, by keyword
    """What is a credential, its name or its value tells."""
    type_ = parameter["type"]
    if type_.text == _SECURE:
        return
    credential = _is_credential(parameter)
    if credential is None:
        yield Undetermined(parameter["name"].path)
    elif not credential and not every_parameter:
        return
    elif type_.unknown:
        yield Undetermined(type_.path)
    else:
        what = "a credential" if credential else "a value"
        yield Fail(
            f"The parameter holds {what} in plain text, for whoever may list parameters.",
            type_.path,
            "type='SecureString', key_id=key.arn",
        )


def _is_credential(parameter: Resource) -> bool | None:
    name = parameter["name"]
    last = name.text[-_LONGEST_NAME:].rpartition("/")[2]
    given = [parameter[value].text for value in ("value", "insecureValue")]
    if any(_NO_SECRET.fullmatch(text) for text in given):
        return False
    if _CREDENTIAL.search(_spelled(last)) or any(found_under(last, text) for text in given):
        return True
    return None if name.unknown else False


def _spelled(name: str) -> str:
    """``dbPassword`` as ``db-password``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


customer_key = demand_rule(
    "ssm-parameter-cmk",
    "Encrypted parameters have a KMS key of the account",
    Demand(
        (_PARAMETER,),
        "keyId",
        own_key,
        "The parameter is encrypted with a key of AWS's, which whoever reads the parameter may "
        "use.",
        "key_id=key.arn",
        when=lambda parameter: parameter["type"].text == _SECURE,
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="With a key of the account, reading a parameter takes a second permission that can be "
    "taken away.",
    remediation="Set key_id=key.arn.",
    snippet="aws.ssm.Parameter(..., type='SecureString', key_id=key.arn)",
    equivalents=["CKV_AWS_337"],
)


_SETTING_OFF = Demand(
    (_SETTING,),
    "settingValue",
    none_of("Enable"),
    "Documents of the account may be shared with everyone.",
    "setting_value='Disable'",
    mended="Disable",
    when=lambda setting: setting["settingId"].text.endswith(_SHARING),
)


@rule(
    "ssm-document-public",
    "No document is shared with everyone",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=[_DOCUMENT, _SETTING],
    why="A document tells how machines are run, often with addresses and passwords in it.",
    remediation="Share it with the ids of accounts, not with 'All'.",
    snippet="aws.ssm.Document(..., permissions={'type': 'Share', 'account_ids': '123456789012'})",
    equivalents=["CKV_AWS_303", "FSBP:SSM.4", "FSBP:SSM.7"],
)
def not_public(resource: Resource) -> Iterator[Result]:
    """The document itself, and the setting that refuses to share any."""
    yield from _SETTING_OFF.judge(resource)
    for key in ("accountIds", "account_ids") if resource.type == _DOCUMENT else ():
        shared = resource["permissions"][key]
        everyone = "all" in [one.strip().lower() for one in shared.text.split(",")]
        yield from demand(
            shared,
            not everyone,
            "Every account of AWS reads and runs this document.",
            "permissions={'type': 'Share', 'account_ids': '<account>'}",
        )


RULES = (secure, customer_key, not_public)
