import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.lint.lines import Node, line_of, tree

TEXT = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow",
     "Action": ["a",
                "b"],
     "Condition": {"StringLike": {
       "token.actions.githubusercontent.com:sub": "x"
     }}},
    {
      "Resource": "r"
    }
  ]
}"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("", 1),
        ("Version", 2),
        ("Statement[0].Effect", 4),
        ("Statement[0].Action[0]", 5),
        ("Statement[0].Action[1]", 6),
        ("Statement[0].Condition.StringLike.token.actions.githubusercontent.com:sub", 8),
        # A single value stands for a list of one.
        ("Statement[1].Resource[0]", 11),
        # What is not there: the nearest value around it.
        ("Statement[1].Effect", 10),
        ("Statement[0].Action[7]", 5),
        ("Nothing", 1),
    ],
)
def test_a_path_has_the_line_of_what_it_leads_to(path: str, line: int) -> None:
    assert line_of(tree(TEXT), path) == line


def test_a_single_statement_is_found_as_the_first_one() -> None:
    text = '{"Statement": {\n"Action":\n"s3:*"}}'

    assert line_of(tree(text), "Statement[0].Action[0]") == 2


def test_a_text_within_a_text_is_no_structure() -> None:
    text = '{"a": "{\\"Statement\\": [}",\n"b": ["[", "]"],\n"c": 1}'

    assert line_of(tree(text), "c") == 3


def test_what_is_nested_too_deeply_is_on_the_first_line() -> None:
    assert tree("[" * 100_000) == Node(1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def _count(value: Any) -> int:
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_count, within))


def _nodes(node: Node) -> int:
    return 1 + sum(map(_nodes, node.within.values()))


@given(JSON, st.sampled_from([None, 1]))
def test_every_value_of_any_json_has_a_line(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    root = tree(text)

    assert _nodes(root) == _count(value)
    assert 1 <= max(_lines(root)) <= text.count("\n") + 1


def _lines(node: Node) -> list[int]:
    return [node.line, *(line for one in node.within.values() for line in _lines(one))]
