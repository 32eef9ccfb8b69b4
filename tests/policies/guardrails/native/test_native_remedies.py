"""What is wrong with a native resource is told and not rewritten: remedies know classic paths."""

import datetime as dt
from typing import Any

import pytest
from pulumi.runtime.proto import analyzer_pb2

from guardrails.message import parse
from guardrails.model import Level
from guardrails.native import NATIVE
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.servicer import Servicer
from guardrails.waivers import Waiver
from tests.policies.guardrails.native.asked import Declared, diagnostics
from tests.policies.guardrails.native.cases.model import Case
from tests.policies.guardrails.native.test_native_cases import CASES
from tests.policies.guardrails.rule_cases.model import by_id

CONTEXT: Any = None  # asked only to refuse a call
MENDING = [rule.id for rule in RULES if rule.remedy]


def mending() -> Servicer:
    pack = Pack(RULES)
    pack.configure(dict.fromkeys(MENDING, Level.REMEDIATE), {})
    return Servicer(pack)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_rule_rewrites_a_native_resource(case: Case) -> None:
    servicer = mending()
    for one in case.bad:
        request = analyzer_pb2.AnalyzeRequest(
            urn=one.urn, type=one.type, name=one.name, properties=one.struct
        )
        if one.type in NATIVE:
            assert list(servicer.Remediate(request, CONTEXT).remediations) == []


def test_what_a_rule_would_mend_in_a_classic_resource_is_mandatory_in_a_native_one() -> None:
    table = Declared("aws-native:dynamodb:Table", {"tableName": "orders"}, protect=True)

    levels = {
        one.policyName: one.enforcementLevel
        for one in diagnostics(table, servicer=mending())
        if one.policyName in MENDING
    }

    assert levels == dict.fromkeys(("ddb-pitr", "ddb-deletion-protection"), analyzer_pb2.MANDATORY)


def test_a_fix_says_whose_words_it_has() -> None:
    table = Declared("aws-native:dynamodb:Table", {"tableName": "orders"})
    classic = Declared("aws:dynamodb/table:Table", {"name": "orders"})

    (mine,) = [one for one in diagnostics(table) if one.policyName == "ddb-pitr"]
    (theirs,) = [one for one in diagnostics(classic) if one.policyName == "ddb-pitr"]

    fix = parse(theirs.message).fix
    assert parse(mine.message).fix == f"{fix} (in aws.dynamodb.Table's words)"
    assert by_id("ddb-pitr").title in mine.message


def test_an_option_of_pulumi_is_nobodys_word() -> None:
    table = Declared("aws-native:dynamodb:Table", {"tableName": "orders"})

    (found,) = [one for one in diagnostics(table) if one.policyName == "stateful-protect"]

    assert parse(found.message).fix == "opts=pulumi.ResourceOptions(protect=True)"


@pytest.mark.parametrize("rule", ["s3-pab", "s3-cors-star"])
def test_a_waiver_is_for_the_resource_that_the_program_declares(rule: str) -> None:
    bucket = Declared(
        "aws-native:s3:Bucket",
        {"corsConfiguration": {"corsRules": [{"allowedMethods": ["PUT"], "allowedOrigins": "*"}]}},
    )
    day = dt.date(2027, 1, 1)
    pattern = "urn:pulumi:*::aws-native:s3:Bucket::it"
    waiver = Waiver(rule, pattern, "Public files.", "web", day, statement="", place="waivers[0]")

    servicer = Servicer(Pack(RULES, [waiver], today=day))
    (found,) = [one for one in diagnostics(bucket, servicer=servicer) if one.policyName == rule]

    assert parse(found.message).waiver.startswith("until 2027-01-01 by web")


def test_a_part_that_the_classic_provider_has_apart_is_told_in_the_words_of_that() -> None:
    bucket = Declared("aws-native:s3:Bucket")

    (found,) = [one for one in diagnostics(bucket) if one.policyName == "s3-pab"]

    assert parse(found.message).fix.endswith("(in aws.s3.BucketPublicAccessBlock's words)")
    assert found.urn == bucket.urn


def test_a_credential_in_plain_text_is_told_once() -> None:
    variables = {"environment": {"variables": {"DB_PASSWORD": "kT9x#pQ2vL8zR4mW"}}}
    function = Declared("aws-native:lambda:Function", variables)
    database = Declared("aws-native:rds:DbInstance", {"masterUserPassword": "kT9x#pQ2vL8zR4mW"})
    of_secrets = {"lambda-env-secret", "plaintext-secret-literal"}

    found = [
        (one.policyName, parse(one.message).path)
        for one in diagnostics(function, database)
        if one.policyName in of_secrets
    ]

    assert found == [
        ("lambda-env-secret", "environment.variables.DB_PASSWORD"),
        ("plaintext-secret-literal", "masterUserPassword"),
    ]
