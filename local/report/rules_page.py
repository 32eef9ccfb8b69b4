"""The reference of the rules, ``docs/rules.md``: made of what each rule says of itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from guardrails.model import Rule
    from guardrails.runtime_rules import RuntimeRule

_HEAD: Final = """# The rules

Made by `bulwark rules --markdown`; a test fails when it is not what the rules say.
"""
_LEVELS: Final = {
    "mandatory": "refuses the change",
    "advisory": "warns",
    "remediate": "mends the declaration",
    "disabled": "is off unless the configuration turns it on",
}


def page(rules: Sequence["Rule"], runtime: Sequence["RuntimeRule"]) -> str:
    """The page as Markdown.

    Args:
        rules: What the pack judges.
        runtime: What only the nightly audit can.
    """
    categories = sorted({rule.category for rule in rules})
    parts = [_HEAD, _overview(rules, categories)]
    for category in categories:
        parts.append(f"## {_title(category)}\n")
        parts += map(_section, _of(rules, category))
    parts.append(_names())
    parts.append("## What only a running account shows\n\nThe nightly audit reports these.\n")
    parts += map(_runtime_section, runtime)
    return "\n".join(parts)


LINT_SECTION: Final = "What `bulwark lint` calls them"
_NAMES_HEAD: Final = f"""## {LINT_SECTION}

A file does not say which resource carries its document. What is wrong with it has the name of a
rule above, but for these kinds, for each of which every type of resource has a rule of its own.

| in a file | in a stack |
|---|---|"""


def _names() -> str:
    """What a finding is called in a file, where nobody says what carries the document."""
    from guardrails.rules.resource_policies import TOLD_AS  # noqa: PLC0415 -- the pack, once found

    rows = [_NAMES_HEAD]
    for finding, ids in TOLD_AS.items():
        rows.append(f"| `{finding}` | {', '.join(f'[{id_}](#{id_})' for id_ in ids)} |")
    return "\n".join(rows) + "\n"


def _overview(rules: Sequence["Rule"], categories: Iterable[str]) -> str:
    rows = [f"{len(rules)} rules:\n", "| category | rules |", "|---|---|"]
    for category in categories:
        links = ", ".join(f"[{rule.id}](#{rule.id})" for rule in _of(rules, category))
        rows.append(f"| {_title(category)} | {links} |")
    return "\n".join(rows) + "\n"


def _of(rules: Iterable["Rule"], category: str) -> list["Rule"]:
    return sorted((rule for rule in rules if rule.category == category), key=lambda one: one.id)


def _title(category: str) -> str:
    return category.replace("-", " ").capitalize()


def _section(rule: "Rule") -> str:
    return "\n".join([f"### {rule.id}\n", f"**{rule.title}.** {rule.why}\n", *_body(rule)])


def _body(rule: "Rule") -> Iterator[str]:
    scope = "looks at the stack as a whole" if rule.scope == "stack" else "looks at one resource"
    yield f"- {rule.severity} severity; {_LEVELS[rule.level]}; {scope}."
    types = ", ".join(f"`{type_}`" for type_ in rule.applies_to if type_ != "*")
    yield f"- Applies to {types or 'resources of every type'}."
    if rule.notes:
        yield f"- Asked for by the developer's notes on {rule.notes}."
    if rule.equivalents:
        yield f"- Known elsewhere as {', '.join(rule.equivalents)}."
    elif rule.own:
        yield f"- {rule.own}"
    for name, setting in rule.settings.items():
        described = str(setting.schema.get("description", "")).rstrip(".")
        yield f"- Setting `{name}`: {described}; default `{setting.default}`."
    if rule.remedy:
        yield "- At the level `remediate` it mends the declaration itself."
    yield f"\nTo mend it: {rule.remediation}\n"
    if rule.snippet:
        yield f"```python\n{rule.snippet.strip()}\n```\n"


def _runtime_section(rule: "RuntimeRule") -> str:
    known = f" Known elsewhere as {', '.join(rule.equivalents)}." if rule.equivalents else ""
    return (
        f"### audit: {rule.id}\n\n**{rule.title}.** {rule.why}\n\n"
        f"- {rule.severity} severity.{known}\n\nTo mend it: {rule.remediation}\n"
    )
