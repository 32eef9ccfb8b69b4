"""What no statement can hold to chosen resources, though AWS's reference gives them types.

To tell of it would be to tell of what nobody can mend.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# What a request makes for itself: its ids are known afterwards, and soon nobody asks for them.
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
_PER_REQUEST: Final = re.compile(
    r"""[:/] (?: [a-z-]+ - )? (?: change | execution | invocation | jobs? )
    / \$\{ (?: [A-Za-z]* Id | [A-Za-z]* ID ) \}""",
    re.VERBOSE,
)

NAMED_ALL_THE_SAME: Final = frozenset(
    {
        # Whoever starts these gives the name, by the API's reference:
        # https://docs.aws.amazon.com/databrew/latest/dg/API_CreateProfileJob.html
        "arn:${Partition}:databrew:${Region}:${Account}:job/${ResourceId}",
        # https://docs.aws.amazon.com/forecast/latest/dg/API_CreateDatasetImportJob.html
        "arn:${Partition}:forecast:${Region}:${Account}:dataset-import-job/${ResourceId}",
        "arn:${Partition}:forecast:${Region}:${Account}:forecast-export-job/${ResourceId}",
        "arn:${Partition}:forecast:${Region}:${Account}:predictor-backtest-export-job/${ResourceId}",
        # https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html
        "arn:${Partition}:iot:${Region}:${Account}:job/${JobId}",
        # https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_CreateMetadataTransferJob.html
        "arn:${Partition}:iottwinmaker:${Region}:${Account}:metadata-transfer-job/${MetadataTransferJobId}",
        # https://docs.aws.amazon.com/personalize/latest/dg/API_CreateDatasetImportJob.html
        "arn:${Partition}:personalize:${Region}:${Account}:batch-inference-job/${ResourceId}",
        "arn:${Partition}:personalize:${Region}:${Account}:batch-segment-job/${ResourceId}",
        "arn:${Partition}:personalize:${Region}:${Account}:data-deletion-job/${ResourceId}",
        "arn:${Partition}:personalize:${Region}:${Account}:data-insights-job/${ResourceId}",
        "arn:${Partition}:personalize:${Region}:${Account}:dataset-export-job/${ResourceId}",
        "arn:${Partition}:personalize:${Region}:${Account}:dataset-import-job/${ResourceId}",
        # https://docs.aws.amazon.com/quicksight/latest/APIReference/API_StartAssetBundleExportJob.html
        "arn:${Partition}:quicksight:${Region}:${Account}:asset-bundle-export-job/${ResourceId}",
        "arn:${Partition}:quicksight:${Region}:${Account}:asset-bundle-import-job/${ResourceId}",
        # Reading these gives out data or the address of it, not only how far the work is:
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BKS_ListSearchJobResults.html
        "arn:${Partition}:backup-search:${Region}:${Account}:search-job/${ResourceId}",
        # https://docs.aws.amazon.com/data-exchange/latest/apireference/v1-jobs-jobid.html
        "arn:${Partition}:dataexchange:${Region}:${Account}:jobs/${JobId}",
        # https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_geospatial_GetTile.html
        "arn:${Partition}:sagemaker-geospatial:${Region}:${Account}:earth-observation-job/${JobID}",
        # https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetExportJob.html
        "arn:${Partition}:ses:${Region}:${Account}:export-job/${ExportJobId}",
    }
)
"""Types that look like those of a request, and of which all is too much nevertheless."""

NAME_NO_RESOURCE: Final = frozenset(
    {
        "bedrock:ListDataAutomationProjects",
        "cloudformation:GetTemplateSummary",
        "directconnect:DescribeVirtualInterfaces",
        "dms:DescribeApplicableIndividualAssessments",
        "dms:DescribeReplicationTaskAssessmentRuns",
        "dms:DescribeReplicationTaskIndividualAssessments",
        "elasticache:DescribeUpdateActions",
        "elasticbeanstalk:DescribeConfigurationOptions",
        "elasticbeanstalk:DescribeEvents",
        "elasticfilesystem:DescribeAccessPoints",
        "frauddetector:ListEventPredictions",
        "imagebuilder:ListImageScanFindingAggregations",
        "imagebuilder:ListImageScanFindings",
        "iot:ListActiveViolations",
        "iot:ListSecurityProfiles",
        "iot:ListViolationEvents",
        "iotsitewise:ListTimeSeries",
        "ivs:ListCompositions",
        "proton:ListComponents",
        "rds:DescribeDBClusterAutomatedBackups",
        "rds:DescribeDBClusterEndpoints",
        "rds:DescribeDBClusterSnapshots",
        "rds:DescribeDBInstanceAutomatedBackups",
        "rds:DescribeDBProxyEndpoints",
        "rds:DescribeDBSnapshotTenantDatabases",
        "rds:DescribeDBSnapshots",
        "rds:DescribeExportTasks",
        "rds:DescribePendingMaintenanceActions",
        "rds:DescribeTenantDatabases",
        "redshift:DescribeTags",
        "translate:TranslateText",
    }
)
"""What only reads and is useful without any of its resources, all of which are optional.

AWS's reference marks them as optional both where a call may name none and where it has to name one
of them (``s3:GetBucketLocation``: a bucket or an access point). These are those whose parameters,
by the API's reference, may all be left out that name a resource.
"""


TOLD_ALREADY: Final[Mapping[str, str]] = {"s3:GetBucketLocation": "s3:ListAllMyBuckets"}
"""What reads no more than another action tells of the same: a bucket's region.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html
"""

FREE_NAMES: Final[Mapping[str, str]] = {
    "arn:${Partition}:iam::${Account}:mfa/${MfaTokenIdWithPath}": "iam:CreateVirtualMFADevice",
}
"""What is made under any name, which harms nobody, with what makes it: a device without a user.

AWS has users name it as they like, and allows it on all names:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
"""


@lru_cache(maxsize=1024)
def is_per_request(resource_type: str) -> bool:
    """Whether AWS gives resources of the type their ids when a request makes them, and anew each.

    Args:
        resource_type: With placeholders, as ``reference.resource_types`` gives it.
    """
    if resource_type in NAMED_ALL_THE_SAME:
        return False
    own = resource_type.split(":", 4)[4]
    return _PER_REQUEST.search(own) is not None and own.count("${") <= _OWN_AND_ACCOUNT


_OWN_AND_ACCOUNT: Final = 2
