import pytest

from components.core.errors import LimitError
from tests.support.apis import GET_ROOT, of, parse, refusal, route


@pytest.mark.parametrize(
    "path", ["/", "/a", "/a/b-c/D.e/f_g/h:i", "/{a}", "/a/{b}/c/{d}", "/a/{rest+}", "/{proxy+}"]
)
def test_a_path_that_api_gateway_takes_is_taken(path: str) -> None:
    assert parse(of(route(path))).routes[0].path == path


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "findings",
            (
                "path: got 'findings'; allowed: a path such as /findings/{account}/{id}, "
                "with a slash at the start."
            ),
        ),
        (
            "/findings/",
            (
                "path: got '/findings/'; allowed: a path such as /findings/{account}/{id}, "
                "without a slash at the end."
            ),
        ),
        ("/a/{}", "path: got '/a/{}'; allowed: a name between the braces, such as {id}."),
        ("/a/{+}", "path: got '/a/{+}'; allowed: a name between the braces, such as {id}."),
        (
            "/{proxy+}/a",
            "path: got '/{proxy+}/a'; allowed: {proxy+} as the last segment only.",
        ),
        ("/{a}/{a}", "path: got '/{a}/{a}'; allowed: the parameter {a} once."),
        (
            "/a//b",
            (
                "path: got ''; allowed: segments of letters, digits, . _ : and -, or one {name} "
                "as a whole segment."
            ),
        ),
        (
            "/a/x{id}",
            (
                "path: got 'x{id}'; allowed: segments of letters, digits, . _ : and -, or one "
                "{name} as a whole segment."
            ),
        ),
    ],
)
def test_a_path_that_api_gateway_does_not_take_is_refused(path: str, message: str) -> None:
    assert refusal(of(GET_ROOT, route(path))) == f"Api 'findings'.routes[1].{message}"


def test_a_method_is_one_of_http_in_capitals() -> None:
    assert refusal(of(route("/", "get"))) == (
        "Api 'findings'.routes[0].method: got 'get'; allowed: one of DELETE, GET, HEAD, OPTIONS, "
        "PATCH, POST, PUT."
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("/a", "/a"), ("/a/{x}", "/a/{y}"), ("/{x}/b", "/{y}/b"), ("/{x+}", "/{y+}")],
)
def test_a_route_is_declared_once(first: str, second: str) -> None:
    assert refusal(of(route(first), route(second))) == (
        f"Api 'findings'.routes[1]: got 'GET {second}'; allowed: requests that GET {first} does "
        "not answer already."
    )


@pytest.mark.parametrize(
    ("first", "second", "known", "other"),
    [
        ("/a/{x}", "/a/{y}", "{x}", "{y}"),
        ("/a/{x}/b", "/a/{y}/c", "{x}", "{y}"),
        ("/a/{x}", "/a/{rest+}", "{x}", "{rest+}"),
        ("/{x}/b/{y}", "/{x}/b/{z}/c", "{y}", "{z}"),
    ],
)
def test_one_place_has_one_path_parameter(first: str, second: str, known: str, other: str) -> None:
    assert refusal(of(route(first), route(second, "PUT"))) == (
        f"Api 'findings'.routes[1].path: got {second!r}; allowed: {known} in place of {other}, "
        f"as in {first}."
    )


def test_routes_that_only_look_alike_stand_beside_each_other() -> None:
    paths = ["/a/{x}", "/a/x", "/b/{y}", "/a/{x}/{y}", "/a/{x}/{y}/{rest+}"]
    routes = [route(path, method) for path in paths for method in ("GET", "PUT")]

    assert len(parse(of(*routes)).routes) == 10


def test_the_301st_resource_is_refused() -> None:
    # The root and /a are resources too.
    assert len(parse(of(*(route(f"/a/{n}") for n in range(298)))).routes) == 298
    with pytest.raises(LimitError) as caught:
        parse(of(*(route(f"/a/{n}") for n in range(299))))

    assert str(caught.value) == (
        "Api 'findings'.routes: got 301; allowed: at most 300 resources, one for each segment of "
        "a path. Split the API in two."
    )
