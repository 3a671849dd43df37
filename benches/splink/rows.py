"""Writes the rows of one synthetic night as one file that both linkers read.

Each row is one mention of a person, as its agency wrote it: name, number, birth date and the rest are
copied letter by letter, faults included. Which cell is what, the mappings under `pipelines/sources/`
say. Mentions of one source that say the same thing twice (twelve payments to one account) are one row,
so that every row is evidence of its own.

    python rows.py --pipelines pipelines --night <synth>/2026-11-23 --truth <synth>/truth out.csv

The column `person` is the truth. Neither linker reads it.
"""

import argparse
import csv
import io
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

FIELDS = [
    "name", "former_name", "document", "resident_id", "sex", "birth_date",
    "phone", "account", "address", "town", "village",
]  # fmt: skip
KEY = ["source", *FIELDS]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pipelines", type=Path, required=True)
    parser.add_argument("--night", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()

    mentions = pl.concat(
        mentions_of(tomllib.loads(mapping.read_text()), args.night)
        for mapping in sorted((args.pipelines / "sources").glob("*.toml"))
    )
    rows = with_truth(mentions, args.truth).unique(KEY, keep="first", maintain_order=True)
    rows = rows.filter(pl.any_horizontal(pl.col(FIELDS) != ""))
    # The rows of all sources mixed, and the same ones for every run.
    rows = rows.sample(min(args.rows, rows.height), shuffle=True, seed=1)
    rows = rows.with_columns(pl.col(pl.String).replace("", None)).with_row_index("row")
    rows.select("row", *KEY, "person", "strata").write_csv(args.out)
    print(f"{rows.height} rows of {rows['person'].n_unique()} people, {rows['source'].n_unique()} sources")


def mentions_of(mapping: dict, night: Path) -> pl.DataFrame:
    """Every mention that the mapping finds in the files of its source."""
    headers = {column["field"]: column["headers"] for column in mapping["column"]}
    documents = {column["field"]: column["value"].get("document_type") for column in mapping["column"]}
    columns: dict[str, list] = {name: [] for name in ["file", "line", "role", *FIELDS]}
    for path in sorted(night.glob(mapping["ingest"]["file"])):
        for file, lines in tables(path, path.relative_to(night).as_posix()):
            place: dict[str, int] | None = None
            for line, cells in lines:
                if place is None:
                    place = places(headers, mapping, cells)
                    continue
                record = {field: cells[at] for field, at in place.items() if at < len(cells)}
                for mention in mapping["mention"]:
                    columns["file"].append(file)
                    columns["line"].append(line)
                    columns["role"].append(role(mention["role"], record))
                    document = documents.get(mention.get("resident_id"))
                    for field in FIELDS:
                        column = document if field == "document" else mention.get(field)
                        columns[field].append(record.get(column, ""))
    frame = pl.DataFrame(columns, schema_overrides={"line": pl.UInt32})
    return frame.with_columns(pl.lit(mapping["source"]["id"]).alias("source"))


def places(headers: dict[str, list[str]], mapping: dict, cells: list[str]) -> dict[str, int] | None:
    """Where each field stands, if this is the header."""
    found = {field: cells.index(name) for field, names in headers.items() for name in names if name in cells}
    needed = {column["field"] for column in mapping["column"] if column.get("needed")}
    return found if needed <= set(found) else None


def role(said: str | dict, record: dict[str, str]) -> str:
    if isinstance(said, str):
        return said
    written = record.get(said["field"], "")
    if "祖" in written:
        return said["otherwise"]
    return "father" if "父" in written else "mother" if "母" in written else said["otherwise"]


def tables(path: Path, name: str) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """The sheets of a file, each with its name as the truth gives it and its numbered rows."""
    if path.suffix == ".csv":
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        yield name, enumerate(csv.reader(io.StringIO(text)), 1)
        return
    book = CalamineWorkbook.from_path(str(path))
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        lines = ((line, [shown(value) for value in row]) for line, row in enumerate(rows, 1))
        yield (f"{name}#{sheet}" if len(book.sheet_names) > 1 else name), lines


def shown(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def with_truth(mentions: pl.DataFrame, truth: Path) -> pl.DataFrame:
    """Whom each mention speaks of. Several owners in one cell cannot be told apart and are left out."""
    key = ["source", "file", "line", "role"]
    told = pl.read_parquet(truth / "mentions.parquet").with_columns(
        pl.col("source", "file", "role", "strata").cast(pl.String)
    )
    single = pl.len().over(key) == 1
    return mentions.filter(single).join(
        told.filter(single).select(*key, "person", "strata"), on=key, maintain_order="left"
    )


if __name__ == "__main__":
    main()
