"""The README's Python block and queries: that they run, and that their answers are right.

What a query has to answer is computed once more from the tables, in another way.
"""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars
from content import NUMBER
from contracts import Run

SECTION = "## The tables, for analysts"
QUERY = re.compile(r"\*\*(?P<question>[^*\n]+\?)\*\*.*?```sql\n(?P<sql>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


class Night:
    """The tables of the last night, and of the one before."""

    def __init__(self, runs: list[Run]) -> None:
        self.before, self.last = runs[-2:]

    def __getitem__(self, table: str) -> polars.DataFrame:
        return polars.read_parquet(self.last.folder / f"{table}.parquet", hive_partitioning=False)

    def earlier(self, table: str) -> polars.DataFrame:
        return polars.read_parquet(self.before.folder / f"{table}.parquet", hive_partitioning=False)


@dataclass(frozen=True)
class Question:
    """The columns an answer has to have, and whether it is right."""

    columns: str
    is_right: Callable[[polars.DataFrame, Night], bool]


def paid_twice(answer: polars.DataFrame, night: Night) -> bool:
    found: dict[tuple[str, str, Any], Decimal] = {}
    times: dict[tuple[str, str, Any], int] = {}
    for row in night["payments"].rows(named=True):
        if row["amount"] > 0 and row["person_id"]:
            key = (row["person_id"], row["scheme"], row["period"])
            found[key] = found.get(key, Decimal(0)) + row["amount"]
            times[key] = times.get(key, 0) + 1
    twice = {key: amount for key, amount in found.items() if times[key] > 1}
    told = {(row["person_id"], row["scheme"], row["period"]): row["paid"] for row in answer.rows(named=True)}
    flags = night["flags"].filter(polars.col("code") == "D01")["flag_id"]
    return told == twice and set(flags) <= set(answer["flag_id"])


def beyond_cost(answer: polars.DataFrame, night: Night) -> bool:
    flags = night["flags"].filter(polars.col("code") == "M05")
    told = {row["event_key"]: row["over"] for row in answer.rows(named=True)}
    return all(told.get(key) == amount for key, amount in flags.select("discriminator", "amount").rows())


def shared_people(answer: polars.DataFrame, _: Night) -> bool:
    one_way = {row[:2]: row[2] for row in answer.select("agency", "other_agency", "persons").rows()}
    return all(one_way.get((other, one)) == persons for (one, other), persons in one_way.items()) and all(
        row["persons"] <= row["recipients"] for row in answer.rows(named=True)
    )


def one_chain(answer: polars.DataFrame, night: Night) -> bool:
    household = night["cases"].sort("priority")["household_id"][0]
    chain = night["household_chain"].filter(polars.col("household_id") == household)
    return answer["says"].to_list() == chain["says"].to_list()


def evidence(answer: polars.DataFrame, night: Night) -> bool:
    flags = night["flags"].filter(polars.col("family") == "duplicate")
    flag = flags.sort("amount", "flag_id", descending=[True, False])["flag_id"][0]
    rows = night["flag_evidence"].filter(polars.col("flag_id") == flag)
    lines = set(night["source_rows"].select("file", "line").rows())
    told = answer.select("file", "line").rows()
    return told == rows.select("file", "line").rows() and set(told) <= lines


def without_number(answer: polars.DataFrame, night: Night) -> bool:
    usable = ["valid", "other_document"]
    rows = night["source_rows"].filter(
        ~polars.col("resident_id_class").cast(polars.String).is_in(usable)
        & polars.col("person_id").is_not_null()
    )
    keys = ["source", "file", "line", "role", "person_id"]
    return set(answer.select(keys).rows()) == set(rows.select(keys).rows())


def coverage(answer: polars.DataFrame, night: Night) -> bool:
    in_need = night["statistics"].filter(polars.col("measure") == "in_need")
    return answer["in_need"].sum() == in_need["persons"].sum() and all(
        row["assisted"] + row["unassisted"] == row["in_need"] and row["name"]
        for row in answer.rows(named=True)
        if row["town"]
    )


def missed(answer: polars.DataFrame, night: Night) -> bool:
    flags = night["flags"].filter(polars.col("family") == "missed")
    return (answer["leads"].sum(), answer["unmet"].sum()) == (flags.height, flags["amount"].sum())


def to_mend(answer: polars.DataFrame, night: Night) -> bool:
    return answer["faults"].sum() == night["quarantine"].height


def changed(answer: polars.DataFrame, night: Night) -> bool:
    now, before = (
        dict(flags.select("flag_id", "amount").rows()) for flags in (night["flags"], night.earlier("flags"))
    )
    counts = {
        "new": len(now.keys() - before.keys()),
        "gone": len(before.keys() - now.keys()),
        "other amount": sum(now[key] != before[key] for key in now.keys() & before.keys()),
    }
    told = dict(answer.group_by("change").agg(polars.col("flags").sum()).rows())
    difference = sum(now.values()) - sum(before.values())
    return told == {change: count for change, count in counts.items() if count} and (
        answer["difference"].sum() == difference
    )


def reserve_fund(answer: polars.DataFrame, night: Night) -> bool:
    paid = (
        night["payments"]
        .filter((polars.col("scheme") == "LSB") & (polars.col("paid_on").dt.year() == night.last.day.year))[
            "amount"
        ]
        .sum()
    )
    last = answer.rows(named=True)[-1]
    return answer["amount"].sum() == paid and last["left"] == last["yearly"] - paid


def grades(answer: polars.DataFrame, night: Night) -> bool:
    parts = ["confirmed", "probable", "possible", "nobody"]
    return answer["mentions"].sum() == night["source_rows"].height and all(
        row["mentions"] == sum(row[part] for part in parts) for row in answer.rows(named=True)
    )


QUESTIONS = {
    "Who is paid twice, and how much?": Question(
        "person_id name_masked town scheme period payments paid marks code flag_id in_question",
        paid_twice,
    ),
    "Which events were paid by several agencies, and beyond their cost?": Question(
        "household_id event_key agencies payers cost paid over", beyond_cost
    ),
    "How far do agencies assist the same people?": Question(
        "agency other_agency persons recipients percent", shared_people
    ),
    "What befell one household?": Question(
        "sequence from event says agency amount remaining file line", one_chain
    ),
    "What does a flag rest on?": Question(
        "flag_id code sequence agency file line role name_masked resident_id_masked says grade snapshot",
        evidence,
    ),
    "Whom were rows without a usable identity number taken for?": Question(
        "source file line role resident_id_class grade person_id name_masked resident_id_masked "
        "sources weight because",
        without_number,
    ),
    "How far does assistance reach those in need, town by town?": Question(
        "need town name in_need assisted unassisted percent paid", coverage
    ),
    "Who appears to be missed, and what is suggested?": Question(
        "town code name severity leads unmet told_before such_as", missed
    ),
    "What has each agency to mend?": Question(
        "agency_name title code whole_row faults per_10000_rows what_to_do", to_mend
    ),
    "What changed against the night before?": Question("code name change flags difference", changed),
    "What is left of the reserve fund?": Question(
        "fund month person_times amount amount_to_date yearly left percent_spent", reserve_fund
    ),
    "How surely do the rows of each source speak of somebody?": Question(
        "source mentions confirmed probable possible nobody percent_confirmed", grades
    ),
}


def readme_section(readme: Path) -> str:
    text = readme.read_text(encoding="utf-8")
    return text.split(f"\n{SECTION}\n")[1].split("\n## ")[0]


def query_faults(readme: Path, nights: list[Run]) -> list[str]:
    """What is wrong with the README's queries or their answers; nothing if all is well."""
    # The paths of the README: runs where the night is published, everything else of the checkout. DuckDB
    # looks where it stands before all else, and a checkout may have runs of its own.
    beside_runs = nights[-1].folder.parent.parent
    places = f"{beside_runs},{readme.resolve().parent}"
    connection = duckdb.connect()
    connection.execute(f"set file_search_path = '{places}'")
    queries = {found["question"]: found["sql"] for found in QUERY.finditer(readme_section(readme))}
    if queries.keys() != QUESTIONS.keys():
        return [f"the README asks {list(queries)}"]
    faults = []
    with contextlib.chdir(beside_runs):
        for question, sql in queries.items():
            expected = QUESTIONS[question]
            try:
                answer = connection.sql(sql).pl()
            except duckdb.Error as error:
                faults.append(f"{question} {error}")
                continue
            if answer.columns != expected.columns.split():
                faults.append(f"{question} The answer has the columns {answer.columns}")
            elif not answer.height:
                faults.append(f"{question} There is no answer")
            elif not expected.is_right(answer, Night(nights)):
                faults.append(f"{question} The answer is wrong: {answer}")
            if any(NUMBER.search(str(cell)) for row in answer.rows() for cell in row):
                faults.append(f"{question} The answer shows a number in full")
    return faults


def python_faults(readme: Path, nights: list[Run]) -> list[str]:
    """Whether each of the README's one-liners reads the flags of all nights."""
    block = PYTHON.search(readme_section(readme))
    assert block, "the README shows how to read a table"
    names: dict[str, Any] = {}
    with contextlib.chdir(nights[-1].folder.parent.parent):
        exec(block[1], names)
        rows = {
            "duckdb": names["in_duckdb"].shape[0],
            "polars": names["in_polars"].height,
            "pyarrow": names["in_pyarrow"].num_rows,
            "pandas": len(names["in_pandas"]),
        }
    expected = sum(night.tables["flags"]["rows"] for night in nights)
    return [
        f"the README's line for {reader} reads {found} flags, not {expected}"
        for reader, found in rows.items()
        if found != expected
    ]
