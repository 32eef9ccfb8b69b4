from guardrails import access
from guardrails.values import UNKNOWN, Secret


def test_documents_are_found_where_they_are_nested() -> None:
    role = {
        "assumeRolePolicy": "{}",
        "inlinePolicies": [{"name": "a", "policy": "{1}"}, {"policy": UNKNOWN}],
    }

    found = list(access.locate(role, access.ACCESS_DOCUMENTS["aws:iam/role:Role"]))

    assert found == [
        ("assumeRolePolicy", "{}"),
        ("inlinePolicies[0].policy", "{1}"),
        ("inlinePolicies[1].policy", UNKNOWN),
    ]


def test_what_hides_the_documents_is_what_is_unknown() -> None:
    names = access.ACCESS_DOCUMENTS["aws:iam/role:Role"]

    assert list(access.locate({"inlinePolicies": UNKNOWN}, names)) == [("inlinePolicies", UNKNOWN)]
    assert list(access.locate({"inlinePolicies": [UNKNOWN]}, names)) == [
        ("inlinePolicies[0]", UNKNOWN)
    ]


def test_a_document_in_a_secret_stays_one() -> None:
    names = access.ACCESS_DOCUMENTS["aws:iam/role:Role"]
    role = {"inlinePolicies": Secret([{"policy": "{}"}])}

    assert list(access.locate(role, names)) == [("inlinePolicies[0].policy", Secret("{}"))]


def test_an_empty_text_is_no_document() -> None:
    assert list(access.locate({"policy": "", "other": "{}"}, ("policy",))) == []


def test_a_permission_is_a_statement_without_json() -> None:
    properties = {"principal": "*", "action": "lambda:InvokeFunction", "function": "f"}

    found = list(access.locate(properties, access.ACCESS_DOCUMENTS[access.LAMBDA_PERMISSION]))

    assert found == [("principal", "*"), ("action", "lambda:InvokeFunction")]


def test_every_kind_of_document_is_among_the_access_documents() -> None:
    kinds = (
        access.IDENTITY_DOCUMENTS,
        access.TRUST_DOCUMENTS,
        access.RESOURCE_DOCUMENTS,
        access.ORGANIZATION_DOCUMENTS,
    )

    for kind in kinds:
        for type_, names in kind.items():
            assert set(names) <= set(access.ACCESS_DOCUMENTS[type_])
