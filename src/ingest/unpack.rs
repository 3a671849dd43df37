//! Unpacking: a delivered file becomes its contents, which are itself, what gzip packed, or the
//! members of a ZIP archive.
//!
//! Nothing is written to disk and no member is named by a path of ours: a content is a place in the
//! delivered file that can be read again and again as a stream. What unpacks to more than its limit,
//! or to something else than its check sum says, stops with an error.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use super::find::{is_leftover, matches_pattern};
use super::{IngestError, Place, Settings};

/// Marks the error of a content beyond its limit.
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than {0} bytes")]
pub struct TooMuch(pub u64);

/// Marks the error of packed bytes that are not what was packed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Damaged(String);

/// Bytes that can be read from their beginning as often as needed.
#[derive(Debug, Clone)]
pub struct Content {
    path: PathBuf,
    packing: Packing,
    limit: u64,
}

#[derive(Debug, Clone, Copy)]
enum Packing {
    None,
    Gzip,
    Member { from: u64, packed: u64, deflated: bool, crc: u32 },
}

/// One of the contents of a delivered file.
pub struct Member {
    /// The name within an archive.
    pub name: Option<String>,
    pub content: Content,
}

impl Content {
    pub fn of_file(path: &Path, limit: u64) -> Self {
        Self { path: path.to_owned(), packing: Packing::None, limit }
    }

    /// What the file's gzip packed.
    pub fn gunzipped(&self) -> Self {
        Self { packing: Packing::Gzip, ..self.clone() }
    }

    /// The file that the bytes are, if they are not packed.
    pub fn path(&self) -> Option<&Path> {
        matches!(self.packing, Packing::None).then_some(&self.path)
    }

    /// A stream of the bytes, unpacked.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut file = File::open(&self.path)?;
        let limit = self.limit;
        Ok(match self.packing {
            Packing::None => Box::new(file),
            Packing::Gzip => Box::new(Guarded::new(MultiGzDecoder::new(file), limit, None)),
            Packing::Member { from, packed, deflated, crc } => {
                file.seek(SeekFrom::Start(from))?;
                let member = file.take(packed);
                if deflated {
                    Box::new(Guarded::new(DeflateDecoder::new(member), limit, Some(crc)))
                } else {
                    Box::new(Guarded::new(member, limit, Some(crc)))
                }
            }
        })
    }

    /// The first bytes, at most as many as asked for, and whether they are all.
    pub fn sample(&self, bytes: usize) -> io::Result<(Vec<u8>, bool)> {
        let mut sample = Vec::new();
        self.open()?.take(bytes as u64 + 1).read_to_end(&mut sample)?;
        let whole = sample.len() <= bytes;
        sample.truncate(bytes);
        Ok((sample, whole))
    }

    /// All bytes, at most as many as the limit.
    pub fn bytes(&self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open()?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::other(TooMuch(limit)));
        }
        Ok(bytes)
    }

    /// The names in the ZIP archive that the content is, if it is a whole one.
    pub fn names_within(&self, limit: u64) -> io::Result<Vec<String>> {
        let names = |archive: &mut dyn Names| archive.all();
        Ok(match self.packing {
            Packing::None => names(&mut ZipArchive::new(File::open(&self.path)?)?),
            _ => names(&mut ZipArchive::new(Cursor::new(self.bytes(limit)?))?),
        })
    }
}

/// An archive, whatever it lies in.
trait Names {
    fn all(&mut self) -> Vec<String>;
}

impl<R: Read + Seek> Names for ZipArchive<R> {
    fn all(&mut self) -> Vec<String> {
        let count = self.len();
        let name = |at| self.by_index_raw(at).ok().map(|member| member_name(member.name_raw()));
        (0..count).filter_map(name).collect()
    }
}

/// The members of a ZIP archive that the source reads, in order of name, and the names of the others.
pub fn members(
    place: &Place,
    content: &Content,
    settings: &Settings,
) -> Result<(Vec<Member>, Vec<String>), IngestError> {
    let damaged = |error: &dyn std::error::Error| IngestError::DamagedArchive {
        place: place.clone(),
        detail: error.to_string(),
    };
    let file = File::open(&content.path).map_err(|error| damaged(&error))?;
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
    if archive.len() > settings.max_members {
        let (found, limit) = (archive.len(), settings.max_members);
        return Err(IngestError::TooManyMembers { place: place.clone(), found, limit });
    }
    let (mut members, mut others) = (Vec::new(), Vec::new());
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at).map_err(|error| damaged(&error))?;
        let name = member_name(member.name_raw());
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        if last.is_empty() || is_leftover(&last) || name.starts_with("__MACOSX/") {
            continue;
        }
        if !matches_pattern(&last, &settings.members) {
            others.push(name);
            continue;
        }
        let place = place.member(&name);
        if member.encrypted() {
            return Err(IngestError::EncryptedArchive { place });
        }
        let deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => {
                return Err(IngestError::UnreadCodec { place, codec: other.to_string() });
            }
        };
        let from = member.data_start();
        let from = from.ok_or_else(|| damaged(&Damaged("a member lies nowhere".to_owned())))?;
        let (packed, crc) = (member.compressed_size(), member.crc32());
        let packing = Packing::Member { from, packed, deflated, crc };
        let content = Content { packing, ..content.clone() };
        members.push(Member { name: Some(name), content });
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    others.sort();
    Ok((members, others))
}

/// The name as written: UTF-8, or what Chinese systems write without saying so.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// A stream that ends at its limit and is what its check sum says.
struct Guarded<R> {
    inner: R,
    left: u64,
    limit: u64,
    expected: Option<u32>,
    sum: flate2::Crc,
}

impl<R> Guarded<R> {
    fn new(inner: R, limit: u64, expected: Option<u32>) -> Self {
        Self { inner, left: limit, limit, expected, sum: flate2::Crc::new() }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => {
                io::Error::new(io::ErrorKind::InvalidData, Damaged(error.to_string()))
            }
            _ => error,
        })?;
        self.sum.update(&out[..read]);
        if read == 0 && !out.is_empty() && self.expected.is_some_and(|sum| sum != self.sum.sum()) {
            let damage = Damaged("its check sum is wrong".to_owned());
            return Err(io::Error::new(io::ErrorKind::InvalidData, damage));
        }
        let left = self.left.checked_sub(read as u64);
        self.left = left.ok_or_else(|| io::Error::other(TooMuch(self.limit)))?;
        Ok(read)
    }
}
