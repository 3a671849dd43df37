//! Deliveries: the files of one night, to which wards add their rows, and the manifest beside them.
//!
//! Text files grow ward by ward; a workbook of a whole district waits for the last of its wards.
//! Files hold the same bytes for the same rows: no clock gets into one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};

use crate::domain::{Day, Fen, hexadecimal};

use super::city::Ward;
use super::dataset::{Dataset, Form};
use super::place::{Village, district_code};
use super::sheet::{self, Content, Part};
use super::workbook::{self, Page};

/// Who a manifest is from, so that no other delivery is ever taken for a synthetic one.
const MADE_BY: &str = "hedui synth";

/// The files of one night, open until their district is complete.
pub struct Delivery {
    night: Day,
    folder: PathBuf,
    /// Whether files carry the code of their district.
    is_city: bool,
    open: BTreeMap<Dataset, OpenFile>,
    manifest: Vec<ManifestLine>,
}

/// A file that more wards may add to.
struct OpenFile {
    line: ManifestLine,
    /// Rows written so far.
    rows: u32,
    body: Body,
}

enum Body {
    Text { file: BufWriter<File>, digest: Sm3 },
    Sheet(Page),
}

/// What the sender says of a file: how many rows, people and yuan it holds, and the digest of it.
#[derive(Serialize)]
struct ManifestLine {
    file: String,
    agency: &'static str,
    dataset: &'static str,
    /// The month the file is about.
    period: String,
    rows: u32,
    people: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_yuan: Option<String>,
    extracted_at: String,
    version: u32,
    sm3: String,
    #[serde(skip)]
    amount: Fen,
    /// Fingerprints of the people so far.
    #[serde(skip)]
    subjects: FxHashSet<u64>,
}

/// The manifest of a night.
#[derive(Serialize)]
struct Manifest<'a> {
    made_by: &'static str,
    night: String,
    files: &'a [ManifestLine],
}

/// What a delivery needs to know of one that lay there before.
#[derive(Deserialize)]
struct EarlierManifest {
    made_by: String,
    files: Vec<EarlierLine>,
}

#[derive(Deserialize)]
struct EarlierLine {
    file: String,
}

