"""What must hold of one table in all nights: of its files, and in every reader."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
from contracts import Contract, Run
from readers import ARROW, NIGHT, READERS, TYPES, Seen, night_rows

DESCRIBED = ["chinese", "meaning", "meaning_zh"]
"""What Arrow is told of each column; the rest stands in the file's own metadata."""


def faults_of(runs: Path, nights: list[Run], contract: Contract) -> list[str]:
    """Everything that is not as the contract or the runs' records say; nothing if all is well."""
    faults = []
    for night in nights:
        path = night.folder / f"{contract.table}.parquet"
        faults += [f"{path.parent.name}: {fault}" for fault in file_faults(path, night, contract)]
    seen = {}
    for reader, read in READERS.items():
        try:
            seen[reader] = read(runs, contract.table)
        except Exception as error:  # Whatever a reader cannot read is a fault of the table.
            faults.append(f"{reader}: cannot be read: {error}")
            continue
        faults += [f"{reader}: {fault}" for fault in reader_faults(reader, seen[reader], nights, contract)]
    faults += differing_readers(seen)
    return [f"{contract.table}: {fault}" for fault in faults]


def file_faults(path: Path, night: Run, contract: Contract) -> list[str]:
    file = pyarrow.parquet.ParquetFile(path)
    faults = schema_faults(file.schema_arrow, contract)
    faults += metadata_faults(file.metadata, contract)
    faults += record_faults(path, file.metadata, night.tables[contract.table])
    has_the_columns = file.schema_arrow.names == [column.name for column in contract.columns]
    return faults + (chunk_faults(file, contract) if has_the_columns else [])


def schema_faults(schema: pyarrow.Schema, contract: Contract) -> list[str]:
    """Names, types, nullability and descriptions, as Arrow has them."""
    declared = [column.name for column in contract.columns]
    if schema.names != declared:
        return [f"the columns are {schema.names}, not {declared}"]
    faults = []
    for column, field in zip(contract.columns, schema, strict=True):
        if str(field.type) != ARROW[column.data_type]:
            faults.append(f"`{column.name}` is {field.type}, not {column.data_type}")
        if field.nullable != column.nullable:
            faults.append(f"`{column.name}` is nullable: {field.nullable}")
        told = {key.decode(): text.decode() for key, text in (field.metadata or {}).items()}
        expected = {key: column.notes[key] for key in DESCRIBED}
        if told != expected:
            faults.append(f"`{column.name}` is described as {told}, not {expected}")
    return faults


def metadata_faults(metadata: pyarrow.parquet.FileMetaData, contract: Contract) -> list[str]:
    """What readers that know no Arrow find of the contract."""
    told = {key.decode(): text.decode() for key, text in (metadata.metadata or {}).items()}
    expected = {
        "hedui.table": contract.table,
        "hedui.about": contract.about,
        "hedui.about_zh": contract.about_zh,
        "hedui.schema_version": str(contract.version),
        "hedui.sorted_by": ",".join(contract.sorted_by),
    }
    faults = [
        f"the file's metadata has {key} {told.get(key)!r}, not {value!r}"
        for key, value in expected.items()
        if told.get(key) != value
    ]
    if json.loads(told.get("hedui.columns", "null")) != [column.notes for column in contract.columns]:
        faults.append("the file's metadata does not describe the columns")
    return faults


def record_faults(path: Path, metadata: pyarrow.parquet.FileMetaData, record: dict[str, Any]) -> list[str]:
    """What `run.json` says of the file."""
    found = {"rows": metadata.num_rows, "bytes": path.stat().st_size}
    return [
        f"run.json says {record[what]} {what}, the file has {number}"
        for what, number in found.items()
        if record[what] != number
    ]


def chunk_faults(file: pyarrow.parquet.ParquetFile, contract: Contract) -> list[str]:
    """Compression, statistics and declared order of every row group."""
    faults = []
    order = [contract_position(contract, key) for key in contract.sorted_by]
    for group in range(file.num_row_groups):
        metadata = file.metadata.row_group(group)
        declared = [key.column_index for key in metadata.sorting_columns]
        if declared != order:
            faults.append(f"row group {group} declares the order {declared}, not {order}")
        rows = file.read_row_group(group)
        for at, column in enumerate(contract.columns):
            chunk = metadata.column(at)
            if chunk.compression != "ZSTD":
                faults.append(f"`{column.name}` is compressed by {chunk.compression}, not ZSTD")
            values = rows[column.name].to_pylist()
            if not tells(chunk.statistics, values):
                faults.append(f"`{column.name}` has no statistics, or wrong ones")
            if not chunk.has_column_index:
                faults.append(f"`{column.name}` has no statistics by page")
    return faults


def contract_position(contract: Contract, name: str) -> int:
    return [column.name for column in contract.columns].index(name)


def tells(statistics: pyarrow.parquet.Statistics | None, values: list[Any]) -> bool:
    """Whether a column chunk's statistics count its nulls and hold its values between their bounds."""
    if statistics is None or statistics.null_count != values.count(None):
        return False
    known = [value for value in values if value is not None]
    if not known:
        return True
    return statistics.has_min_max and statistics.min <= min(known) and max(known) <= statistics.max


def reader_faults(reader: str, seen: Seen, nights: list[Run], contract: Contract) -> list[str]:
    types = {column.name: TYPES[reader][column.data_type] for column in contract.columns}
    types[NIGHT] = TYPES[reader]["date32"]
    if seen.types != types:
        differing = {name: seen.types.get(name) for name in types if seen.types.get(name) != types[name]}
        return [f"the types are {differing}, or there are more columns: {list(seen.types)}"]
    faults = []
    days = {night.day for night in nights if rows_of(night, contract)}
    if set(seen.values[NIGHT]) != days:
        faults.append(f"the nights are {set(seen.values[NIGHT])}, not {days}")
    for night in nights:
        rows = night_rows(seen, night.day)
        if len(rows[NIGHT]) != rows_of(night, contract):
            faults.append(f"{night.day} has {len(rows[NIGHT])} rows, not {rows_of(night, contract)}")
        if not is_sorted([rows[key] for key in contract.sorted_by]):
            faults.append(f"{night.day} is not sorted by {contract.sorted_by}")
    for column in contract.columns:
        if not column.nullable and None in seen.values[column.name]:
            faults.append(f"`{column.name}` holds a null")
    return faults


def rows_of(night: Run, contract: Contract) -> int:
    return night.tables[contract.table]["rows"]


def is_sorted(keys: list[list[Any]]) -> bool:
    """Whether rows stand in the order of their keys, nulls first."""
    rows = zip(*([(value is not None, comparable(value)) for value in key] for key in keys), strict=True)
    return all(one <= other for one, other in pairwise(rows))


def comparable(value: Any) -> Any:
    """Text in the order of its bytes, as tables are sorted; a null as something equal to itself."""
    if isinstance(value, str):
        return value.encode()
    return 0 if value is None else value


def differing_readers(seen: dict[str, Seen]) -> list[str]:
    """The columns whose values are not the same, cell for cell, in all readers."""
    faults = []
    (first, expected), *others = seen.items()
    for reader, found in others:
        for name in expected.values.keys() & found.values.keys():
            if found.values[name] != expected.values[name]:
                faults.append(f"`{name}` in {reader} is not what it is in {first}")
    return faults
