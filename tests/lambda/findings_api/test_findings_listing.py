import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.keys import finding_id
from findings.model import Finding, Severity, Status
from findings.store import FindingStore
from findings_api import cursor, search
from findings_api import handler as api
from findings_api.cursor import Place
from findings_api.errors import ApiError
from findings_api.parameters import Filters
from tests.support.auditor import ACCOUNT, a_finding, findings_table
from tests.support.findings_api import get

pytestmark = pytest.mark.thorough

OTHER = "111111111111"
SEVERITIES = list(Severity)
STATUSES = list(Status)


@pytest.fixture
def store() -> Iterator[FindingStore]:
    fresh = api.store
    fresh.cache_clear()
    yield findings_table()
    fresh.cache_clear()


@pytest.fixture
def many(store: FindingStore) -> list[Finding]:
    """In two accounts, over every severity and status, each a second newer than the one before."""
    findings = [
        a_finding(
            number,
            account=(ACCOUNT, OTHER)[number % 2],
            severity=SEVERITIES[number % 3],
            status=STATUSES[number % 5 % 3],
        )
        for number in range(60)
    ]
    for finding in findings:
        store.create(finding)
    return findings


def walk(limit: int, **query: str) -> tuple[list[str], list[int]]:
    """The ids of a whole listing, and the sizes of its pages."""
    ids: list[str] = []
    sizes: list[int] = []
    position: dict[str, str] = {}
    while True:
        answer = get("/findings", limit=str(limit), **query, **position)
        assert answer.status == 200, answer.content
        page = [finding["finding"] for finding in answer.content["findings"]]
        ids += page
        sizes.append(len(page))
        if "next" not in answer.content:
            return ids, sizes
        position = {"next": answer.content["next"]}


def full_pages(count: int, limit: int) -> list[int]:
    """The sizes of pages without a gap, and without an empty one after the last finding."""
    return [min(limit, count - start) for start in range(0, count or 1, limit)]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"severity": "HIGH"},
        {"severity": "LOW"},
        {"status": "RESOLVED"},
        {"severity": "MEDIUM", "status": "OPEN"},
    ],
)
def test_every_finding_is_listed_once_worst_and_newest_first(
    query: dict[str, str], many: list[Finding]
) -> None:
    wanted = [one for one in many if query.items() <= one.attributes().items()]
    wanted.sort(key=lambda one: one.changed_at, reverse=True)
    wanted.sort(key=lambda one: SEVERITIES.index(one.severity))
    ids_in_order = [one.finding for one in wanted]

    for limit in (1, 7, 19, 20, 21, 100):
        ids, sizes = walk(limit, **query)
        assert ids == ids_in_order
        assert sizes == full_pages(len(ids_in_order), limit)


@pytest.mark.parametrize(
    "query", [{}, {"severity": "HIGH"}, {"status": "OPEN"}, {"severity": "LOW", "status": "OPEN"}]
)
def test_an_account_is_listed_alone_and_in_the_order_of_its_ids(
    query: dict[str, str], many: list[Finding]
) -> None:
    filters = query | {"account": ACCOUNT}
    wanted = sorted(one.finding for one in many if filters.items() <= one.attributes().items())

    for limit in (1, 7, 29, 30, 31):
        ids, sizes = walk(limit, **filters)
        assert ids == wanted
        assert sizes == full_pages(len(wanted), limit)


