from pathlib import Path

import pytest

from local.engine.project import find_project, read_stack
from local.errors import ProjectError
from tests.support.projects import PROJECT, stack, write


def test_values_reach_the_program_in_the_form_that_pulumi_hands_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        stacks={
            "dev": """\
            config:
              aws:region: eu-central-1
              days: 30
              ratio: 0.5
              on: true
              answer: yes
              day: 2024-01-01
              account: "012345678901"
              nothing:
              demo:tree: {b: [1, two], a: {c: ü}}
            """
        },
    )

    assert stack(tmp_path).values == {
        "aws:region": "eu-central-1",
        "demo:days": "30",
        "demo:ratio": "0.5",
        "demo:on": "true",
        "demo:answer": "yes",
        "demo:day": "2024-01-01",
        "demo:account": "012345678901",
        "demo:tree": '{"a":{"c":"ü"},"b":[1,"two"]}',
    }


def test_encrypted_values_are_secret_and_not_known(tmp_path: Path) -> None:
    text = """\
    encryptionsalt: v1:abc
    config:
      demo:password: {secure: AAABAx}
      demo:tree: {user: me, password: {secure: AAABAx}}
      demo:plain: secure
    """
    found = stack(write(tmp_path, stacks={"dev": text}))

    assert found.encrypted == {"demo:password", "demo:tree"}
    assert found.secrets == {"demo:password", "demo:tree"}
    assert "AAABAx" not in str(found)


def test_the_projects_defaults_hold_where_the_stack_says_nothing(tmp_path: Path) -> None:
    project = PROJECT + (
        "config:\n"
        "  size: {type: integer, default: 3}\n"
        "  color: {default: red}\n"
        "  token: {value: t, secret: true}\n"
        "  aws:region: eu-west-1\n"
    )
    found = stack(write(tmp_path, stacks={"dev": "config: {color: blue}"}, project=project))

    assert found.values == {
        "demo:size": "3",
        "demo:color": "blue",
        "demo:token": "t",
        "aws:region": "eu-west-1",
    }
    assert found.secrets == {"demo:token"}
    assert not found.encrypted


def test_the_project_is_found_from_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    assert find_project(below).folder == tmp_path.resolve()


def test_an_empty_stack_file_is_an_empty_configuration(tmp_path: Path) -> None:
    assert stack(write(tmp_path)).values == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "config:\n  a: [1\n",
            (
                "Pulumi.dev.yaml: not YAML: expected ',' or ']', but got '<stream end>' "
                "(line 3, column 1)."
            ),
        ),
        ("- a\n", "Pulumi.dev.yaml: got a list; allowed: keys and values."),
        ("text\n", "Pulumi.dev.yaml: got a single value; allowed: keys and values."),
        ("config: [a]\n", "Pulumi.dev.yaml: config: got a list; allowed: keys and values."),
        ("config: a\n", "Pulumi.dev.yaml: config: got 'a'; allowed: keys and values."),
        (
            "config:\n  1: a\n",
            "Pulumi.dev.yaml: config: got the key 1; allowed: namespace:key.",
        ),
        (
            "config:\n  a: 1\n  a: 2\n",
            "Pulumi.dev.yaml: not YAML: the key 'a' comes twice (line 3, column 3).",
        ),
        (
            "config:\n  a: {secure: 1}\n",
            "Pulumi.dev.yaml: demo:a: secure: allowed: the text that Pulumi wrote there.",
        ),
        (
            "config:\n  a: !!python/object:os.system {}\n",
            (
                "Pulumi.dev.yaml: not YAML: could not determine a constructor for the tag "
                "'tag:yaml.org,2002:python/object:os.system' (line 2, column 6)."
            ),
        ),
        (
            "config: {a: \x00}\n",
            (
                "Pulumi.dev.yaml: not YAML: unacceptable character #x0000: special "
                "characters are not allowed."
            ),
        ),
        ("{" * 5000, "Pulumi.dev.yaml: not YAML: maximum recursion depth exceeded."),
    ],
)
def test_a_stack_file_of_another_shape_is_refused_by_name(
    tmp_path: Path, text: str, message: str
) -> None:
    write(tmp_path, stacks={"dev": text})

    with pytest.raises(ProjectError) as caught:
        stack(tmp_path)

    assert str(caught.value).startswith(message.removesuffix("."))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "Pulumi.dev.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ProjectError, match=r"^Pulumi\.dev\.yaml: not YAML: 'utf-8' codec"):
        stack(tmp_path)


def test_a_stack_file_beyond_any_configuration_is_refused(tmp_path: Path) -> None:
    write(tmp_path, stacks={"dev": "#" * 1_100_000})

    with pytest.raises(ProjectError, match="over 1 MiB"):
        stack(tmp_path)


def test_an_unknown_stack_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, stacks={"dev": "", "prod": ""})

    with pytest.raises(ProjectError) as caught:
        stack(tmp_path, "prd")

    assert str(caught.value) == "stack: got 'prd'; allowed: dev, prod."


@pytest.mark.parametrize("name", ["../dev", "", "dev\n", "*"])
def test_a_stacks_name_never_leads_to_another_file(tmp_path: Path, name: str) -> None:
    write(tmp_path)

    with pytest.raises(ProjectError, match="allowed: dev"):
        stack(tmp_path, name)


def test_a_declared_key_without_default_has_to_be_set(tmp_path: Path) -> None:
    write(tmp_path, project=PROJECT + "config:\n  size: {type: integer}\n")

    with pytest.raises(ProjectError) as caught:
        stack(tmp_path)

    assert str(caught.value) == (
        "Pulumi.dev.yaml: demo:size: missing; Pulumi.yaml declares it. Add it here."
    )


@pytest.mark.parametrize(
    ("project", "message"),
    [
        ("runtime: python\n", "name: got None; allowed: letters, digits and .-_"),
        ("name: demo\nruntime: nodejs\n", "runtime: got 'nodejs'; allowed: python."),
        (PROJECT + "main: src\n", "main: got 'src'; allowed: an existing folder."),
    ],
)
def test_a_project_that_cannot_run_here_is_refused(
    tmp_path: Path, project: str, message: str
) -> None:
    write(tmp_path, project=project)

    with pytest.raises(ProjectError) as caught:
        read_stack(find_project(tmp_path), "dev")

    assert str(caught.value) == f"Pulumi.yaml: {message}"


def test_outside_of_a_project_the_way_into_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        find_project(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path}: no Pulumi.yaml here or above. Run the command inside of a Pulumi project."
    )
