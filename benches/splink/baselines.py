"""Two joins that anybody would write, as a floor: the number, and the number or name and birth date."""

import polars as pl


def same_number(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("resident_id").is_not_null()).select(
        "row", pl.col("resident_id").alias("cluster")
    )


def number_or_name_and_birth(rows: pl.DataFrame) -> pl.DataFrame:
    parts = pl.col("birth_date").str.extract_groups(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$")
    birth = pl.concat_str(parts.struct[0], parts.struct[1].str.zfill(2), parts.struct[2].str.zfill(2))
    keyed = rows.select("row", "resident_id", pl.concat_str("name", birth).alias("born"))
    above = list(range(rows.height))

    def root(row: int) -> int:
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    for key in ["resident_id", "born"]:
        groups = keyed.filter(pl.col(key).is_not_null()).group_by(key).agg("row")
        for group in groups["row"].to_list():
            for row in group[1:]:
                above[root(row)] = root(group[0])
    return pl.DataFrame({"row": rows["row"], "cluster": [root(row) for row in rows["row"]]})
