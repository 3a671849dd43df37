//! Reconciling: what arrived is held against what the delivery's manifests state.
//!
//! A file that is listed and absent, or whose bytes are others than were sent, is refused; one whose
//! rows, people or money differ does not balance. Each is compared as a whole, with all its sheets.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{Pipeline, SourceSettings};
use crate::domain::{Fen, LedgerLine, Stated, mask};
use crate::ingest::{self, ListedFile, ManifestError, Unclaimed};
use crate::pipeline::RunError;

/// What a night's manifests state of one source's files.
pub struct Statements<'a> {
    settings: &'a SourceSettings,
    is_required: bool,
    /// Whether there is a manifest that could have listed them.
    has_manifest: bool,
    /// Each listed file, with the manifest that lists it.
    listed: Vec<(String, ListedFile)>,
}

/// What reading a file found, where its manifest states it.
pub struct Found<'a> {
    pub path: &'a Path,
    pub whole: &'a LedgerLine,
    /// People as written, if somebody counted them.
    pub people: Option<u64>,
}

impl<'a> Statements<'a> {
    /// Reads the manifests on the way to the source's files.
    pub fn read(
        pipeline: &Pipeline,
        settings: &'a SourceSettings,
        folder: &Path,
    ) -> Result<Self, ManifestError> {
        let (mut listed, mut has_manifest) = (Vec::new(), false);
        for inside in ingest::manifest_folders(&settings.ingest.file) {
            let limit = pipeline.max_manifest_bytes;
            for manifest in ingest::read_manifests(folder, &inside, limit)? {
                has_manifest = true;
                let own = manifest.files.into_iter().filter(|file| is_of(settings, &file.file));
                // By the names that the ledger has.
                listed.extend(own.map(|file| {
                    let listed = ListedFile { file: mask::path(&file.file), ..file };
                    (manifest.file.clone(), listed)
                }));
            }
        }
        Ok(Self { settings, is_required: pipeline.manifest_required, has_manifest, listed })
    }

    /// Whether every listed file is there and, where manifests are required, every file listed;
    /// otherwise gives a sentence for each that is not listed.
    pub fn check_listed(&self, files: &[String], folder: &Path) -> Result<Vec<String>, RunError> {
        let agency = self.settings.header.agency_name.clone();
        let absent = self.listed.iter().find(|(_, listed)| !files.contains(&listed.file));
        if let Some((manifest, listed)) = absent {
            let (file, manifest) = (listed.file.clone(), manifest.clone());
            return Err(RunError::ListedFileAbsent { agency, file, manifest });
        }
        let unlisted: Vec<&String> =
            files.iter().filter(|file| self.of_file(file).next().is_none()).collect();
        match unlisted.first() {
            Some(file) if self.is_required => {
                let (file, folder) = ((*file).clone(), folder.to_owned());
                Err(RunError::NotListed { agency, file, folder })
            }
            _ if !self.has_manifest => Ok(Vec::new()),
            _ => Ok(unlisted.iter().map(|file| unlisted_in_words(&agency, file)).collect()),
        }
    }

    /// Whether somebody states how many people a file is about.
    pub fn states_people(&self, file: &str) -> bool {
        self.of_file(file).any(|(_, listed)| listed.people.is_some())
    }

    /// Whether the file is the one that was sent, by the digests stated of it.
    pub fn check_digests(&self, found: &Found<'_>) -> Result<(), RunError> {
        for (manifest, listed) in self.of_file(&found.whole.file) {
            if let Some(stated) = &listed.sm3 {
                self.compare_digest(found, manifest, "SM3", stated, &found.whole.digest)?;
            }
            if let Some(stated) = &listed.sha256 {
                let digest = ingest::sha256_of(found.path).map_err(|source| {
                    ManifestError::Unreadable { file: found.whole.file.clone(), source }
                })?;
                self.compare_digest(found, manifest, "SHA-256", stated, &digest)?;
            }
        }
        Ok(())
    }

    fn compare_digest(
        &self,
        found: &Found<'_>,
        manifest: &str,
        algorithm: &str,
        stated: &str,
        digest: &str,
    ) -> Result<(), RunError> {
        if stated == digest {
            return Ok(());
        }
        Err(RunError::NotAsSent {
            agency: self.settings.header.agency_name.clone(),
            file: found.whole.file.clone(),
            manifest: manifest.to_owned(),
            digests: format!("the {algorithm} digest {stated} and it has {digest}"),
        })
    }

    /// Whether rows, people and money are those stated; all differences at once.
    pub fn check_totals(&self, found: &Found<'_>) -> Result<(), RunError> {
        for (manifest, listed) in self.of_file(&found.whole.file) {
            let differences = self.differences(found, listed);
            if !differences.is_empty() {
                return Err(RunError::NotReconciled {
                    agency: self.settings.header.agency_name.clone(),
                    file: found.whole.file.clone(),
                    manifest: manifest.clone(),
                    differences: differences.join("; "),
                });
            }
        }
        Ok(())
    }

