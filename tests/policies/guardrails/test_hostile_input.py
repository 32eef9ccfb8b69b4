"""No input makes a rule raise, hang or fall silent."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.access import ACCESS_DOCUMENTS
from guardrails.model import Undetermined
from guardrails.pack import Pack, RuleError
from guardrails.registry import RULES
from guardrails.values import UNKNOWN, File, Secret
from tests.policies.guardrails.rule_cases.model import one
from tests.policies.guardrails.test_rules import CASES

pytestmark = pytest.mark.thorough

TYPES = sorted({type_ for rule in RULES for type_ in rule.applies_to})
PACK = Pack(RULES)
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([UNKNOWN, File("asset", "x"), "*", "{}", "[]", "arn:aws:s3:::x", "NONE"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        | inner.map(Secret)
    ),
    max_leaves=8,
)


def read_by_rules() -> list[str]:
    """The properties that some case has, so that random values land where rules look."""
    names: set[str] = {"userName", "isEnabled", "sourceAccount", "kmsKeyId"}
    for paths in ACCESS_DOCUMENTS.values():
        names.update(path.partition(".")[0] for path in paths)
    for cases in CASES.values():
        for _, stack, _, _ in cases.all():
            for resource in stack:
                names.update(key for key, _ in resource.properties.entries())
    return sorted(names)


PROPERTIES = st.dictionaries(st.sampled_from(read_by_rules()), ANY, max_size=8)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TYPES), PROPERTIES), min_size=1, max_size=6))
def test_whatever_the_properties_every_rule_answers(
    stack: list[tuple[str, dict[str, Any]]],
) -> None:
    resources = [
        one(type_, properties, f"r{number}") for number, (type_, properties) in enumerate(stack)
    ]
    for resource in resources:
        for answer in PACK.judge(resource):
            assert answer.result.path
    for answer in PACK.judge_stack(resources):
        assert answer.result.path
        assert answer.result.urn in {resource.urn for resource in resources}


@pytest.mark.parametrize("type_", TYPES)
def test_a_resource_of_which_nothing_is_known_passes_no_rule_that_reads_it(type_: str) -> None:
    everything = dict.fromkeys(read_by_rules(), UNKNOWN)
    found = list(PACK.judge(one(type_, everything)))

    if type_ in ACCESS_DOCUMENTS:
        assert "unknown-access-document" in {answer.rule.id for answer in found}
    undetermined = [one for one in found if isinstance(one.result, Undetermined)]
    assert all(answer.result.path in everything for answer in undetermined)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000_000,
        "{" * 5_000_000,
        '{"Statement": [' + ",".join(['{"Effect": "Allow"}'] * 50_000) + "]}",
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "'
        + "*?" * 50_000
        + '", "Resource": "*"}]}',
        "a: &a {b: 1}\n" + "".join(f"k{n}: &a{n} [*a, *a, *a]\n" for n in range(1_000)),
        "- &a []\n" + "".join(f"- &x{n} [*x{n - 1}, *x{n - 1}]\n" for n in range(1, 90)),
    ],
    ids=["long", "deep", "many statements", "many wildcards", "many aliases", "bad alias"],
)
def test_a_text_that_would_take_for_ever_is_a_violation(text: str) -> None:
    policy = PACK.judge(one("aws:iam/rolePolicy:RolePolicy", {"policy": text}))
    properties = {"body": text, "endpointConfiguration": {"types": "REGIONAL"}}
    api = PACK.judge_stack([one("aws:apigateway/restApi:RestApi", properties)])

    assert "malformed-policy" in {answer.rule.id for answer in policy}
    assert [answer.rule.id for answer in api] == ["apigw-method-auth"] or '"Statement"' in text


def test_a_secret_is_never_told() -> None:
    stack = [
        one(type_, {name: Secret("hunter2") for name in read_by_rules()}, type_) for type_ in TYPES
    ]
    answers = [answer for resource in stack for answer in PACK.judge(resource)]
    answers += PACK.judge_stack(stack)

    assert answers
    assert "hunter2" not in repr([answer.result for answer in answers])


def test_a_rule_that_breaks_is_named_with_its_resource() -> None:
    class Broken:
        def __getitem__(self, key: str) -> object:
            raise ZeroDivisionError(key)

    resource = one("aws:lambda/function:Function", {})
    object.__setattr__(resource, "properties", Broken())

    with pytest.raises(RuleError, match=r"'lambda-tracing' broke on urn:.*: ZeroDivisionError"):
        list(PACK.judge(resource))
