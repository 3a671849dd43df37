"""Proves that the check can fail: a table is broken in each way it looks for, and it has to notice."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.compute
import pyarrow.parquet
from content import content_faults
from contracts import Contract, Run, read_runs
from tables import contract_position, faults_of

Break = Callable[[pyarrow.Table], pyarrow.Table]


@dataclass(frozen=True)
class Breakage:
    """How a table is broken, and a part of what has to be said of it."""

    table: str
    told: str
    change: Break = lambda table: table
    options: dict[str, object] | None = None
    folder: str | None = None


def as_type(name: str, data_type: pyarrow.DataType) -> Break:
    def change(table: pyarrow.Table) -> pyarrow.Table:
        at, field = table.schema.get_field_index(name), table.schema.field(name)
        return table.set_column(at, field.with_type(data_type), table[name].cast(data_type))

    return change


def with_value(name: str, row: int, value: object) -> Break:
    """Another value in one cell; a null makes its column nullable, as no file can hold it otherwise."""

    def change(table: pyarrow.Table) -> pyarrow.Table:
        at, field = table.schema.get_field_index(name), table.schema.field(name)
        values = table[name].to_pylist()
        values[row] = value
        array = pyarrow.array(values, pyarrow.string() if is_text(field) else field.type)
        array = array.dictionary_encode() if pyarrow.types.is_dictionary(field.type) else array
        return table.set_column(at, field.with_nullable(field.nullable or value is None), array)

    return change


def is_text(field: pyarrow.Field) -> bool:
    return pyarrow.types.is_dictionary(field.type) or pyarrow.types.is_string(field.type)


def garbled(name: str) -> Break:
    """The text as a reader shows it that takes UTF-8 for another encoding."""

    def change(table: pyarrow.Table) -> pyarrow.Table:
        at, field = table.schema.get_field_index(name), table.schema.field(name)
        texts = [text.encode().decode("gb18030", "replace") for text in table[name].to_pylist()]
        return table.set_column(at, field, pyarrow.array(texts, field.type))

    return change


def declared(name: str, change_field: Callable[[pyarrow.Field], pyarrow.Field]) -> Break:
    """A column declared in another way, with the same values."""

    def change(table: pyarrow.Table) -> pyarrow.Table:
        at, field = table.schema.get_field_index(name), table.schema.field(name)
        return table.set_column(at, change_field(field), table[name])

    return change


def told_as(key: str, text: str) -> Break:
    return lambda table: table.replace_schema_metadata(
        {**(table.schema.metadata or {}), key.encode(): text.encode()}
    )


def reversed_rows(table: pyarrow.Table) -> pyarrow.Table:
    return table.take(list(reversed(range(table.num_rows))))


def one_fen_more(table: pyarrow.Table) -> pyarrow.Table:
    return with_value("amount", 0, table["amount"][0].as_py() + Decimal("0.01"))(table)


BREAKAGES = {
    "money as a float": Breakage(
        "payments", "`amount` is double, not decimal", as_type("amount", pyarrow.float64())
    ),
    "money with other decimals": Breakage(
        "payments", "`amount` is decimal128(16, 4)", as_type("amount", pyarrow.decimal128(16, 4))
    ),
    "a day as text": Breakage(
        "payments", "`paid_on` is string, not date32", as_type("paid_on", pyarrow.string())
    ),
    "a vocabulary as plain text": Breakage(
        "payments", "`scheme` is string, not dictionary", as_type("scheme", pyarrow.string())
    ),
    "a moment without a zone": Breakage(
        "ledger", "`extracted_at` is timestamp[us], not", as_type("extracted_at", pyarrow.timestamp("us"))
    ),
    "a column that may be null declared so": Breakage(
        "payments",
        "`amount` is nullable: True",
        declared("amount", lambda field: field.with_nullable(True)),
    ),
    "a null where none may be": Breakage(
        "payments", "polars: `scheme` holds a null", with_value("scheme", 5, None)
    ),
    "rows in another order": Breakage("payments", "2026-11-23 is not sorted", reversed_rows),
    "an order that is not declared": Breakage(
        "payments", "declares the order []", options={"sorting_columns": None}
    ),
    "another compression": Breakage("payments", "compressed by SNAPPY", options={"compression": "snappy"}),
    "no statistics": Breakage(
        "payments", "`amount` has no statistics, or", options={"write_statistics": False}
    ),
    "no statistics by page": Breakage(
        "payments", "`amount` has no statistics by page", options={"write_page_index": False}
    ),
    "no description of a column": Breakage(
        "payments",
        "`amount` is described as {}",
        declared("amount", lambda field: field.remove_metadata()),
    ),
    "no metadata of the file": Breakage(
        "payments",
        "hedui.schema_version None",
        lambda table: table.replace_schema_metadata(None),
    ),
    "another version": Breakage(
        "payments", "hedui.schema_version '99'", told_as("hedui.schema_version", "99")
    ),
    "columns described otherwise": Breakage(
        "payments", "does not describe the columns", told_as("hedui.columns", "[]")
    ),
    "a column missing": Breakage("payments", "the columns are", lambda table: table.drop_columns(["mark"])),
    "a column more": Breakage(
        "payments", "the columns are", lambda table: table.append_column("more", table["amount"])
    ),
    "a row missing": Breakage("payments", "run.json says", lambda table: table.slice(1)),
    "one fen more": Breakage("payments", "yuan, the ledger has", one_fen_more),
    "no Chinese sentence of the table": Breakage(
        "payments", "hedui.about_zh ''", told_as("hedui.about_zh", "")
    ),
    "a Chinese meaning garbled": Breakage(
        "dictionary", "`meaning_zh` is not that of", garbled("meaning_zh")
    ),
    "Chinese text garbled": Breakage("dictionary", "`chinese` is not that of", garbled("chinese")),
    "a full identity number": Breakage(
        "payments", "shows a number in full", with_value("event", 0, "99010119500302001X")
    ),
    "a folder that is no partition": Breakage("payments", "duckdb: cannot be read", folder="2026-11-23"),
}


def unnoticed(runs: Path, contracts: dict[str, Contract]) -> list[str]:
    """The breakages that the check passes over, and what it has against a faithful copy."""
    faults = []
    copies = {f"a faithful copy of {name}": Breakage(name, "") for name in ["payments", "ledger"]}
    for name, breakage in {**copies, **BREAKAGES}.items():
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "runs"
            shutil.copytree(runs, copy)
            told = faults_of_broken(copy, breakage, contracts)
        if breakage.told and not any(breakage.told in fault for fault in told):
            faults.append(f"{name} is not noticed; what is told is {told}")
        if not breakage.told and told:
            faults.append(f"{name} is not passed: {told}")
    return faults


def faults_of_broken(runs: Path, breakage: Breakage, contracts: dict[str, Contract]) -> list[str]:
    """What is told of runs whose last night has the table broken, and its size on record."""
    contract = contracts[breakage.table]
    nights = read_runs(runs)
    night = nights[-1]
    path = night.folder / f"{breakage.table}.parquet"
    write(path, breakage.change(with_file_metadata(path)), contract, breakage.options or {})
    night.tables[breakage.table]["bytes"] = path.stat().st_size
    if breakage.folder:
        nights[-1] = renamed(night, breakage.folder)
    faults = faults_of(runs, nights, contract)
    return faults or content_faults(runs, nights, contracts, [breakage.table])


def with_file_metadata(path: Path) -> pyarrow.Table:
    """The table with all that its file's metadata has, as pyarrow will write it again."""
    told = dict(pyarrow.parquet.read_metadata(path).metadata)
    del told[b"ARROW:schema"]
    return pyarrow.parquet.read_table(path, partitioning=None).replace_schema_metadata(told)


def write(path: Path, table: pyarrow.Table, contract: Contract, options: dict[str, object]) -> None:
    order = [
        pyarrow.parquet.SortingColumn(contract_position(contract, key), nulls_first=True)
        for key in contract.sorted_by
    ]
    usual = {"compression": "zstd", "sorting_columns": order, "write_page_index": True}
    pyarrow.parquet.write_table(table, path, **{**usual, **options})


def renamed(night: Run, name: str) -> Run:
    folder = night.folder.rename(night.folder.with_name(name))
    return Run(folder, night.day, night.tables, night.ledger)
