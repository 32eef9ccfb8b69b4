"""Servers of Transfer Family."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases

CASES = {
    "transfer-ftp": Cases(
        "aws:transfer/server:Server",
        fails=[
            ({"protocols": ["FTP"]}, ["protocols[0]"]),
            ({"protocols": ["FTPS", "FTP"]}, ["protocols[1]"]),
        ],
        passes=[{"protocols": ["SFTP"]}],
        near_misses=[{}, {"protocols": ["FTPS", "AS2"]}],
        undetermined=[
            ({"protocols": UNKNOWN}, "protocols"),
            ({"protocols": ["SFTP", UNKNOWN]}, "protocols[1]"),
        ],
    ),
}
