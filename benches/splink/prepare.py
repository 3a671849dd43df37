"""Prepares Chinese person rows for Splink: what an expert would write before linking.

Names lose blanks, dots and remarks, take their simplified form and get readings; numbers are
repaired and checked; dates, sexes, phones and addresses get one spelling. All of it works on whole
columns. Readings and simplified forms are looked up once per character.
"""

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from pypinyin import Style, pinyin
from zhconv import convert

FIELDS = [
    "name", "former_name", "document", "resident_id", "sex", "birth_date",
    "phone", "account", "address", "town", "village",
]  # fmt: skip
COMPOUND = "欧阳|上官|司马|诸葛|慕容|令狐|东方|尉迟|司徒|南宫|皇甫|夏侯|公孙|轩辕|长孙|宇文|端木|独孤|申屠"
LATEST_BIRTH = pl.date(2026, 12, 31)
# A number under so many names, or a phone, is nobody's own.
MANY_NAMES, MANY_OWNERS = 5, 8


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, columns=["row", *FIELDS], infer_schema=False).with_columns(
        pl.col("row").cast(pl.Int32)
    )


def prepare(rows: pl.DataFrame, divisions: Path) -> pl.DataFrame:
    rows = names(rows)
    rows = numbers(rows)
    rows = births(rows)
    rows = contacts(rows)
    return places(rows, divisions).select(
        "row", "name", "former", "sound", "fuzzy", "surname", "given", "surname_sound", "common",
        "id_valid", "id_any", "id15", "id_tail", "birth", "year", "sex", "phone", "account", "town", "village", "door",
    )  # fmt: skip


# ---- Names --------------------------------------------------------------------------------------


