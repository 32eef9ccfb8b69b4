"""When AWS deprecates which runtime of Lambda."""

import datetime as dt
from typing import Final

_DATES: Final = (
    ("nodejs", 2016, 8, 30),
    ("dotnetcore1.0", 2019, 6, 27),
    ("dotnetcore2.0", 2019, 5, 30),
    ("nodejs6.10", 2019, 8, 12),
    ("nodejs4.3", 2020, 3, 5),
    ("nodejs4.3-edge", 2020, 3, 5),
    ("nodejs8.10", 2020, 3, 6),
    ("python2.7", 2021, 7, 15),
    ("nodejs10.x", 2021, 7, 30),
    ("ruby2.5", 2021, 7, 30),
    ("dotnetcore2.1", 2022, 1, 5),
    ("dotnet5.0", 2022, 5, 10),
    ("python3.6", 2022, 7, 18),
    ("nodejs12.x", 2023, 3, 31),
    ("dotnetcore3.1", 2023, 4, 3),
    ("nodejs14.x", 2023, 12, 4),
    ("python3.7", 2023, 12, 4),
    ("ruby2.7", 2023, 12, 7),
    ("go1.x", 2024, 1, 8),
    ("java8", 2024, 1, 8),
    ("provided", 2024, 1, 8),
    ("dotnet7", 2024, 5, 14),
    ("nodejs16.x", 2024, 6, 12),
    ("python3.8", 2024, 10, 14),
    ("dotnet6", 2024, 12, 20),
    ("nodejs18.x", 2025, 9, 1),
    ("python3.9", 2025, 12, 15),
    ("ruby3.2", 2026, 3, 31),
    ("nodejs20.x", 2026, 4, 30),
    ("provided.al2", 2026, 7, 31),
    ("python3.10", 2026, 10, 31),
    ("dotnet8", 2026, 11, 10),
    ("ruby3.3", 2027, 3, 31),
    ("nodejs22.x", 2027, 4, 30),
    ("java8.al2", 2027, 6, 30),
    ("java11", 2027, 6, 30),
    ("java17", 2027, 6, 30),
    ("python3.11", 2027, 6, 30),
    ("ruby3.4", 2028, 3, 31),
    ("nodejs24.x", 2028, 4, 30),
    ("python3.12", 2028, 10, 31),
    ("dotnet10", 2028, 11, 14),
    ("ruby4.0", 2029, 3, 31),
    ("java21", 2029, 6, 30),
    ("java25", 2029, 6, 30),
    ("provided.al2023", 2029, 6, 30),
    ("python3.13", 2029, 6, 30),
    ("python3.14", 2029, 6, 30),
)

DEPRECATED_ON: Final = {runtime: dt.date(*date) for runtime, *date in _DATES}
"""The day from which AWS mends a runtime no more, past or foreseen, as of November 2026.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html; a runtime that is not listed is
newer than the list.
"""


def today() -> dt.date:
    """The day for which a runtime is judged."""
    return dt.datetime.now(dt.UTC).date()
