//! What reading costs by form of file: the insured list of a synthetic district, written in each of
//! them, as rows of text and no more.

use std::fs;
use std::io::Write;
use std::path::Path;

use criterion::{Criterion, Throughput};
use hedui::config::{Pipeline, SourceSettings};
use hedui::ingest;
use rust_xlsxwriter::Workbook;

use super::district::{date, district, normaliser};

const PEOPLE: u32 = 30_000;

/// Reads a file of the insured list to its end, on one core; the rows read.
fn read(pipeline: &Pipeline, settings: &SourceSettings, folder: &Path, file: &str) -> u64 {
    let source = settings.source(date(), 0);
    let path = folder.join(file);
    let (ingest, columns) = (&settings.ingest, &settings.columns);
    let file = ingest::open(&source, folder, &path, ingest, columns, pipeline.chunk_rows);
    let mut file = file.expect("a file of its form can be opened");
    let rows = file.by_ref().map(|rows| rows.expect("a readable chunk").rows_read);
    rows.sum()
}

/// Reads and normalises the list as CSV, on one core; the rows read.
fn normalise(pipeline: &Pipeline, settings: &SourceSettings, folder: &Path) -> u64 {
    let source = settings.source(date(), 0);
    let normaliser = normaliser(pipeline, settings);
    let path = folder.join("list.csv");
    let (ingest, columns) = (&settings.ingest, &settings.columns);
    let file = ingest::open(&source, folder, &path, ingest, columns, pipeline.chunk_rows);
    let file = file.expect("the list can be opened");
    file.map(|rows| normaliser.normalise(&rows.expect("a readable chunk")).1.rows_read).sum()
}

/// The list as every form of file, in a folder.
fn write_forms(text: &str, folder: &Path) {
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes).expect("the folder can be written");
    };
    write("list.csv", text.as_bytes());
    write("list-gb18030.csv", &encoding_rs::GB18030.encode(text).0);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).expect("memory can be written");
    write("list.csv.gz", &packed.finish().expect("memory can be written"));
    write("list.jsonl", json_lines(&rows).as_bytes());
    write("list.html", page(&rows).as_bytes());
    write("list.xlsx", &workbook(&rows));
}

fn json_lines(rows: &[Vec<&str>]) -> String {
    let record = |row: &Vec<&str>| {
        let pairs = rows[0].iter().zip(row);
        let pairs = pairs.map(|(key, value)| format!("\"{key}\":\"{value}\""));
        format!("{{{}}}\n", pairs.collect::<Vec<_>>().join(","))
    };
    rows[1..].iter().map(record).collect()
}

fn page(rows: &[Vec<&str>]) -> String {
    let row = |row: &Vec<&str>| format!("<tr><td>{}</td></tr>\n", row.join("</td><td>"));
    format!("<html><table>{}</table></html>", rows.iter().map(row).collect::<String>())
}

fn workbook(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("a cell within the sheet");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// Reads the insured list from each form of file, and from CSV with normalising.
pub fn forms(criterion: &mut Criterion) {
    let (folder, pipeline) = district(PEOPLE);
    let insured = pipeline.sources.iter().find(|source| source.header.id == "health_insured");
    let insured = insured.expect("the shipped pipeline has the insured list");
    let list = folder.path().join(date().to_string()).join("health/insured.csv");
    let text = fs::read_to_string(list).expect("the district's list is UTF-8");
    let forms = folder.path().join("forms");
    fs::create_dir(&forms).expect("the folder can be written");
    write_forms(&text, &forms);
    let mut group = criterion.benchmark_group("reading");
    group.sample_size(20);
    let files =
        ["list.csv", "list-gb18030.csv", "list.csv.gz", "list.jsonl", "list.html", "list.xlsx"];
    for file in files {
        group.throughput(Throughput::Elements(read(&pipeline, insured, &forms, file)));
        group.bench_function(file, |bencher| {
            bencher.iter(|| read(&pipeline, insured, &forms, file));
        });
    }
    group.bench_function("list.csv, normalised", |bencher| {
        bencher.iter(|| normalise(&pipeline, insured, &forms));
    });
    group.finish();
}
