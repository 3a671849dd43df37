#!/bin/sh
# Proves that the published tables are what their contract says, in DuckDB, pandas, polars and pyarrow,
# and that the README's queries run and answer what they say.
#
#   cargo build --release
#   tests/parquet/check.sh target/release/hedui <folder>
#
# The folder takes a Python environment, which is kept, and two nights of `fixtures/district`, which are
# made afresh. Wants Python 3.11 or later and pip; the four readers are installed from PyPI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
hedui=$1 folder=$2
mkdir -p "$folder"
if ! cmp -s "$here/requirements.txt" "$folder/installed.txt"; then
    python3 -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$folder/installed.txt"
fi
rm -rf "$folder/runs"
for night in 2026-11-22 2026-11-23; do
    "$hedui" run "$root/pipelines/nightly.toml" --date $night --runs "$folder/runs" >"$folder/$night.txt"
done
"$hedui" schema --format json >"$folder/contracts.json"
exec "$folder/venv/bin/python" -B "$here/check.py" --runs "$folder/runs" --contracts "$folder/contracts.json"
