"""Judges clusters of rows by the truth, the same way for every linker.

    python score.py people.csv clusters.parquet

A pair of rows is right if both speak of one person. Hard pairs are those whose numbers are not both
written and equal: the rest, a join on the number finds. Pairs of `said` leave out the rows that say
nothing but a name.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import polars as pl

BESIDES = ["resident_id", "birth_date", "phone", "account", "address", "town", "village"]
PLACEHOLDER_NAMES = 5


@dataclass
class Scores:
    precision: float
    recall: float
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-12)


def scores(rows: pl.DataFrame, clusters: pl.DataFrame) -> dict[str, Scores]:
    """`rows` has row, person and resident_id; `clusters` has row and cluster. A row without is alone."""
    table = rows.select("row", "person", pl.col("resident_id").alias("number")).join(
        clusters.select("row", "cluster"), on="row", how="left"
    )
    assert table.height == rows.height, "a row is in several clusters"
    alone = pl.format("alone {}", "row")
    table = table.with_columns(pl.col("cluster").cast(pl.String).fill_null(alone))
    found, true = pairs(table, "cluster"), pairs(table, "person")
    both = pairs(table, "cluster", "person")
    numbered = table.filter(pl.col("number").is_not_null())
    easy_found, easy_true = pairs(numbered, "cluster", "number"), pairs(numbered, "person", "number")
    easy_both = pairs(numbered, "cluster", "person", "number")
    # A number under so many names is a placeholder (111111111111111111).
    own = pl.col("name").n_unique().over("resident_id") < PLACEHOLDER_NAMES
    own_number = pl.when(own).then("resident_id").alias("resident_id")
    more = rows.with_columns(own_number).filter(pl.any_horizontal(pl.col(BESIDES).is_not_null()))
    said = table.join(more.select("row"), on="row", how="semi")
    return {
        "all": judged(both, found, true),
        "hard": judged(both - easy_both, found - easy_found, true - easy_true),
        "said": judged(pairs(said, "cluster", "person"), pairs(said, "cluster"), pairs(said, "person")),
    }


def pairs(table: pl.DataFrame, *keys: str) -> int:
    """How many pairs of rows agree on all keys."""
    sizes = table.group_by(keys).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def judged(both: int, found: int, true: int) -> Scores:
    return Scores(both / max(found, 1), both / max(true, 1), found - both, true - both)


def hedui_clusters(run: Path) -> pl.DataFrame:
    """The clusters of a published run: its lines are those of the file, below the header."""
    mentions = pl.read_parquet(run / "source_rows.parquet", columns=["line", "person_id"])
    return mentions.select(
        (pl.col("line").cast(pl.Int64) - 2).alias("row"), pl.col("person_id").alias("cluster")
    )


def read_rows(path: Path) -> pl.DataFrame:
    columns = ["row", "name", "person", *BESIDES]
    rows = pl.read_csv(path, infer_schema=False, columns=columns)
    return rows.with_columns(pl.col("row", "person").cast(pl.Int64))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("clusters", type=Path, help="clusters.parquet, or the folder of a hedui run")
    args = parser.parse_args()
    if args.clusters.is_dir():
        clusters = hedui_clusters(args.clusters)
    else:
        clusters = pl.read_parquet(args.clusters).with_columns(pl.col("row").cast(pl.Int64))
    for kind, found in scores(read_rows(args.rows), clusters).items():
        print(
            f"{kind:5} F1 {found.f1:.5f}  precision {found.precision:.5f}  recall {found.recall:.5f}"
            f"  wrong {found.wrong}  missed {found.missed}"
        )


if __name__ == "__main__":
    main()
