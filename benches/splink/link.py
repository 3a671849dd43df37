"""Links the rows with Splink 5 on DuckDB.

    python link.py people.csv divisions.csv clusters.parquet --set-up usual

Set-ups, each with a threshold chosen on seeds 11 (default) and 12 (harsh), which are not reported:

* `usual`: twelve blocking rules, training in the run itself;
* `plain`: as `usual`, clustered by connected components alone, without our SQL for ties;
* `fast`: the four rules that keep nearly all of its F1, training on a smaller sample;
* `ready`: as `fast`, with a model that an earlier run of `fast` has trained (`--model`).
"""

import argparse
import json
import logging
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

import prepare

# How much better, in bits, the best number must be.
MARGIN = 1.0


@dataclass
class SetUp:
    rules: list
    u_pairs: float
    # A sample in chunks takes as long and less memory.
    u_chunks: int
    em_pairs: float
    threshold: float
    untie: bool = True


# `rare` is the name where it is not too common to meet district-wide.
FAST = [
    block_on("id_any"),
    block_on("rare"),
    block_on("sound", "birth"),
    block_on("id15"),
]
USUAL = [
    *FAST,
    block_on("name", "year"),
    block_on("sound", "town"),
    block_on("name", "phone"),
    block_on("name", "account"),
    block_on("surname_sound", "birth", "sex"),
    block_on("id_tail", "surname"),
    block_on("birth", "phone"),
    block_on("birth", "door"),
]
SET_UPS = {
    "plain": SetUp(USUAL, 5e6, 2, 5e5, -1.2, untie=False),
    "usual": SetUp(USUAL, 5e6, 2, 5e5, -2.0),
    "fast": SetUp(FAST, 3e6, 1, 2e5, -2.0),
    "ready": SetUp(FAST, 0, 1, 0, -2.0),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("divisions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set-up", choices=SET_UPS, default="usual")
    parser.add_argument("--model", type=Path, help="written by `fast`, read by `ready`")
    parser.add_argument(
        "--threshold", type=float, action="append", help="match weight; several to choose from"
    )
    parser.add_argument("--predictions", type=Path, help="keep the scored pairs, to look at")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    logging.getLogger("splink").setLevel(logging.INFO if args.verbose else logging.WARNING)
    set_up = SET_UPS[args.set_up]
    times: dict[str, float] = {}
    peaks: dict[str, int] = {}
    clock = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal clock
        times[stage], clock = round(time.perf_counter() - clock, 2), time.perf_counter()
        peaks[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    prepared = prepare.prepare(prepare.read(args.rows), args.divisions)
    # Rows that say the same are one record, which is compared once.
    known = [column for column in prepared.columns if column != "row"]
    prepared = prepared.with_columns(
        pl.col("row").first().over(known).alias("unique_id"),
        pl.when(~pl.col("common")).then("name").alias("rare"),
    )
    twins = prepared.select("row", "unique_id")
    records = prepared.filter(pl.col("row") == pl.col("unique_id")).drop("row", "common")
    del prepared
    lap("prepare")

    connection = duckdb.connect(":memory:")
    api = DuckDBAPI(connection)
    table = api.register(records.to_arrow())
    connection.register("people", records.select("unique_id", "id_valid").to_arrow())
    linker = Linker(table, settings(set_up, args.model, bool(args.predictions)))
    del records
    if set_up.u_pairs:
        train(linker, set_up)
        if args.model:
            linker.misc.save_model_to_json(str(args.model), overwrite=True)
    lap("train")

    thresholds = args.threshold or [set_up.threshold]
    pairs = linker.inference.predict(threshold_match_weight=min(thresholds))
    lap("predict")
    for threshold in thresholds:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            untied(connection, api, pairs, threshold) if set_up.untie else pairs,
            threshold_match_weight=threshold,
        )
        clusters = pl.from_arrow(found.as_duckdbpyrelation().select("unique_id, cluster_id").to_arrow_table())
        out = args.out if len(thresholds) == 1 else args.out.with_suffix(f".{threshold}.parquet")
        twins.join(clusters.rename({"cluster_id": "cluster"}), on="unique_id").select(
            "row", "cluster"
        ).write_parquet(out)
    lap("cluster")
    if args.predictions:
        pairs.as_duckdbpyrelation().to_parquet(str(args.predictions))
    summary = {
        "set_up": args.set_up,
        "seconds": times,
        "peak_mb": peaks,
        "records": twins["unique_id"].n_unique(),
    }
    print(json.dumps(summary))


# ---- Clustering ---------------------------------------------------------------------------------


def untied(connection: duckdb.DuckDBPyConnection, api: DuckDBAPI, pairs, threshold: float):
    """The pairs to cluster by: a record without a number that meets several numbers keeps the pairs of
    the one it meets best, or of none if two are as good. Connected components would make all of them
    one person.
    """
    connection.execute(f"""
        create or replace table untied as
        with edges as (
            select unique_id_l, unique_id_r, match_weight, match_probability,
                l.id_valid as id_l, r.id_valid as id_r
            from {pairs.physical_name}
            join people l on l.unique_id = unique_id_l join people r on r.unique_id = unique_id_r
            where match_weight >= {threshold}
        ),
        met as (
            select record, number, max(weight) as weight from (
                select unique_id_l as record, id_r as number, match_weight as weight from edges
                where id_l is null and id_r is not null
                union all
                select unique_id_r, id_l, match_weight from edges where id_r is null and id_l is not null
            ) group by all
        ),
        best as (
            select record, arg_max(number, weight) as number, max(weight) as weight,
                list_reverse_sort(list(weight))[2] as second
            from met group by record having count(*) > 1
        ),
        chosen as (select record, case when weight - second >= {MARGIN} then number else '' end as number from best)
        select edges.* exclude (id_l, id_r) from edges
        left join chosen l on l.record = unique_id_l left join chosen r on r.record = unique_id_r
        where coalesce(id_r = l.number, true) and coalesce(id_l = r.number, true)
    """)
    return api.table_to_splink_dataframe("untied", "untied")


# ---- The model ----------------------------------------------------------------------------------


def settings(set_up: SetUp, model: Path | None, explain: bool) -> SettingsCreator | dict:
    if not set_up.u_pairs:
        return json.loads(model.read_text())
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[NAME, NUMBER, BIRTH, SEX, HOUSEHOLD],
        blocking_rules_to_generate_predictions=set_up.rules,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=explain,
        max_iterations=20,
        probability_two_random_records_match=5e-6,
    )


