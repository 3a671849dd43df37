"""What must hold of the values: money to the fen, Chinese as it was written, and nothing in full."""

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow.compute
import pyarrow.dataset
from contracts import Contract, Run
from readers import READERS, files, night_rows

NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(1\d{10}|\d{15,18}[0-9Xx])(?![0-9A-Za-z])|(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])"
)
"""A phone, identity or account number that stands alone."""


def content_faults(
    runs: Path, nights: list[Run], contracts: dict[str, Contract], tables: list[str]
) -> list[str]:
    """Everything that is wrong in the values of these tables; nothing if all is well."""
    faults = [fault for table in tables for fault in numbers_in_full(runs, table)]
    if "payments" in tables:
        faults += money_faults(runs, nights)
    if "dictionary" in tables:
        faults += dictionary_faults(runs, nights, contracts)
    return faults


def numbers_in_full(runs: Path, table: str) -> list[str]:
    seen = READERS["pyarrow"](runs, table)
    return [
        f"{table}: `{name}` shows a number in full"
        for name, values in seen.values.items()
        if any(isinstance(value, str) and NUMBER.search(value) for value in values)
    ]


def money_faults(runs: Path, nights: list[Run]) -> list[str]:
    """The payments of every file, added up by each reader itself, against the ledger of `run.json`."""
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for night in nights:
        for line in night.ledger:
            expected[night.day.isoformat(), line["file"]] += Decimal(line["yuan_accepted"])
    expected = {key: amount for key, amount in expected.items() if amount}
    return [
        f"payments: {reader} adds {key} up to {found.get(key)} yuan, the ledger has {expected.get(key)}"
        for reader, found in sums_of_payments(runs).items()
        for key in found.keys() | expected.keys()
        if found.get(key) != expected.get(key)
    ]


def sums_of_payments(runs: Path) -> dict[str, dict[tuple[str, str], Decimal]]:
    keys = ["run_date", "file"]
    in_duckdb = duckdb.sql(
        f"select run_date, file, sum(amount) from read_parquet('{runs}/*/payments.parquet', "
        "hive_partitioning = true) group by all"
    ).fetchall()
    in_polars = polars.read_parquet(f"{runs}/*/payments.parquet", hive_partitioning=True)
    in_polars = in_polars.group_by(keys).agg(polars.col("amount").sum()).rows()
    paths = files(runs, "payments")
    in_pyarrow = pyarrow.dataset.dataset(paths, partitioning="hive").to_table()
    in_pyarrow = in_pyarrow.group_by(keys).aggregate([("amount", "sum")]).to_pylist()
    in_pandas = pandas.read_parquet(paths, dtype_backend="pyarrow")
    in_pandas = in_pandas.astype({key: "string[pyarrow]" for key in keys}).groupby(keys)["amount"].sum()
    rows = {
        "duckdb": in_duckdb,
        "polars": in_polars,
        "pyarrow": [(row["run_date"], row["file"], row["amount_sum"]) for row in in_pyarrow],
        "pandas": [(*key, amount) for key, amount in in_pandas.items()],
    }
    return {
        reader: {(str(day), file): amount for day, file, amount in found if amount}
        for reader, found in rows.items()
    }


def dictionary_faults(runs: Path, nights: list[Run], contracts: dict[str, Contract]) -> list[str]:
    """The published dictionary against the contract that the program prints, text by text."""
    faults = []
    for reader, read in READERS.items():
        seen = read(runs, "dictionary")
        for night in nights:
            rows = night_rows(seen, night.day)
            entries = [
                {**column.notes, "table": table, "version": contracts[table].version}
                for table in sorted(night.tables)
                for column in contracts[table].columns
            ]
            faults += [
                f"dictionary: {reader}: `{name}` is not that of `hedui schema`"
                for name in rows
                if name != "run_date" and rows[name] != [entry[name] for entry in entries]
            ]
    return faults
