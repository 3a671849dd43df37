#!/usr/bin/env bash
# Fills fuzz/corpus with what the targets begin from: the hostile files, by the form they are in, the
# sheets within workbooks, and the values of the hostile columns. Give the targets their seeds anew
# whenever fixtures/hostile has grown.
set -euo pipefail
cd "$(dirname "$0")"

hostile=../fixtures/hostile

# A target's seeds: every delivered file that lies in a folder of one of these patterns.
seed() {
    local target=$1
    shift
    mkdir -p "corpus/$target"
    for pattern in "$@"; do
        for file in $hostile/$pattern/insured*; do
            [ -f "$file" ] || continue
            cp "$file" "corpus/$target/$(basename "$(dirname "$file")")-$(basename "$file")"
        done
    done
}

# The part of each workbook that a frame is put around.
unpack() {
    local target=$1 part=$2
    for file in "corpus/$target"/*; do
        if unzip -p "$file" "$part" >"$file.xml" 2>/dev/null; then continue; fi
        rm -f "$file.xml"
    done
}

seed delimited '*_line_ends' '*delimite*' '*_separated' '*quote*' '*header*' 'utf*' gbk big5 gb18030* \
    hostile_* ragged_rows cut_* footer_* nul_bytes mixed_encodings million_* gigabyte_*
seed detected '*'
seed fixed_width 'fixed_width*'
seed json_lines 'json*'
seed markup 'html*' 'spreadsheetml*' 'xml*' 'mht*'
seed xlsx 'xlsx_*' docx_named_xlsx && unpack xlsx xl/worksheets/sheet1.xml
seed xlsb 'xlsb*'
seed xls 'xls_*' xlsx_password doc_named_xls ole_looping_sectors
seed ods 'ods*' && unpack ods content.xml
seed parquet 'parquet*'
seed zip 'zip*'
seed gzip 'gzip*'

mkdir -p corpus/manifest corpus/values
for night in ../fixtures/district/2*; do
    cp "$night/manifest.json" "corpus/manifest/$(basename "$night").json"
done
for file in $hostile/manifest*/manifest.*; do
    cp "$file" "corpus/manifest/$(basename "$(dirname "$file")").${file##*.}"
done
printf 'file,rows,people,amount,sm3\na.csv,2,2,780.50,\n' >corpus/manifest/manifest.csv
cat $hostile/hostile_*/insured.csv | tr ',' '\n' | sort -u | grep . |
    split -l 1 -a 4 -d - corpus/values/value-