def train(linker: Linker, set_up: SetUp) -> None:
    linker.training.estimate_probability_two_random_records_match(
        [block_on("id_valid"), block_on("sound", "birth", "sex")], recall=0.95
    )
    linker.training.estimate_u_using_random_sampling(
        max_pairs=set_up.u_pairs, seed=1, min_count_per_level=None, num_chunks=set_up.u_chunks
    )
    # Relatives share neither a number nor name and birth date.
    for rule in [block_on("id_valid"), block_on("sound", "birth")]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=set_up.em_pairs)


def level(sql: str, label: str, **options):
    return cll.CustomLevel(sql, label).configure(**options)


def chance(u: float) -> dict:
    """A u that is known beforehand: random pairs hold too few such pairs, and those few are matches."""
    return {"u_probability": u, "fix_u_probability": True}


# A lost or mistaken character, or a short form.
PART = (
    "surname_l = surname_r and (contains(given_l, given_r) or contains(given_r, given_l)"
    " or (len(given_l) > 1 and levenshtein(given_l, given_r) = 1))"
)
FORMER = "coalesce(former_l = name_r, false) or coalesce(former_r = name_l, false)"
ALIKE = f"(fuzzy_l = fuzzy_r or given_l = given_r or ({PART}) or {FORMER})"
NAME = cl.CustomComparison(
    output_column_name="name",
    comparison_levels=[
        level("name_l is null or name_r is null", "none", is_null_level=True),
        cll.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
        level(
            "sound_l = sound_r",
            "same sound",
            tf_adjustment_column="sound",
            disable_tf_exact_match_detection=True,
        ),
        level(FORMER, "former name", m_probability=0.002, fix_m_probability=True, **chance(2e-6)),
        level("fuzzy_l = fuzzy_r", "alike sound"),
        level(PART, "part"),
        level("given_l = given_r", "given name"),
        level("surname_l = surname_r", "surname"),
        cll.ElseLevel(),
    ],
)
# These numbers hold the birth date, which is weighed apart: m and u of what agrees in part are such that
# both together weigh what they should.
NUMBER = cl.CustomComparison(
    output_column_name="number",
    comparison_levels=[
        level("id_any_l is null or id_any_r is null", "none", is_null_level=True),
        # A relative's number, under another name.
        level(
            f"id_valid_l = id_valid_r and not coalesce({ALIKE}, true)",
            "equal, of another", m_probability=1e-7, fix_m_probability=True, **chance(1e-6),
        ),
        level("id_valid_l = id_valid_r", "equal and valid", **chance(4e-8)),
        level("id_any_l = id_any_r and not ends_with(id_any_l, '000')", "equal", m_probability=1e-3, fix_m_probability=True, **chance(1e-6)),
        # Two valid numbers are two people: a veto.
        level(
            "id_valid_l != id_valid_r", "two valid numbers",
            m_probability=1e-7, fix_m_probability=True, **chance(0.97),
        ),
        level("id15_l = id15_r", "first fifteen", m_probability=5e-3, fix_m_probability=True, **chance(6e-4)),
        level(
            "(contains(id_any_l, '*') or contains(id_any_r, '*')) and left(id_any_l, 6) = left(id_any_r, 6)"
            " and right(id_any_l, 4) = right(id_any_r, 4)",
            "masked", m_probability=3e-4, fix_m_probability=True, **chance(1e-7),
        ),
        level("damerau_levenshtein(id_any_l, id_any_r) <= 1", "one edit", m_probability=2e-3, fix_m_probability=True, **chance(1e-5)),
        cll.ElseLevel(),
    ],
)  # fmt: skip
BIRTH = cl.CustomComparison(
    output_column_name="birth",
    comparison_levels=[
        level("birth_l is null or birth_r is null", "none", is_null_level=True),
        level("birth_l = birth_r", "equal"),
        level(
            "damerau_levenshtein(strftime(birth_l, '%Y%m%d'), strftime(birth_r, '%Y%m%d')) <= 1"
            " or (year(birth_l) = year(birth_r) and month(birth_l) = day(birth_r) and day(birth_l) = month(birth_r))",
            "one edit",
        ),
        # The first of January is written for an unknown day; dates of the lunar calendar come earlier.
        level("abs(birth_l - birth_r) <= 60", "near"),
        level("year(birth_l) = year(birth_r)", "year"),
        cll.ElseLevel(),
    ],
)
SEX = cl.CustomComparison(
    output_column_name="sex",
    comparison_levels=[
        level("sex_l is null or sex_r is null", "none", is_null_level=True),
        level("sex_l = sex_r", "equal"),
        cll.ElseLevel(),
    ],
)
# Phone, account and dwelling are shared by relatives: one piece of evidence.
HOUSEHOLD = cl.CustomComparison(
    output_column_name="household",
    comparison_levels=[
        level(
            "(phone_l is null or phone_r is null) and (account_l is null or account_r is null)"
            " and (town_l is null or town_r is null)",
            "none", is_null_level=True,
        ),
        level(
            "coalesce(account_l = account_r, false)"
            " or (coalesce(phone_l = phone_r, false) and coalesce(door_l = door_r, false))",
            "several", **chance(0.005),
        ),
        level("phone_l = phone_r or door_l = door_r", "one", **chance(0.015)),
        level("village_l = village_r", "village"),
        level("town_l = town_r", "town"),
        cll.ElseLevel(),
    ],
)  # fmt: skip


if __name__ == "__main__":
    main()