    fn differences(&self, found: &Found<'_>, listed: &ListedFile) -> Vec<String> {
        let counts = [
            ("rows", listed.rows, Some(found.whole.rows_read)),
            ("people", listed.people, found.people),
        ];
        let mut differences = Vec::new();
        for (what, stated, read) in counts {
            if let (Some(stated), Some(read)) = (stated, read)
                && stated != read
            {
                differences.push(format!("{stated} {what} are stated and {read} were read"));
            }
        }
        let amount = listed.amount.filter(|_| self.pays());
        if let Some(stated) = amount.filter(|stated| *stated != found.whole.amount_read) {
            let read = found.whole.amount_read;
            differences.push(format!("{stated} yuan are stated and {read} were read"));
        }
        differences
    }

    /// What is stated of a file, for the ledger.
    pub fn stated(&self, file: &str) -> Option<Stated> {
        let mut stated: Option<Stated> = None;
        for (_, listed) in self.of_file(file) {
            let all = stated.get_or_insert_with(|| Stated {
                file: file.to_owned(),
                rows: None,
                people: None,
                amount: None,
                extracted_at: None,
            });
            all.rows = all.rows.or(listed.rows);
            all.people = all.people.or(listed.people);
            all.amount = all.amount.or(listed.amount);
            all.extracted_at = all.extracted_at.or(listed.extracted_at);
        }
        stated
    }

    /// The sentence for a file of which nothing is stated, or a sum of money that no payment of the
    /// source can be held against.
    pub fn uncompared(&self, file: &str) -> Option<String> {
        let mut listed = self.of_file(file).peekable();
        let agency = &self.settings.header.agency_name;
        if listed.peek().is_some() && listed.all(|(_, listed)| listed.states_nothing()) {
            return Some(format!(
                "{agency}：交接清单只列了 {file} 的文件名，没有可识别的行数、人数、金额或摘要，无从核对；请该部门补全清单"
            ));
        }
        let stated: Fen = self.of_file(file).find_map(|(_, listed)| listed.amount)?;
        (!self.pays()).then(|| {
            format!(
                "{agency}：{file} 的交接清单载明金额合计 {stated} 元，该来源没有发放金额可核对，未核对；请确认清单所指的文件"
            )
        })
    }

    fn pays(&self) -> bool {
        !self.settings.mapping.payments.is_empty()
    }

    fn of_file(&self, file: &str) -> impl Iterator<Item = &(String, ListedFile)> {
        self.listed.iter().filter(move |(_, listed)| listed.file == file)
    }
}

/// The sentences for what a night's manifests list, or its folder holds, and no source reads.
/// Manifests with a fault are told of by the sources they speak of.
pub fn unclaimed(pipeline: &Pipeline, folder: &Path) -> Vec<String> {
    let patterns = || pipeline.sources.iter().map(|source| source.ingest.file.as_str());
    let folders: BTreeSet<String> = patterns().flat_map(ingest::manifest_folders).collect();
    let Unclaimed { mut files, others, is_partial } =
        ingest::unclaimed_files(folder, &patterns().collect::<Vec<_>>());
    let mut sentences = Vec::new();
    for inside in folders {
        let manifests = ingest::read_manifests(folder, &inside, pipeline.max_manifest_bytes);
        for manifest in manifests.unwrap_or_default() {
            let nobodys = |file: &&ListedFile| {
                !patterns().any(|pattern| ingest::patterns_overlap(pattern, &file.file))
            };
            for file in manifest.files.iter().filter(nobodys) {
                files.retain(|delivered| *delivered != file.file);
                sentences.push(format!(
                    "交接清单 {} 列有 {}，没有来源读取该文件；如需使用请登记来源映射或更正文件名",
                    manifest.file,
                    mask::label(&file.file)
                ));
            }
        }
    }
    if is_partial {
        sentences.push("送达的文件过多，没有逐一查看是否都有来源读取".to_owned());
    }
    sentences.extend(unfound_in_words(&files));
    sentences.extend(not_plain_in_words(&others));
    sentences
}

/// The sentence for delivered files that no source finds.
fn unfound_in_words(files: &[String]) -> Option<String> {
    let names = some_of(files)?;
    Some(format!("送达的文件没有来源读取：{names}；如需使用请登记来源映射，或请该部门更正文件名"))
}

/// The sentence for what lies in the delivery and cannot be read as a file.
fn not_plain_in_words(others: &[String]) -> Option<String> {
    let names = some_of(others)?;
    Some(format!(
        "送达的不是文件本身（失效的链接、管道等）或打不开，未读取：{names}；请改送文件本身"
    ))
}

/// The first names, and how many they are if there are more.
fn some_of(names: &[String]) -> Option<String> {
    const NAMED: usize = 10;
    let count = names.len();
    let named = mask::labels(&names[..count.min(NAMED)]);
    match count {
        0 => None,
        _ if count > NAMED => Some(format!("{named}…等{count}个")),
        _ => Some(named),
    }
}

fn is_of(settings: &SourceSettings, file: &str) -> bool {
    ingest::patterns_overlap(&settings.ingest.file, file)
}

fn unlisted_in_words(agency: &str, file: &str) -> String {
    format!("{agency}：{file} 未列入交接清单，行数、人数和金额无从核对，请该部门补列")
}