def names(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_columns(written(pl.col("name")), written(pl.col("former_name")).alias("former"))
    # 王伟之子 with his number: a child without a name of its own, and without the number.
    child = pl.col("name").str.contains("之[子女]$").fill_null(False)
    rows = rows.with_columns(pl.when(~child).then("name"), pl.when(~child).then("resident_id"))
    unique = readings(pl.concat([rows["name"], rows["former"]]).drop_nulls().unique().alias("name"))
    former = unique.select(pl.col("name").alias("former"), pl.col("folded").alias("former_folded"))
    return (
        rows.join(unique, on="name", how="left")
        .join(former, on="former", how="left")
        .with_columns(pl.col("folded").alias("name"), pl.col("former_folded").alias("former"))
        .with_columns((pl.len().over("name") > 60).alias("common"))
    )


def written(name: pl.Expr) -> pl.Expr:
    """Without blanks, dots and what stands behind: `王　伟（户主）` is `王伟`."""
    return (
        name.str.normalize("NFKC")
        .str.replace(r"[(（\[].*$", "")
        .str.replace(r"\s+(同志|先生|女士)$", "")
        .str.replace_all(r"[\s·・•.．。‧,，、'’*]", "")
        .str.to_uppercase()
        .replace("", None)
    )


def readings(names: pl.Series) -> pl.DataFrame:
    """Simplified form, toneless reading, and a reading blind to what dialects confuse, of each name."""
    characters = names.str.split("").explode().unique().drop_nulls().to_list()
    characters = [one for one in characters if one]
    simple = {one: convert(one, "zh-cn") for one in characters}
    simple = {one: to for one, to in simple.items() if to != one and len(to) == 1}
    sound = {
        one: pinyin(one, style=Style.NORMAL)[0][0] + " "
        for one in {simple.get(one, one) for one in characters}
        if "\u3400" <= one
    }
    folded = pl.col("name").str.replace_many(list(simple), list(simple.values()))
    table = names.to_frame().with_columns(folded.alias("folded"))
    table = table.with_columns(
        pl.col("folded").str.extract(f"^({COMPOUND}|.)").alias("surname"),
        pl.col("folded").str.replace(f"^({COMPOUND}|.)", "").alias("given"),
        pl.col("folded").str.replace_many(list(sound), list(sound.values())).alias("sound"),
    )
    fuzzy = pl.col("sound").str.replace_many(
        ["zh", "ch", "sh", "ang", "eng", "ing", "l", "f"], ["z", "c", "s", "an", "en", "in", "n", "h"]
    )
    return table.with_columns(
        fuzzy.alias("fuzzy"),
        pl.col("surname").str.replace_many(list(sound), list(sound.values())).alias("surname_sound"),
    )


# ---- Numbers ------------------------------------------------------------------------------------


def numbers(rows: pl.DataFrame) -> pl.DataFrame:
    clean = pl.col("resident_id").str.normalize("NFKC").str.to_uppercase().str.replace_all(r"[^0-9A-Z*]", "")
    rows = rows.with_columns(clean.replace("", None).alias("id_any"))
    old = pl.col("id_any").str.contains(r"^\d{15}$")
    body = (
        pl.when(old)
        .then(pl.concat_str(pl.col("id_any").str.slice(0, 6), pl.lit("19"), pl.col("id_any").str.slice(6)))
        .when(pl.col("id_any").str.contains(r"^\d{17}[\dX]$"))
        .then(pl.col("id_any").str.slice(0, 17))
    )
    rows = rows.with_columns(body.alias("body"), old.alias("old"))
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = pl.sum_horizontal(
        pl.col("body").str.slice(at, 1).cast(pl.Int32) * weight for at, weight in enumerate(weights)
    )
    check = pl.lit("10X98765432").str.slice(total % 11, 1)
    rows = rows.with_columns(
        pl.when(pl.col("body").is_not_null()).then(pl.concat_str("body", check)).alias("restored"),
        pl.col("body").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("id_birth"),
    )
    # A spreadsheet keeps fifteen digits and writes noughts for the rest.
    cut = pl.col("id_any").str.ends_with("000")
    plausible = pl.col("id_birth").is_between(pl.date(1900, 1, 2), LATEST_BIRTH)
    many = pl.col("name").n_unique().over("id_any") >= MANY_NAMES
    intact = (pl.col("old") | (pl.col("restored") == pl.col("id_any"))) & plausible & ~cut
    sex = pl.col("body").str.slice(16, 1).cast(pl.Int32) % 2
    rows = rows.with_columns(pl.when(~many).then("id_any"))
    rows = rows.with_columns(
        pl.when(intact & pl.col("id_any").is_not_null()).then("restored").alias("id_valid")
    )
    known = pl.col("id_any").is_not_null()
    return rows.with_columns(
        pl.coalesce("id_valid", "id_any").alias("id_any"),
        # Of anything that looks like a number: the first fifteen digits, and the last ten.
        pl.when(known & pl.col("body").is_not_null()).then(pl.col("body").str.slice(0, 15)).alias("id15"),
        pl.when(known & pl.col("body").is_not_null() & ~cut)
        .then(pl.col("restored").str.slice(8))
        .alias("id_tail"),
        pl.when(pl.col("id_valid").is_not_null()).then("id_birth").alias("id_birth"),
        pl.when(pl.col("id_valid").is_not_null()).then(sex).alias("id_sex"),
    )


# ---- Birth dates, phones, accounts --------------------------------------------------------------


def births(rows: pl.DataFrame) -> pl.DataFrame:
    parts = pl.col("birth_date").str.extract_groups(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$")
    date = pl.concat_str(
        parts.struct[0], parts.struct[1].str.zfill(2), parts.struct[2].str.zfill(2)
    ).str.to_date("%Y%m%d", strict=False)
    sex = pl.col("sex").replace_strict(
        {"男": 1, "1": 1, "女": 0, "2": 0}, default=None, return_dtype=pl.Int32
    )
    # What the row says goes before what its number says: the number may be a relative's.
    rows = rows.with_columns(
        pl.coalesce(date, "id_birth").alias("birth"), pl.coalesce(sex, "id_sex").alias("sex")
    )
    return rows.with_columns(pl.col("birth").dt.year().alias("year"))


def contacts(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_columns(pl.col("phone", "account").str.replace_all(r"\D", "").replace("", None))
    # The phone of a village's office.
    shared = pl.col("name").n_unique().over("phone") > MANY_OWNERS
    return rows.with_columns(pl.when(~shared).then("phone"))


# ---- Places -------------------------------------------------------------------------------------


def places(rows: pl.DataFrame, divisions: Path) -> pl.DataFrame:
    """Town and village by the list of divisions, and the door in digits."""
    listed = pl.read_csv(divisions, infer_schema=False)
    town_of = {
        name.rstrip("镇乡"): code
        for code, name in listed.filter(pl.col("code").str.len_chars() == 9)
        .select("code", "name")
        .iter_rows()
    }
    villages = listed.filter(pl.col("code").str.len_chars() == 12)
    village_of: dict[str, str] = {}
    for name, aliases in villages.select("name", pl.col("aliases").fill_null("")).iter_rows():
        for one in [name, *filter(None, aliases.split(";"))]:
            village_of[one] = name
    unique = rows.select("address", "town", "village").unique()
    text = pl.concat_str("town", "village", "address", ignore_nulls=True)
    numerals = chinese_numerals()
    door = (
        pl.col("address").str.extract(either(village_of) + "(.+)$", 2)
        .str.replace_many(list(numerals), list(numerals.values()), leftmost=True)
        .str.replace_all(r"[组号栋单元室\-－—]+", "-").str.strip_chars("-")
    )  # fmt: skip
    unique = unique.with_columns(
        text.str.extract(either(town_of)).replace_strict(town_of, default=None).alias("town_code"),
        text.str.extract(either(village_of)).replace_strict(village_of, default=None).alias("village_name"),
        door.alias("door"),
    )
    # A village's name alone tells its town where only one town has it.
    owner = villages.select(
        pl.col("name").alias("village_name"), pl.col("code").str.slice(0, 9).alias("only")
    )
    owner = (
        owner.group_by("village_name")
        .agg(pl.col("only").first(), pl.len().alias("towns"))
        .filter(pl.col("towns") == 1)
    )
    unique = unique.join(owner, on="village_name", how="left").with_columns(
        pl.coalesce("town_code", "only").alias("town_code")
    )
    unique = unique.with_columns(pl.concat_str("town_code", "village_name").alias("place"))
    key = ["address", "town", "village"]
    return rows.join(unique, on=key, how="left", nulls_equal=True).with_columns(
        pl.col("town_code").alias("town"),
        pl.col("place").alias("village"),
        pl.when(pl.col("door") != "").then(pl.concat_str("place", pl.lit("/"), "door")).alias("door"),
    )


def either(words: Iterable[str]) -> str:
    return "(" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def chinese_numerals() -> dict[str, str]:
    ones = ["", *"一二三四五六七八九"]
    words = {
        (ones[ten] if ten > 1 else "") + "十" * (ten > 0) + ones[one]: str(10 * ten + one)
        for ten in range(10)
        for one in range(10)
        if ten or one
    }
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))