/// Removes the files of an earlier synthetic delivery. A manifest that is not of this programme's
/// making stops the work: the folder is an agency's.
fn remove_earlier(folder: &Path) -> io::Result<()> {
    let path = folder.join("manifest.json");
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        text => text?,
    };
    let earlier: Result<EarlierManifest, _> = serde_json::from_str(&text);
    let earlier = earlier.ok().filter(|earlier| earlier.made_by == MADE_BY);
    let foreign = || {
        let message = format!(
            "{} is not of this programme's making; choose a folder of its own for the district",
            path.display()
        );
        io::Error::other(message)
    };
    for line in earlier.ok_or_else(foreign)?.files {
        let inside = Path::new(&line.file);
        if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(foreign());
        }
        let file = folder.join(inside);
        if file.is_file() {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// A file of a delivery, with the digest of its bytes.
pub struct WrittenFile {
    pub file: String,
    pub sm3: String,
}

/// Where the rows of a ward went.
pub struct Placed {
    /// The place of each sheet: the file, and the sheet's name behind `#` where it has several.
    pub files: Vec<String>,
    /// The line of the ward's first row.
    pub first_line: u32,
}

impl Delivery {
    /// Starts the delivery of a night in the folder of all nights. What an earlier synthetic delivery
    /// lists in its manifest goes; other files are somebody else's, and stay.
    pub fn new(folder: &Path, night: Day, is_city: bool) -> io::Result<Self> {
        let folder = folder.join(night.to_string());
        remove_earlier(&folder)?;
        Ok(Self { night, folder, is_city, open: BTreeMap::new(), manifest: Vec::new() })
    }

    /// Adds a ward's rows to the files of its district.
    pub fn add(&mut self, ward: &Ward, part: &mut Part) -> io::Result<Placed> {
        let first_line = workbook::first_line(part.dataset.layout().form);
        if let Content::Pages(pages) = &part.content {
            let file = self.file_name(part.dataset, ward, true);
            let bytes = workbook::bytes(part.dataset, pages)?;
            self.create(&file)?.write_all(&bytes)?;
            let mut line = self.manifest_line(part.dataset, file.clone());
            line.add(part);
            line.count_people();
            line.sm3 = hexadecimal(&Sm3::digest(&bytes));
            self.manifest.push(line);
            let files = pages.iter().map(|page| format!("{file}#{}", page.name)).collect();
            return Ok(Placed { files, first_line });
        }
        if !self.open.contains_key(&part.dataset) {
            let open = self.start(part.dataset, ward)?;
            self.open.insert(part.dataset, open);
        }
        let open = self.open.get_mut(&part.dataset).expect("just put there");
        let placed =
            Placed { files: vec![open.line.file.clone()], first_line: first_line + open.rows };
        open.add(part)?;
        Ok(placed)
    }

    /// Closes the files of a district whose last ward has been added.
    pub fn close_district(&mut self) -> io::Result<()> {
        for (dataset, mut open) in std::mem::take(&mut self.open) {
            open.line.count_people();
            open.line.sm3 = match open.body {
                Body::Text { mut file, digest } => {
                    file.flush()?;
                    hexadecimal(&digest.finalize())
                }
                Body::Sheet(page) => {
                    let bytes = workbook::bytes(dataset, &[page])?;
                    self.create(&open.line.file)?.write_all(&bytes)?;
                    hexadecimal(&Sm3::digest(&bytes))
                }
            };
            self.manifest.push(open.line);
        }
        Ok(())
    }

    /// Writes the manifest; gives the files it lists.
    pub fn close(mut self) -> io::Result<Vec<WrittenFile>> {
        self.manifest.sort_by(|one, other| one.file.cmp(&other.file));
        for line in &mut self.manifest {
            line.amount_yuan = line.amount_yuan.as_ref().map(|_| line.amount.to_string());
        }
        let night = self.night.to_string();
        let manifest = Manifest { made_by: MADE_BY, night, files: &self.manifest };
        let mut text = serde_json::to_string_pretty(&manifest)?;
        text.push('\n');
        self.create("manifest.json")?.write_all(text.as_bytes())?;
        let digest = |line: ManifestLine| WrittenFile { file: line.file, sm3: line.sm3 };
        Ok(self.manifest.into_iter().map(digest).collect())
    }

    fn start(&self, dataset: Dataset, ward: &Ward) -> io::Result<OpenFile> {
        let name = self.file_name(dataset, ward, false);
        let body = if let Form::Workbook(_) = dataset.layout().form {
            Body::Sheet(Page::new("Sheet1"))
        } else {
            let mut file = BufWriter::new(self.create(&name)?);
            let header = sheet::header(dataset)?;
            file.write_all(&header)?;
            Body::Text { file, digest: Sm3::new_with_prefix(&header) }
        };
        Ok(OpenFile { line: self.manifest_line(dataset, name), rows: 0, body })
    }

    fn manifest_line(&self, dataset: Dataset, file: String) -> ManifestLine {
        ManifestLine {
            file,
            agency: dataset.agency(),
            dataset: dataset.layout().id,
            period: self.night.month().to_string(),
            rows: 0,
            people: 0,
            amount_yuan: dataset.pays().then(String::new),
            extracted_at: format!("{}T01:00:00+08:00", self.night),
            version: 1,
            sm3: String::new(),
            amount: Fen::ZERO,
            subjects: FxHashSet::default(),
        }
    }

    /// The file of a dataset, with the code of the district or of the ward's first town.
    fn file_name(&self, dataset: Dataset, ward: &Ward, by_ward: bool) -> String {
        let file = dataset.layout().file;
        let code = match by_ward {
            true if !ward.is_whole_district() => {
                Village::new(ward.district, ward.towns.start, 0).town_code()
            }
            _ if self.is_city => district_code(ward.district),
            _ => return file.to_owned(),
        };
        let (stem, extension) = file.rsplit_once('.').expect("a file has an extension");
        format!("{stem}_{code}.{extension}")
    }

    fn create(&self, file: &str) -> io::Result<File> {
        let path = self.folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
        File::create(path)
    }
}

impl OpenFile {
    fn add(&mut self, part: &mut Part) -> io::Result<()> {
        match (&mut self.body, &mut part.content) {
            (Body::Text { file, digest }, Content::Lines(lines)) => {
                file.write_all(lines)?;
                digest.update(&lines);
            }
            (Body::Sheet(page), Content::Cells(rows)) => page.rows.append(rows),
            _ => unreachable!("the form of a dataset's files is the form of its rows"),
        }
        self.rows += part.rows;
        self.line.add(part);
        Ok(())
    }
}

impl ManifestLine {
    fn add(&mut self, part: &Part) {
        self.rows += part.rows;
        self.subjects.extend(&part.people);
        self.amount += part.amount;
    }

    fn count_people(&mut self) {
        let subjects = std::mem::take(&mut self.subjects);
        self.people = u32::try_from(subjects.len()).expect("a district is small");
    }
}
