"""The findings, to be filtered and opened one by one."""

from collections.abc import Iterator

from local.policy.client import Undetermined, Violation
from local.report.found import Found
from local.report.html.markup import element, text

_FILTERS = (
    ("critical", "Critical"),
    ("high", "High"),
    ("medium", "Medium"),
    ("low", "Low"),
    ("advisory", "Advisory"),
    ("waived", "Waived"),
)


def section(found: Found) -> str:
    """The part of the page with everything that the policies said."""
    violations = found.judged.violations
    shown = [_violation(one, found) for one in violations]
    parts = [element("h2", "Findings")]
    if shown:
        parts += [_filters(), *shown, element("p", "", id_="shown", role="status", class_="dim")]
    else:
        parts.append(element("p", "No rule is violated."))
    parts += [*_waivers(violations), *_undetermined(found.judged.undetermined), *_remedied(found)]
    return element("section", *parts, id_="findings")


def _filters() -> str:
    boxes = [
        element(
            "label",
            f'<input type="checkbox" name="{name}" checked> ',
            label,
            class_=name,
        )
        for name, label in _FILTERS
    ]
    search = '<input type="search" id="search" placeholder="rule, resource or text">'
    return element(
        "form",
        element("label", "Search ", search, for_="search"),
        element("fieldset", element("legend", "Show"), *boxes),
        id_="filters",
    )


def _violation(one: Violation, found: Found) -> str:
    rule = found.rules.get(one.rule)
    kind = "waived" if one.waived else one.level
    summary = element(
        "summary",
        element("span", one.severity, class_=f"badge {text(one.severity)}"),
        element("b", text(one.rule)),
        " ",
        element("span", text(one.about), class_="resource"),
        element("span", "" if kind == "mandatory" else text(kind), class_="kind"),
    )
    told = [element("p", text(one.message))]
    if rule:
        told.append(element("p", text(rule.why), class_="dim"))
    terms = [("Resource", one.urn), ("Where", one.path), ("Waiver", one.waiver)]
    if rule and rule.equivalents:
        terms.append(("Known as", ", ".join(rule.equivalents)))
    listed = "".join(
        element("dt", name) + element("dd", text(value)) for name, value in terms if value
    )
    told.append(element("dl", listed))
    if one.fix:
        told += [element("h3", "Fix"), element("pre", text(one.fix, lines=True), tabindex="0")]
    return element(
        "details",
        summary,
        element("div", *told),
        class_="finding",
        data_severity=one.severity,
        data_kind=kind,
    )


def _waivers(violations: tuple[Violation, ...]) -> Iterator[str]:
    told = [one for one in violations if one.waiver]
    if not told:
        return
    rows = [
        element(
            "tr",
            element("td", text(one.rule)),
            element("td", text(one.name)),
            element("td", text(one.waiver), class_="" if one.waived else "expired"),
        )
        for one in told
    ]
    head = element("tr", *(element("th", name, scope="col") for name in ("Rule", "Resource", "")))
    yield element("h2", "Waivers")
    yield element("table", element("thead", head), element("tbody", *rows))


def _undetermined(undetermined: tuple[Undetermined, ...]) -> Iterator[str]:
    if not undetermined:
        return
    yield element("h2", "Not judged")
    yield element("p", "What these rules look at is not known at preview.", class_="dim")
    items = [
        element("li", element("b", text(one.rule)), " ", text(f"{one.name}: {one.path}"))
        for one in undetermined
    ]
    yield element("ul", *items)


def _remedied(found: Found) -> Iterator[str]:
    if not found.judged.remedied:
        return
    yield element("h2", "Remedied")
    items = [
        element("li", element("b", text(one.rule)), " ", text(f"{one.type} {one.name}"))
        for one in found.judged.remedied
    ]
    yield element("ul", *items)
