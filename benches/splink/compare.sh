#!/bin/sh
# Links one million rows with hedui and with Splink 5 on DuckDB, and prints time, memory and errors of both.
#
#   cargo build --release
#   benches/splink/compare.sh target/release/hedui <folder> [--repeat 3] [--rates 31:default 32:harsh]
#
# The folder takes a Python environment, the synthetic districts, the rows and every result; what is there
# already is used again, so that a second call only measures. Both linkers read `<folder>/<rate>/people.csv`.
# Wants Python 3.11 or later and pip; Splink and what prepares the rows for it are installed from PyPI.
set -eu
here=$(dirname "$0")
hedui=$1 folder=$2
shift 2
mkdir -p "$folder"
if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet -r "$here/requirements.txt"
fi
exec "$folder/venv/bin/python" "$here/compare.py" --hedui "$hedui" --work "$folder" "$@"
