"""Where the AWS provider finds an embedded AWS instead of AWS itself."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NotRequired, Self, TypedDict

import pulumi_aws as aws

from blueprints import reader
from components.core.checks import matching
from components.core.errors import SpecError
from components.core.where import Where, camel_case

WHERE: Final = Where("bulwark:endpoint", camel_case)

ACCOUNT: Final = "000000000000"
"""The account of the embedded AWS, which AWS gives to nobody."""

SERVICES: Final = (
    "apigateway",
    "dynamodb",
    "iam",
    "kms",
    "lambda_",
    "logs",
    "s3",
    "scheduler",
    "sns",
    "sqs",
    "sts",
)
"""What goes there, by the names of the provider's ``endpoints``: what an auditor is made of, S3,
and STS, which the provider asks for its account. A service may have one of its names only."""

_URL = re.compile(r"https?://(127\.0\.0\.1|localhost):[1-9]\d{0,4}", re.ASCII)
_HIGHEST_PORT = 65_535
_A_URL = "an address on this machine with its port, such as https://127.0.0.1:4566"


class Settings(TypedDict):
    """``bulwark:endpoint`` in ``Pulumi.<stack>.yaml``."""

    url: str
    """Where all of the embedded AWS answers: an address on this machine with its port."""

    certificate: NotRequired[str]
    """The path of the certificate to trust there. Default: the usual ones."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An embedded AWS, validated."""

    url: str
    certificate: str | None

    @classmethod
    def parse(cls, given: object) -> Self:
        """Validate the value of ``bulwark:endpoint``.

        Raises:
            ConfigError: A key that is missing, or a value of another type.
            SpecError: A key that is misspelt, a URL that leaves this machine, or a certificate
                that is no file.
        """
        settings = reader.read(WHERE, given, Settings)
        where, certificate = str(WHERE.key("url")), settings.get("certificate")
        url = matching(where, settings["url"], _URL, _A_URL)
        if int(url.rpartition(":")[2]) > _HIGHEST_PORT:
            raise SpecError(where, url, _A_URL)
        if certificate is not None and not Path(certificate).is_file():
            raise SpecError(str(WHERE.key("certificate")), certificate, "the path of a file")
        return cls(url, certificate)

    def redirect(self, args: aws.ProviderArgs) -> None:
        """Make a provider work there and nowhere else."""
        args.endpoints = [aws.ProviderEndpointArgs(**dict.fromkeys(SERVICES, self.url))]
        args.custom_ca_bundle = self.certificate
        # The embedded AWS takes an account's id as the access key of its root user.
        args.access_key, args.secret_key = ACCOUNT, "embedded"
        # Pulumi's own check of credentials asks AWS itself. The account is asked for all the same,
        # at the endpoint: a provider that does not know it refuses to touch any.
        args.skip_credentials_validation = True
        args.skip_metadata_api_check = True
        args.s3_use_path_style = True
