//! What an old XLS workbook would take, before a library lays it out.
//!
//! The library follows the sectors of the container wherever they lead, also in a circle, until
//! memory is full; so it gets the workbook in a container that is made anew.
//!
//! Two cells in opposite corners of each of many sheets make a small file and a large table. The
//! records of the workbook are walked once; of each, only its kind and the place of its cell matter
//! (MS-XLS 2.4).

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

/// What a workbook would take, and what it hides.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Cells of the smallest rectangles around each sheet's values.
    pub cells: u64,
    pub hidden_rows: u64,
}

const BEGIN: u16 = 0x0809;
const ROW: u16 = 0x0208;
/// FORMULA, MULRK, MULBLANK, RSTRING, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK.
const CELLS: [u16; 10] =
    [0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E];

/// The size of the workbook in an OLE container, and the workbook alone in a sound one.
pub fn measure(bytes: &[u8]) -> io::Result<(Size, Vec<u8>)> {
    let mut container = CompoundFile::open(Cursor::new(bytes))?;
    let names = ["/Workbook", "/Book"];
    let name = names.into_iter().find(|name| container.exists(name));
    let name = name.ok_or_else(|| io::Error::other("it holds no workbook"))?;
    let mut stream = Vec::new();
    container.open_stream(name)?.take(bytes.len() as u64).read_to_end(&mut stream)?;
    let mut sound = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    sound.create_stream(name)?.write_all(&stream)?;
    sound.flush()?;
    Ok((walk(&stream), sound.into_inner().into_inner()))
}

/// The rectangle of one sheet.
#[derive(Default)]
struct Bounds(Option<(u16, u16, u16, u16)>);

impl Bounds {
    fn take(&mut self, row: u16, column: u16) {
        let (top, bottom, left, right) = self.0.unwrap_or((row, row, column, column));
        self.0 = Some((top.min(row), bottom.max(row), left.min(column), right.max(column)));
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |(top, bottom, left, right)| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}

fn walk(stream: &[u8]) -> Size {
    let mut size = Size::default();
    let mut bounds = Bounds::default();
    let mut rest = stream;
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..at + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    };
    while let (Some(kind), Some(length)) = (number(rest, 0), number(rest, 2)) {
        let Some(body) = rest.get(4..4 + usize::from(length)) else {
            break;
        };
        rest = &rest[4 + usize::from(length)..];
        if kind == BEGIN {
            size.cells += std::mem::take(&mut bounds).cells();
        } else if kind == ROW {
            // The bit fDyZero of the row's options hides it.
            size.hidden_rows += u64::from(body.get(12).is_some_and(|options| options & 0x20 != 0));
        } else if CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (number(body, 0), number(body, 2))
        {
            bounds.take(row, column);
            // Records of several cells end with the last column.
            let several = matches!(kind, 0x00BD | 0x00BE);
            let last = body.len().checked_sub(2).and_then(|at| number(body, at));
            if let Some(last) = last.filter(|_| several) {
                bounds.take(row, last);
            }
        }
    }
    size.cells += bounds.cells();
    size
}
