"""Checks a folder of runs against the contract, in DuckDB, pandas, polars and pyarrow; see check.sh."""

import argparse
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from broken import BREAKAGES, unnoticed
from content import content_faults
from contracts import Contract, Run, read_contracts, read_runs
from queries import QUESTIONS, python_faults, query_faults
from readers import READERS
from tables import faults_of

README = Path(__file__).resolve().parent.parent.parent / "README.md"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=Path, required=True, help="a folder with two runs or more")
    parser.add_argument("--contracts", type=Path, required=True, help="from `hedui schema --format json`")
    args = parser.parse_args()
    runs = args.runs.resolve()
    contracts, nights = read_contracts(args.contracts), read_runs(runs)
    assert len(nights) >= 2, f"{runs} has not two runs"
    print(*(f"{name} {version(name)}" for name in READERS), f"Python {sys.version.split()[0]}")
    faults = [
        *unknown_tables(nights, contracts),
        *tables_faults(runs, nights, contracts),
        *told("what a running night hides", hidden_night_faults(runs, nights, contracts)),
        *told("values", content_faults(runs, nights, contracts, sorted(nights[-1].tables))),
        *told("the README's one-liners", python_faults(README, nights)),
        *told(f"the README's {len(QUESTIONS)} queries", query_faults(README, nights)),
        *told(f"{len(BREAKAGES)} ways to break a table", unnoticed(runs, contracts)),
    ]
    sys.exit(1 if faults else 0)


def told(what: str, faults: list[str]) -> list[str]:
    print(f"{'FAULT' if faults else 'ok':5} {what}")
    for fault in faults:
        print(f"      {fault}")
    return faults


def unknown_tables(nights: list[Run], contracts: dict[str, Contract]) -> list[str]:
    """Files without a contract, and tables that `run.json` lists and nobody finds."""
    faults = []
    for night in nights:
        published = {path.stem for path in night.folder.glob("*.parquet")}
        faults += [f"{name} is no table of run.json" for name in sorted(published ^ night.tables.keys())]
        faults += [f"{name} has no contract" for name in sorted(published - contracts.keys())]
    return told("every file is a table of its run and has a contract", faults)


def tables_faults(runs: Path, nights: list[Run], contracts: dict[str, Contract]) -> list[str]:
    faults = []
    for table in sorted(nights[-1].tables):
        rows = " + ".join(str(night.tables[table]["rows"]) for night in nights)
        columns = len(contracts[table].columns)
        faults += told(f"{table}: {columns} columns, {rows} rows", faults_of(runs, nights, contracts[table]))
    return faults


def hidden_night_faults(runs: Path, nights: list[Run], contracts: dict[str, Contract]) -> list[str]:
    """Whether no reader sees a night that is being written: their `*` takes in hidden folders."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "runs"
        shutil.copytree(runs, copy)
        unpublished = copy / ".unpublished" / "run_date=2026-11-24.partial"
        shutil.copytree(nights[-1].folder, unpublished)
        return faults_of(copy, read_runs(copy), contracts["flags"])


if __name__ == "__main__":
    main()
