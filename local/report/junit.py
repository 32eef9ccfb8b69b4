"""The findings as JUnit's XML, which CI servers show: a test case for each rule that could fail."""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from guardrails.model import ANY_TYPE
from guardrails.native import NATIVE
from local.policy.client import Undetermined, Violation
from local.report.console import clean
from local.report.found import Found
from local.usage.violations import TITLES

_NOT_IN_XML: Final = {"\ufffe", "\uffff"}


def report(found: Found) -> str:
    """The test suite of one run.

    A mandatory violation fails its rule's case; advisories and waived violations are its output;
    a rule that only could not judge is skipped.
    """
    applying = _applying(found)
    violations = {
        rule: [one for one in found.judged.violations if one.rule == rule] for rule in applying
    }
    undetermined = {
        rule: [one for one in found.judged.undetermined if one.rule == rule] for rule in applying
    }
    suite = ET.Element("testsuite", name=_text(f"bulwark {found.about}"), tests=str(len(applying)))
    for rule, category in applying.items():
        case = ET.SubElement(suite, "testcase", classname=category, name=_text(rule))
        _judge(case, violations[rule], undetermined[rule])
    for tag, attribute in (("failure", "failures"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    ET.indent(suite)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"
    )


def _applying(found: Found) -> dict[str, str]:
    """The rules that are about what was judged, each with its category."""
    types = {ANY_TYPE, *(resource.type for resource in found.resources)}
    types |= {classic for type_ in types & set(NATIVE) for classic in NATIVE[type_].classics}
    applying = {
        rule.id: rule.category
        for rule in found.rules.values()
        if rule.level != "disabled" and not types.isdisjoint(rule.applies_to)
    }
    if found.usages:
        applying |= dict.fromkeys(TITLES, "least-privilege")
    for one in (*found.judged.violations, *found.judged.undetermined):
        applying.setdefault(one.rule, "other")
    return dict(sorted(applying.items(), key=lambda item: (item[1], item[0])))


def _judge(
    case: ET.Element, violations: Sequence[Violation], undetermined: Sequence[Undetermined]
) -> None:
    mandatory = [one for one in violations if one.level == "mandatory"]
    others = [one for one in violations if one.level != "mandatory"]
    if mandatory:
        first = mandatory[0]
        more = f" (and {len(mandatory) - 1} more)" if len(mandatory) > 1 else ""
        failure = ET.SubElement(
            case,
            "failure",
            type=first.severity,
            message=_text(f"{first.about}: {first.message}{more}"),
        )
        failure.text = "\n\n".join(map(_told, mandatory))
    elif undetermined and not others:
        paths = ", ".join(f"{one.path} of {one.name}" for one in undetermined)
        ET.SubElement(case, "skipped", message=_text(f"not known at preview: {paths}"))
    if others:
        ET.SubElement(case, "system-out").text = "\n\n".join(map(_told, others))


def _told(violation: Violation) -> str:
    lines = [violation.urn, violation.message, f"Where: {violation.path}", f"Fix: {violation.fix}"]
    if violation.waiver:
        lines.append(f"Waiver: {violation.waiver}")
    return _text("\n".join(lines))


def _text(text: str) -> str:
    """Text with the characters that XML 1.0 can hold."""
    return "".join(sign for sign in clean(text, lines=True) if sign not in _NOT_IN_XML)
