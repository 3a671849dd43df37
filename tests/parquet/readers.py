"""One table of all nights as each reader sees it: its types by their own names, and its values.

Every reader is called as the README tells analysts to call it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.dataset

NIGHT = "run_date"
BY_NIGHT = pyarrow.dataset.partitioning(pyarrow.schema([(NIGHT, pyarrow.date32())]), flavor="hive")


@dataclass(frozen=True)
class Seen:
    """What a reader makes of a table: the type of each column by its own name, and the values."""

    types: dict[str, str]
    values: dict[str, list[Any]]


def in_duckdb(runs: Path, table: str) -> Seen:
    found = duckdb.connect().sql(f"from read_parquet('{runs}/*/{table}.parquet', hive_partitioning = true)")
    rows = found.fetchall()
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    return Seen(types, {name: [row[at] for row in rows] for at, name in enumerate(found.columns)})


def in_polars(runs: Path, table: str) -> Seen:
    found = polars.read_parquet(f"{runs}/*/{table}.parquet", hive_partitioning=True)
    types = {name: str(data_type) for name, data_type in found.schema.items()}
    return Seen(types, {column.name: column.to_list() for column in found})


def in_pyarrow(runs: Path, table: str) -> Seen:
    found = pyarrow.dataset.dataset(files(runs, table), partitioning=BY_NIGHT).to_table()
    types = {field.name: str(field.type) for field in found.schema}
    return Seen(types, {name: found[name].to_pylist() for name in found.column_names})


def in_pandas(runs: Path, table: str) -> Seen:
    found = pandas.read_parquet(files(runs, table), partitioning=BY_NIGHT, dtype_backend="pyarrow")
    types = {name: str(data_type) for name, data_type in found.dtypes.items()}
    plain = {name: [None if pandas.isna(value) else value for value in found[name]] for name in found}
    return Seen(types, plain)


def files(runs: Path, table: str) -> list[Path]:
    return sorted(runs.glob(f"*/{table}.parquet"))


READERS: dict[str, Callable[[Path, str], Seen]] = {
    "duckdb": in_duckdb,
    "polars": in_polars,
    "pyarrow": in_pyarrow,
    "pandas": in_pandas,
}

ARROW = {
    "boolean": "bool",
    "date32": "date32[day]",
    "decimal(14,2)": "decimal128(14, 2)",
    "dictionary of text": "dictionary<values=string, indices=int32, ordered=0>",
    "float64": "double",
    "text": "string",
    "timestamp with zone Asia/Shanghai": "timestamp[us, tz=Asia/Shanghai]",
    "uint32": "uint32",
    "uint64": "uint64",
    "uint8": "uint8",
}

TYPES = {
    "duckdb": {
        "boolean": "BOOLEAN",
        "date32": "DATE",
        "decimal(14,2)": "DECIMAL(14,2)",
        "dictionary of text": "VARCHAR",
        "float64": "DOUBLE",
        "text": "VARCHAR",
        "timestamp with zone Asia/Shanghai": "TIMESTAMP WITH TIME ZONE",
        "uint32": "UINTEGER",
        "uint64": "UBIGINT",
        "uint8": "UTINYINT",
    },
    "polars": {
        "boolean": "Boolean",
        "date32": "Date",
        "decimal(14,2)": "Decimal(precision=14, scale=2)",
        "dictionary of text": "Categorical",
        "float64": "Float64",
        "text": "String",
        "timestamp with zone Asia/Shanghai": "Datetime(time_unit='us', time_zone='Asia/Shanghai')",
        "uint32": "UInt32",
        "uint64": "UInt64",
        "uint8": "UInt8",
    },
    "pyarrow": ARROW,
    "pandas": {name: f"{arrow}[pyarrow]" for name, arrow in ARROW.items()},
}
"""How each reader calls a type of the contract."""


def night_rows(seen: Seen, day: date) -> dict[str, list[Any]]:
    """The values of one night, in the order they were read."""
    at = [row for row, night in enumerate(seen.values[NIGHT]) if night == day]
    return {name: [values[row] for row in at] for name, values in seen.values.items()}