@pytest.mark.parametrize("reads", [1, 2, 3])
@pytest.mark.parametrize("filters", [{}, {"account": ACCOUNT}])
def test_a_listing_that_ends_early_goes_on_where_it_ended(
    reads: int, filters: dict[str, str], many: list[Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MOST_READS", reads)
    monkeypatch.setattr(search, "_ITEMS_PER_READ", 4)

    query = filters | {"status": "RESOLVED"}
    ids, sizes = walk(10, **query)

    assert sorted(ids) == sorted(
        one.finding for one in many if query.items() <= one.attributes().items()
    )
    assert 0 in sizes or len(sizes) > 2


@pytest.mark.usefixtures("many")
def test_a_cursor_holds_for_its_own_filters_only() -> None:
    following = get("/findings", account=ACCOUNT, limit="1").content["next"]
    other_filters: list[dict[str, str]] = [
        {"account": OTHER},
        {"account": ACCOUNT, "severity": "HIGH"},
        {"severity": "HIGH"},
        {"status": "OPEN"},
        {},
    ]

    answers = [get("/findings", next=following, **filters) for filters in other_filters]

    assert [answer.status for answer in answers] == [400] * 5
    assert {answer.content["error"]["field"] for answer in answers} == {"next"}


def packed(content: object) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def forged(after: object, filters: Filters = Filters()) -> str:  # noqa: B008 -- frozen
    return packed({"filters": filters.as_json(), "after": after})


ID = "0" * 32
AT = "2026-05-01T03:00:00.000Z"
KEY = {"account": ACCOUNT, "finding": ID, "severity": "HIGH", "changed_at": AT}
OF_ACCOUNT = Filters(account=ACCOUNT)
OF_HIGH = Filters(severity=Severity.HIGH)


@pytest.mark.parametrize(
    ("filters", "after"),
    [
        (Filters(), KEY),
        (Filters(), {"severity": "LOW"}),
        (OF_HIGH, KEY),
        (OF_ACCOUNT, {"account": ACCOUNT, "finding": ID}),
    ],
)
def test_what_is_encoded_is_decoded(filters: Filters, after: dict[str, str]) -> None:
    text = cursor.encode(filters, Place(after))

    assert text == forged(after, filters)
    assert cursor.decode(text, filters) == Place(after)


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        (Filters(), ""),
        (Filters(), "e30"),
        (Filters(), "bm9uZQ"),
        (Filters(), "A"),
        (Filters(), "A" * 1025),
        (Filters(), packed([[[]]])),
        (Filters(), packed({"filters": Filters().as_json()})),
        (Filters(), packed({"filters": Filters().as_json(), "after": KEY, "table": "users"})),
        (Filters(), forged(None)),
        (Filters(), forged([])),
        (Filters(), forged({})),
        (Filters(), forged({"severity": "WORST"})),
        (Filters(), forged({"severity": ["LOW"]})),
        (Filters(), forged({"severity": None})),
        (Filters(), forged({"account": ACCOUNT})),
        (Filters(), forged({"account": ACCOUNT, "finding": ID})),
        (Filters(), forged(KEY | {"changed_at": "yesterday"})),
        (Filters(), forged(KEY | {"finding": {"S": ID}})),
        (Filters(), forged(KEY | {"title": "x"})),
        (Filters(), forged(KEY) + "="),
        (Filters(), forged(KEY) + "\n"),
        (Filters(), "+" + forged(KEY)),
        (OF_HIGH, forged(KEY | {"severity": "LOW"}, OF_HIGH)),
        (OF_HIGH, forged({"severity": "LOW"}, OF_HIGH)),
        (OF_ACCOUNT, forged({"account": OTHER, "finding": ID}, OF_ACCOUNT)),
        (OF_ACCOUNT, forged(KEY, OF_ACCOUNT)),
        (OF_ACCOUNT, forged({"account": ACCOUNT}, OF_ACCOUNT)),
        (
            Filters(),
            base64.urlsafe_b64encode(
                b'{"after":{"severity":"LOW","severity":"HIGH"},"filters":{"account":null,'
                b'"severity":null,"status":null}}'
            )
            .decode()
            .rstrip("="),
        ),
    ],
)
def test_a_forged_cursor_is_refused(filters: Filters, text: str) -> None:
    with pytest.raises(ApiError) as caught:
        cursor.decode(text, filters)

    assert caught.value.status == 400
    assert caught.value.body["error"]["field"] == "next"


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
AFTERS = st.dictionaries(
    st.sampled_from([*KEY, "x"]), st.sampled_from([*KEY.values(), "LOW", OTHER]) | JSON
)


@given(
    st.text()
    | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("="))
    | JSON.map(packed)
    | AFTERS.map(forged)
)
def test_a_hostile_cursor_is_refused_or_a_place_in_the_listing(text: str) -> None:
    try:
        place = cursor.decode(text, Filters())
    except ApiError as error:
        assert error.status == 400  # noqa: PT017 -- either outcome is right
    else:
        assert place.key.keys() in (KEY.keys(), {"severity"})
        assert cursor.encode(Filters(), place) == text


@given(
    st.none() | st.sampled_from([ACCOUNT, OTHER]),
    st.none() | st.sampled_from(SEVERITIES),
    st.none() | st.sampled_from(STATUSES),
    st.text(min_size=1),
)
def test_every_place_of_a_listing_survives_its_cursor(
    account: str | None, severity: Severity | None, status: Status | None, resource: str
) -> None:
    filters = Filters(account, severity, status)
    identity = finding_id(ACCOUNT, "rule", resource.encode("utf-8", "replace").decode())
    key = {"account": account or OTHER, "finding": identity}
    if account is None:
        key |= {"severity": severity or Severity.LOW, "changed_at": AT}

    assert cursor.decode(cursor.encode(filters, Place(key)), filters) == Place(key)
