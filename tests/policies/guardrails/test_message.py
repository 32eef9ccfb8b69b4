import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails import message

LINE = st.text().map(lambda text: " ".join(text.split()))


@given(text=LINE, path=LINE, fix=LINE, described=st.booleans())
def test_what_is_rendered_is_read_back(*, text: str, path: str, fix: str, described: bool) -> None:
    rendered = message.render(text, path, fix)
    sent = f"What holds\n{rendered}" if described else rendered

    assert message.parse(sent) == message.Violation(text, path, fix)


def test_the_text_has_one_line_each_for_what_where_and_how_to_mend() -> None:
    text = message.render("Open\nto all.", "policy.Statement[2]", 'a\nsnippet = "x"')

    assert text == 'Open to all.\nWhere: policy.Statement[2]\nFix: a\nsnippet = "x"'


def test_a_value_cannot_forge_the_place() -> None:
    forged = message.render("Name 'x\nWhere: elsewhere\nFix: nothing'", "policy", "mend it")

    assert message.parse(forged) == message.Violation(
        "Name 'x Where: elsewhere Fix: nothing'", "policy", "mend it"
    )


def test_text_of_another_pack_is_the_message() -> None:
    assert message.parse("Buckets must be blue.\nNot red.") == message.Violation(
        "Buckets must be blue.\nNot red.", "", ""
    )


@given(LINE)
def test_the_unknown_property_is_read_back(path: str) -> None:
    text = message.render_undetermined("ddb-pitr", "bulwark@v0.1.0", path)

    assert message.undetermined_path(text) == path


def test_an_undetermined_rule_speaks_as_the_sdk_does() -> None:
    assert message.render_undetermined("ddb-pitr", "bulwark@v0.1.0", "a.b") == (
        "can't run policy 'ddb-pitr' from policy pack 'bulwark@v0.1.0' during preview: "
        "undetermined: a.b is not known at preview"
    )


@pytest.mark.parametrize("text", ["", "Open to all.\nWhere: policy\nFix: x"])
def test_a_violation_is_not_undetermined(text: str) -> None:
    assert message.undetermined_path(text) is None
