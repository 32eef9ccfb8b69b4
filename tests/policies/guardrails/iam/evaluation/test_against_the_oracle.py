"""Our answers beside those of another evaluator, on thousands of made-up requests.

Where the two differ, the difference is explained here: what AWS documents, and how the other one
reads it. An explanation has to account for the very answer, and one that is no longer needed fails.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from guardrails.iam.evaluation import Answer, evaluate
from guardrails.iam.evaluation.values import binary, seconds
from tests.support import iam_oracle
from tests.support.iam_made_up import Maker
from tests.support.iam_requests import Case, Json

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(iam_oracle.missing()), reason=iam_oracle.missing()),
]


def ours(case: Case) -> Answer:
    return evaluate(case.request(), case.policies()).answer


# One condition alone decides.

Known = tuple[str, ...]
"""The request's values of the condition's key; none when it is absent."""


def _any_value_if_exists(operator: str, _values: list[str], known: Known) -> bool:
    """``IfExists`` makes a condition true when the key is absent, whatever stands before it:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.
    The oracle looks at ForAnyValue first, which is false then.
    """
    return operator.startswith("ForAnyValue") and operator.endswith("IfExists") and not known


def _no_base_64(operator: str, values: list[str], known: Known) -> bool:
    """BinaryEquals compares bytes given in base 64; the oracle compares the texts, whatever they
    are.
    """
    return "Binary" in operator and None in map(binary, [*values, *known])


def _seconds_and_dates(operator: str, values: list[str], known: Known) -> bool:
    """AWS takes dates and seconds since 1970 for the same thing; the oracle takes a number for
    milliseconds, so that a date is never equal to its seconds.
    """
    given = [one for one in [*values, *known] if seconds(one) is not None]
    return "Date" in operator and 0 < sum(one.isdigit() for one in given) < len(given)


def _single_addresses(operator: str, values: list[str], known: Known) -> bool:
    """An address without a prefix is a range of one; the oracle compares its spelling, and takes
    one of the other family for neither inside nor outside.
    """
    single = any("/" not in value and value != "nowhere" for value in values)
    return "IpAddress" in operator and single and bool(known)


def _short_arns(operator: str, values: list[str], known: Known) -> bool:
    """A pattern with fewer parts than an ARN covers the missing ones by its last ``*``, as in a
    statement's resources. Without it is no ARN and meets nothing; the oracle takes the missing
    parts for empty ones, and ``*`` for no ARN.
    """
    return "Arn" in operator and any(value.count(":") < 5 for value in values) and bool(known)


def _literal_characters(operator: str, values: list[str], _known: Known) -> bool:
    """``${*}`` stands for a star in any text that can have variables; the oracle fills it in only
    where wildcards are taken, as by StringLike.
    """
    equals = "StringEquals" in operator or "StringNotEquals" in operator
    return equals and any("${*}" in value for value in values)


def _variables_without_value(operator: str, values: list[str], _known: Known) -> bool:
    """A negated operator is met by a variable that has no value:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value.
    The oracle lets it fail.
    """
    return "StringNot" in operator and any("${aws:" in value for value in values)


def _empty_texts(operator: str, _values: list[str], known: Known) -> bool:
    """ForAllValues is true of a value that is an empty text:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html.
    The oracle compares it.
    """
    return operator.startswith("ForAllValues") and known == ("",)


OF_CONDITIONS = (
    _any_value_if_exists,
    _no_base_64,
    _seconds_and_dates,
    _single_addresses,
    _short_arns,
    _literal_characters,
    _variables_without_value,
    _empty_texts,
)


def _condition(case: Case) -> tuple[str, list[str], Known]:
    ((operator, keys),) = case.identity[0]["Statement"][0]["Condition"].items()
    ((key, values),) = keys.items()
    return operator, values, tuple(case.request().known.get(key.lower(), ()))


def test_one_condition_is_met_as_the_oracle_says() -> None:
    maker = Maker(seed=20260101)
    cases = [maker.one_condition() for _ in range(5000)]
    theirs = iam_oracle.ask(case.simulation() for case in cases)
    needed: Counter[str] = Counter()

    for case, their in zip(cases, theirs, strict=True):
        if ours(case) is their:
            continue
        because = [one for one in OF_CONDITIONS if one(*_condition(case))]
        assert because, (ours(case), their, _condition(case))
        if len(because) == 1:
            needed[because[0].__name__] += 1

    assert set(needed) == {one.__name__ for one in OF_CONDITIONS}
    # Nine of ten are the same, with values chosen to make trouble.
    assert needed.total() < 600


# All kinds of policy together decide. Each explanation rewrites the case to say what the oracle
# reads, and our answer to that has to be the oracle's to the original.


def _rewritten(case: Case, change: Callable[[Json], Json]) -> Case:
    def one(document: Json | None) -> Json | None:
        return document and change(document)

    def level(documents: list[Json]) -> list[Json]:
        return [change(document) for document in documents]

    return replace(
        case,
        identity=level(case.identity),
        boundary=one(case.boundary),
        session=one(case.session),
        policy=one(case.policy),
        scps=[level(documents) for documents in case.scps],
        rcps=[level(documents) for documents in case.rcps],
    )


NOTHING: Json = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "bulwark:Nothing", "Resource": "*"}],
}


def _root_user(case: Case) -> Case:
    """The root user of an account may do everything in it that nothing denies:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html.
    The oracle does not know it yet (its source says so), and asks for identity policies.
    """
    return replace(case, session=NOTHING) if case.principal.endswith(":root") else case


def _trust_not_given(case: Case) -> Case:
    """A role's trust always has a say; where none is given nobody is let in. The oracle lets the
    role's own account in.
    """
    if case.action != "sts:AssumeRole" or case.policy:
        return case
    account = {"AWS": f"arn:aws:iam::{case.resource_account}:root"}
    same = case.account == case.resource_account
    trust: Json = {"Effect": "Allow", "Principal": account, "Action": "*", "Resource": "*"}
    return replace(case, policy={"Version": "2012-10-17", "Statement": [trust]}) if same else case


def _older_version(case: Case) -> Case:
    """A document of 2008 has no variables, so ``${`` is text in it; the oracle fills them in."""
    return _rewritten(case, lambda document: document | {"Version": "2012-10-17"})


def _not_resource_without_value(case: Case) -> Case:
    """A pattern whose variable has no value matches no resource, in NotResource too, so that the
    statement speaks of every resource:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value.
    The oracle ignores the statement in some cases.
    """
    if case.request().known.get("aws:username"):
        return case

    def ignored(statement: Json) -> bool:
        patterns = [one for one in statement.get("NotResource", ()) if "aws:username" in one]
        # It looks at the variable last, once all the other parts of the ARN match: the type is one
        # (with nothing else before the variable it is "${aws:"), but in S3's ARNs, without a type.
        before = [pattern.partition("${")[0] for pattern in patterns]
        typed = [one for one in before if one.count(":") > 5]
        typed += ["arn:aws:s3:::" for one in before if one.startswith("arn:aws:s3:::")]
        return any(map(case.resource.startswith, typed))

    def change(document: Json) -> Json:
        kept = [one for one in document["Statement"] if not ignored(one)]
        return document | {"Statement": kept or NOTHING["Statement"]}

    return _rewritten(case, change)


def _as_the_oracle_reads(case: Case) -> Case:
    for one in OF_POLICIES:
        case = one(case)
    return case


OF_POLICIES = (_root_user, _trust_not_given, _older_version, _not_resource_without_value)


def test_policies_work_together_as_the_oracle_says() -> None:
    maker = Maker(seed=20260102)
    cases = [maker.case() for _ in range(6000)]
    theirs = iam_oracle.ask(case.simulation() for case in cases)
    needed: Counter[str] = Counter()
    answers: Counter[Answer] = Counter()

    for case, their in zip(cases, theirs, strict=True):
        answers[ours(case)] += 1
        if ours(case) is their:
            continue
        because = [one for one in OF_POLICIES if ours(one(case)) is their]
        assert because or ours(_as_the_oracle_reads(case)) is their, (ours(case), their, case)
        if len(because) == 1:
            needed[because[0].__name__] += 1

    assert set(needed) == {one.__name__ for one in OF_POLICIES}
    # The requests are no use if nearly all come out the same.
    assert min(answers[one] for one in set(Answer) - {Answer.DEPENDS}) > 600


def test_session_policies_narrow_as_the_oracle_says() -> None:
    """But for what a resource's policy grants to the session itself, which AWS documents that an
    implicit deny of its session policy does not limit; the oracle limits it.
    """
    maker = Maker(seed=20260103)
    cases = [maker.session() for _ in range(600)]
    theirs = iam_oracle.ask(case.simulation() for case in cases)
    limited = 0

    for case, their in zip(cases, theirs, strict=True):
        read = _as_the_oracle_reads(case)
        if their in {ours(case), ours(read)}:
            continue
        session = replace(read, identity=[read.session or {}], session=None, policy=None)
        assert (ours(read), their) == (Answer.ALLOWED, Answer.IMPLICITLY_DENIED), case
        assert ours(session) is Answer.IMPLICITLY_DENIED, case
        limited += 1

    assert limited > 0
