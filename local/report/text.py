"""The reports for people: what is wrong, where, why, and how to mend it; the worst first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.console import Console

from local.engine.backend import Declared
from local.engine.run import Run
from local.policy.client import Judgement
from local.preview import Preview
from local.report import violations
from local.report.console import clean, styled
from local.report.documents import AccessDocument
from local.report.words import plural
from local.usage import report as usage

_PACKAGES_NAMED: Final = 8


def preview(console: Console, given: Preview) -> None:
    """Show a preview: the tree when it is clean, else what is wrong, and one line at the end."""
    judged = given.judgement
    if not given.refused:
        tree(console, given.run.resources)
    violations.show(console, judged, "a value is not known at preview")
    unknown = [document for document in given.documents if not document.known]
    _unknown_documents(console, unknown, judged)
    usage.show(console, given.usages)
    counts = [
        plural(len(given.run.resources), "resource"),
        _documents(len(given.documents), len(unknown)),
        _verdict(judged),
        *usage.counts(given.usages),
    ]
    violations.table(console, judged)
    _last_line(console, given.run.stack.name, counts, refused=given.refused)


def check(
    console: Console, source: str, resources: int, judged: Judgement, without: Mapping[str, int]
) -> None:
    """Show what the policies say of a file, and for how much of it (by type) there is no rule."""
    violations.show(console, judged, "a value is encrypted in the file, or not known")
    if without:
        console.print(styled((_without_rules(without), "dim")))
    violations.table(console, judged)
    _last_line(
        console, source, [plural(resources, "resource"), _verdict(judged)], refused=judged.refused
    )


def notes(console: Console, run: Run) -> None:
    """Show what the program said, and what stands in for values of other stacks."""
    for message in run.messages:
        style = "yellow" if message.severity == "warning" else "dim"
        console.print(styled((f"{message.severity}: {clean(message.text)}", style)))
    for stack, outputs in sorted(run.references.items()):
        if outputs.stand_ins:
            names = ", ".join(outputs.stand_ins)
            text = f"{stack}: placeholders stand in for what its deployment will tell: {names}"
            console.print(styled((clean(text), "dim")))


def tree(console: Console, resources: Sequence[Declared]) -> None:
    """Show components with what they are made of, a line each; then what stands on its own."""
    children: dict[str, list[Declared]] = {}
    for resource in sorted(resources, key=lambda one: one.urn):
        children.setdefault(resource.parent, []).append(resource)
    urns = {resource.urn for resource in resources}
    tops = [parent for parent in children if parent not in urns]
    for parent in tops:
        _branch(console, children, parent, 0)


def _branch(console: Console, children: dict[str, list[Declared]], parent: str, depth: int) -> None:
    below = children.get(parent, ())
    indent = "  " * depth
    made = _made_of(one for one in below if one.custom)
    if depth == 0 and made:
        console.print(styled((made, "dim")))
    for component in (one for one in below if not one.custom):
        inside = _made_of(one for one in children.get(component.urn, ()) if one.custom)
        console.print(
            styled(
                (f"{indent}{_short(component.type)} ", "bold"),
                (clean(component.name), ""),
                (f"  {inside}" if inside else "", "dim"),
            )
        )
        _branch(console, children, component.urn, depth + 1)


def _made_of(resources: Iterable[Declared]) -> str:
    counts = Counter(_short(resource.type) for resource in resources)
    return ", ".join(f"{n} {name}" if n > 1 else name for name, n in sorted(counts.items()))


def _unknown_documents(
    console: Console, unknown: Sequence[AccessDocument], judged: Judgement
) -> None:
    told = {(violation.urn, violation.path) for violation in judged.violations}
    for document in unknown:
        if (document.urn, document.path) not in told:
            text = f"  not known at preview: {clean(document.path)} of {clean(document.urn)}"
            console.print(styled((text, "yellow")))


def _without_rules(without: Mapping[str, int]) -> str:
    packages: Counter[str] = Counter()
    for type_, count in without.items():
        packages[clean(type_.partition(":")[0])] += count
    ranked = sorted(packages.items(), key=lambda one: (-one[1], one[0]))
    named = [f"{name} {count}" for name, count in ranked[:_PACKAGES_NAMED]]
    if more := len(ranked) - len(named):
        named.append(f"{plural(more, 'more package')}")
    resources, types = plural(packages.total(), "resource"), plural(len(without), "type")
    return f"no rule for {resources} of {types}: {', '.join(named)} (--json lists them)"


def _documents(count: int, unknown: int) -> str:
    if not count:
        return "no access documents"
    return (
        f"{plural(count, 'access document')} {f'({unknown} unknown)' if unknown else 'all known'}"
    )


def _verdict(judged: Judgement) -> str:
    mandatory = sum(violation.level == "mandatory" for violation in judged.violations)
    waived = sum(violation.waived for violation in judged.violations)
    further = (
        (len(judged.violations) - mandatory - waived, "advisory"),
        (waived, "waived"),
        (len(judged.remedied), "remedied"),
        (len(judged.undetermined), "undetermined"),
    )
    counts = [f"{count} {name}" for count, name in further if count]
    return ", ".join([plural(mandatory, "violation"), *counts])


def _last_line(console: Console, about: str, counts: Sequence[str], *, refused: bool) -> None:
    style = "bold red" if refused else "bold green"
    console.print(styled((f"{clean(about)}: ", "bold"), (", ".join(counts), style)))


def _short(type_: str) -> str:
    if type_.startswith("pulumi:providers:"):
        return f"provider {clean(type_.rpartition(':')[2])}"
    return clean(type_.rpartition(":")[2])
