"""What the program says of its tables: `hedui schema --format json`, and the record of each run."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column as the contract declares it; `notes` is its entry as it stands."""

    name: str
    data_type: str
    nullable: bool
    notes: dict[str, Any]


@dataclass(frozen=True)
class Contract:
    table: str
    about: str
    about_zh: str
    version: int
    sorted_by: list[str]
    columns: list[Column]


@dataclass(frozen=True)
class Run:
    """A published night: its folder, its day, and what `run.json` says of its tables and files."""

    folder: Path
    day: date
    tables: dict[str, dict[str, Any]]
    ledger: list[dict[str, Any]]


def read_contracts(path: Path) -> dict[str, Contract]:
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {entry["table"]: contract_of(entry) for entry in entries}


def contract_of(entry: dict[str, Any]) -> Contract:
    columns = [
        Column(column["column"], column["data_type"], column["nullable"], column)
        for column in entry["columns"]
    ]
    return Contract(
        entry["table"], entry["about"], entry["about_zh"], entry["version"], entry["sorted_by"], columns
    )


def read_runs(folder: Path) -> list[Run]:
    """The runs of a folder, oldest first."""
    return [read_run(run) for run in sorted(folder.glob("run_date=*"))]


def read_run(folder: Path) -> Run:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))["reproducible"]
    tables = {table["name"]: table for table in record["tables"]}
    return Run(folder, date.fromisoformat(record["run_date"]), tables, record["ledger"])
