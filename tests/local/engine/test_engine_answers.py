"""What programs ask of AWS: asked through pulumi_aws, so that the shapes are those it takes."""

from pathlib import Path

import pytest

from local.errors import ProgramError
from tests.support.projects import run

ASK = """
import pulumi, pulumi_aws as aws
provider = aws.Provider("p", {provider})
options = pulumi.InvokeOptions(provider=provider)
identity, region = aws.get_caller_identity(opts=options), aws.get_region(opts=options)
partition = aws.get_partition(opts=options)
pulumi.export("answers", [identity.account_id, identity.arn, region.region, partition.partition,
    partition.dns_suffix, partition.reverse_dns_prefix])
"""


@pytest.mark.parametrize(
    ("config", "provider", "answers"),
    [
        (
            "config: {region: eu-central-1}",
            "",
            [
                "000000000000",
                "arn:aws:iam::000000000000:root",
                "eu-central-1",
                "aws",
                "amazonaws.com",
                "com.amazonaws",
            ],
        ),
        (
            'config: {accountId: "111122223333", "aws:region": eu-west-1, region: eu-central-1}',
            "",
            [
                "111122223333",
                "arn:aws:iam::111122223333:root",
                "eu-west-1",
                "aws",
                "amazonaws.com",
                "com.amazonaws",
            ],
        ),
        (
            'config: {accountId: "111122223333", region: eu-central-1}',
            'region="cn-north-1", allowed_account_ids=["444455556666"]',
            [
                "444455556666",
                "arn:aws-cn:iam::444455556666:root",
                "cn-north-1",
                "aws-cn",
                "amazonaws.com.cn",
                "cn.com.amazonaws",
            ],
        ),
        (
            "config: {region: us-gov-west-1}",
            'allowed_account_ids=["444455556666", "777788889999"]',
            [
                "000000000000",
                "arn:aws-us-gov:iam::000000000000:root",
                "us-gov-west-1",
                "aws-us-gov",
                "amazonaws.com",
                "com.amazonaws",
            ],
        ),
    ],
)
def test_the_caller_is_who_the_provider_or_the_configuration_says(
    tmp_path: Path,
    config: str,
    provider: str,
    answers: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)

    found = run(tmp_path, ASK.format(provider=provider), stacks={"dev": config})

    assert found.outputs["answers"] == answers


def test_without_a_region_the_program_is_told_where_to_set_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(ProgramError) as caught:
        run(tmp_path, "import pulumi_aws as aws\naws.get_region()")

    assert str(caught.value) == (
        "function 'aws:index/getRegion:getRegion': no region is "
        "known. Set aws:region in Pulumi.dev.yaml."
    )


def test_an_existing_organization_can_be_adopted_at_preview(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        """
        import pulumi, pulumi_aws as aws
        given = aws.organizations.get_organization()
        root = given.roots[0]
        policies = [(one.type, one.status) for one in root.policy_types]
        pulumi.export("given", [given.id, given.feature_set, given.master_account_id,
            [one.id for one in given.accounts], given.non_master_accounts, root.id, policies])
        """,
        stacks={"dev": 'config: {accountId: "111122223333", region: eu-central-1}'},
    )

    assert found.outputs["given"] == [
        "o-placeholder0",
        "ALL",
        "111122223333",
        ["111122223333"],
        [],
        "r-0000",
        [["SERVICE_CONTROL_POLICY", "ENABLED"]],
    ]


def test_a_call_through_a_switched_off_default_provider_is_refused(tmp_path: Path) -> None:
    stacks = {"dev": 'config: {"pulumi:disable-default-providers": ["aws"], region: eu-west-1}'}

    with pytest.raises(ProgramError, match="call aws:index/getRegion:getRegion with a provider"):
        run(tmp_path, "import pulumi_aws as aws\naws.get_region()", stacks=stacks)
