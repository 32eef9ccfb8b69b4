import re

import pytest

from guardrails.access import ENDPOINT_DOCUMENTS, RESOURCE_DOCUMENTS
from guardrails.iam.findings import SEVERITIES
from guardrails.model import CATEGORIES, Fail, Level, Rule, Scope
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases import (
    access_documents,
    account,
    analytics,
    api_gateway,
    api_stages,
    attachments,
    backup_cases,
    brokers,
    bucket_data,
    buckets,
    caches,
    cognito,
    compute,
    containers,
    copies,
    cycles,
    data,
    database_tls,
    databases,
    deliveries,
    disks,
    document_databases,
    edge,
    escalation,
    event_sources,
    exposure,
    files,
    function_joins,
    functions,
    identity,
    inherited,
    keys,
    kubernetes,
    literal_secrets,
    load_balancers,
    messaging,
    migrations,
    network,
    network_acls,
    organization,
    plain_listeners,
    prefix_lists,
    resilience_cases,
    search,
    search_operation,
    search_serverless,
    sharing,
    step_functions,
    streams,
    tables,
    tls_only,
    trails,
    transfers,
    trust,
    users,
    validity,
    warehouses,
)
from tests.policies.guardrails.rule_cases.exposure import given_to
from tests.policies.guardrails.rule_cases.model import by_id, one

CASES = {
    **data.CASES,
    **escalation.CASES,
    **event_sources.CASES,
    **messaging.CASES,
    **buckets.CASES,
    **tables.CASES,
    **streams.CASES,
    **keys.CASES,
    **deliveries.CASES,
    **bucket_data.CASES,
    **compute.CASES,
    **cycles.CASES,
    **identity.CASES,
    **inherited.CASES,
    **trust.CASES,
    **exposure.CASES,
    **access_documents.CASES,
    **functions.CASES,
    **function_joins.CASES,
    **users.CASES,
    **attachments.CASES,
    **account.CASES,
    **sharing.CASES,
    **step_functions.CASES,
    **tls_only.CASES,
    **validity.CASES,
    **search_operation.CASES,
    **containers.CASES,
    **kubernetes.CASES,
    **migrations.CASES,
    **transfers.CASES,
    **brokers.CASES,
    **analytics.CASES,
    **warehouses.CASES,
    **search_serverless.CASES,
    **search.CASES,
    **caches.CASES,
    **files.CASES,
    **document_databases.CASES,
    **database_tls.CASES,
    **databases.CASES,
    **literal_secrets.CASES,
    **trails.CASES,
    **organization.CASES,
    **resilience_cases.CASES,
    **backup_cases.CASES,
    **disks.CASES,
    **copies.CASES,
    **api_gateway.CASES,
    **api_stages.CASES,
    **cognito.CASES,
    **edge.CASES,
    **load_balancers.CASES,
    **plain_listeners.CASES,
    **network.CASES,
    **network_acls.CASES,
    **prefix_lists.CASES,
}
IDS = [rule.id for rule in RULES]


def answers(rule_id: str, stack: list[Resource]) -> tuple[list[str], list[str]]:
    """The paths of the rule's violations, and those of what it cannot judge."""
    rule = by_id(rule_id)
    pack = Pack([rule])
    if rule.level is Level.DISABLED:
        pack.configure({rule_id: Level.MANDATORY}, {})
    if rule.scope is Scope.STACK:
        results = [answer.result for answer in pack.judge_stack(stack)]
    else:
        results = [answer.result for one in stack for answer in pack.judge(one)]
    return (
        [result.path for result in results if isinstance(result, Fail)],
        [result.path for result in results if not isinstance(result, Fail)],
    )


@pytest.mark.parametrize(
    ("rule_id", "stack", "fails", "undetermined"),
    [
        pytest.param(rule_id, stack, fails, undetermined, id=f"{rule_id}-{kind}-{number}")
        for rule_id, cases in CASES.items()
        for number, (kind, stack, fails, undetermined) in enumerate(cases.all())
    ],
)
def test_a_rule_answers(
    rule_id: str, stack: list[Resource], fails: list[str], undetermined: list[str]
) -> None:
    assert answers(rule_id, stack) == (fails, undetermined)


@pytest.mark.parametrize("rule_id", IDS)
def test_every_rule_is_tried_in_every_way(rule_id: str) -> None:
    cases = CASES[rule_id]

    assert cases.fails
    assert cases.passes
    assert cases.near_misses
    assert bool(cases.undetermined) != bool(cases.always_known)


def test_no_case_is_for_a_rule_that_does_not_exist() -> None:
    assert set(CASES) == set(IDS)


def test_every_id_is_unique() -> None:
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_every_rule_says_all_that_a_reader_needs(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.id != "all"  # Pulumi's name for every policy
    assert rule.category in CATEGORIES
    assert rule.applies_to
    assert "\n" not in rule.title
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.remediation.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_every_rule_names_its_equivalents_or_why_there_are_none(rule: Rule) -> None:
    assert bool(rule.equivalents) != bool(rule.own)
    assert len(set(rule.equivalents)) == len(rule.equivalents)
    for equivalent in rule.equivalents:
        assert re.fullmatch(r"CKV2?_AWS_\d+|[A-Za-z_-]+:[A-Za-z0-9_.-]+", equivalent)


def test_every_kind_of_finding_of_the_iam_engine_is_reported_as_severe_as_it_finds_it() -> None:
    rules = {rule.id: rule for rule in RULES}
    shared = set(SEVERITIES) & set(rules)

    assert {rule: str(rules[rule].severity) for rule in shared} == {
        rule: SEVERITIES[rule] for rule in shared
    }
    assert set(SEVERITIES) - set(rules) == {
        # Reported under the id that the service's own rule has.
        "policy-public-principal",
        "policy-action-star",
        "policy-notprincipal",
        "policy-service-source",
        "policy-notresource",
        "endpoint-open",
    }


@pytest.mark.parametrize("type_", sorted(set(RESOURCE_DOCUMENTS) - set(ENDPOINT_DOCUMENTS)))
def test_no_type_with_a_resource_policy_may_be_public(type_: str) -> None:
    (name,) = RESOURCE_DOCUMENTS[type_]
    outer, dot, inner = name.partition(".")
    document = given_to("*", "*")
    found = Pack(RULES).judge(one(type_, {outer: {inner: document} if dot else document}))
    titles = [answer.rule.title for answer in found if answer.result.path.startswith(name)]

    assert len([title for title in titles if title.endswith("to everyone")]) == 1


@pytest.mark.parametrize("type_", ENDPOINT_DOCUMENTS)
def test_no_endpoint_may_be_open(type_: str) -> None:
    document = given_to("*", "*")
    properties = dict.fromkeys(RESOURCE_DOCUMENTS[type_], document)

    failed, undetermined = answers("vpce-policy-open", [one(type_, properties)])

    assert failed == [f"{name}.Statement[0].Principal" for name in properties]
    assert undetermined == []
