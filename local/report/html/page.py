"""Puts the page together: the verdict, the findings, the map, the waivers, the resources."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from local.policy.client import Violation
from local.report.found import Found
from local.report.html import findings, resources
from local.report.html.markup import element, text

_ASSETS: Final = Path(__file__).with_name("assets")
_SEVERITIES: Final = ("critical", "high", "medium", "low")


def report(found: Found) -> str:
    """The page as HTML, with its style and its script in it."""
    style = (_ASSETS / "report.css").read_text(encoding="utf-8")
    script = (_ASSETS / "report.js").read_text(encoding="utf-8")
    head = [
        '<meta charset="utf-8">',
        # Nothing is loaded, and no other script runs, whatever a name in the stack looks like.
        (
            '<meta http-equiv="Content-Security-Policy" content="'
            f"default-src 'none'; style-src 'unsafe-inline'; script-src '{_hash(script)}'\">"
        ),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", text(f"Bulwark: {found.about}")),
        element("style", style),
    ]
    body = [
        _header(found),
        '<main id="report">',
        findings.section(found),
        _map(found),
        resources.section(found),
        "</main>",
        element("script", script),
    ]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            element("head", *head),
            element("body", *body),
            "</html>",
            "",
        ]
    )


def _header(found: Found) -> str:
    judged = found.judged
    refused = "refused" if judged.refused else "passed"
    counts = Counter(one.severity for one in _open(judged.violations))
    told = [
        element("li", element("b", str(counts[severity])), f" {severity}", class_=severity)
        for severity in _SEVERITIES
    ]
    others = (
        ("waived", sum(one.waived for one in judged.violations)),
        ("not judged", len(judged.undetermined)),
        ("remedied", len(judged.remedied)),
    )
    told += [element("li", element("b", str(count)), f" {name}") for name, count in others if count]
    return element(
        "header",
        element("p", "Bulwark", class_="name"),
        element(
            "h1", text(found.about), " ", element("span", refused, class_=f"verdict {refused}")
        ),
        element("ul", *told, class_="counts", aria_label="Findings by severity"),
        element(
            "p", text(f"{len(found.resources)} resources, judged on {found.day}"), class_="dim"
        ),
    )


def _open(violations: Iterable[Violation]) -> list[Violation]:
    return [one for one in violations if not one.waived]


def _map(found: Found) -> str:
    if not found.access_map:
        return ""
    return element(
        "section",
        element("h2", "Access"),
        element("div", found.access_map, class_="map", tabindex="0", role="group"),
        id_="access",
    )


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
