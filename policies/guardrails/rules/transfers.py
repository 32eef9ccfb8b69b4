"""Transfer Family: by which protocols files come and go."""

from guardrails.demands import Demand, demand_rule, none_of
from guardrails.model import Severity

_NO_FTP = demand_rule(
    "transfer-ftp",
    "Servers for file transfers do not speak FTP",
    Demand(
        ("aws:transfer/server:Server",),
        "protocols[]",
        none_of("FTP"),
        "FTP sends passwords and files in the clear.",
        "protocols=['SFTP']",
    ),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="Whoever is on the way reads the passwords of FTP, and changes the files.",
    remediation="Leave protocols out, which is SFTP, or set FTPS.",
    snippet="aws.transfer.Server(..., protocols=['SFTP'])",
    equivalents=["FSBP:Transfer.2", "prowler:transfer_server_in_transit_encryption_enabled"],
)

RULES = (_NO_FTP,)
