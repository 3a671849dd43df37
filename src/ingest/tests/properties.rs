//! Properties: no bytes whatsoever make a reader fall over, hang or lose a row.

use proptest::prelude::*;

use super::*;

/// Reads a file by its bytes and by every declared form; each row read is there or set aside.
fn read_every_way(bytes: &[u8]) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("a.csv");
    fs::write(&path, bytes).expect("a written file");
    let forms = [
        "",
        "format = \"csv\"",
        "format = \"json_lines\"",
        "format = \"markup\"",
        "format = \"xlsx\"",
        "format = \"fixed_width\"\nfixed_width = [{ header = \"姓名\", width = 3 }]",
    ];
    let limits = "max_row_bytes = 4096\nmax_workbook_cells = 10000\nmax_unpacked_bytes = 1000000";
    for form in forms {
        let settings = settings(&format!("file = \"a.csv\"\n{form}\n{limits}"));
        let Ok(mut file) = open(&source(), folder.path(), &path, &settings, &columns(), 7) else {
            continue;
        };
        let (mut read, mut held) = (0, 0);
        for rows in file.by_ref().map_while(Result::ok) {
            read += rows.rows_read;
            held += rows.lines.len() as u64 + rows.rejects.len() as u64;
        }
        assert_eq!(read, held);
        assert_eq!(file.rows_read(), read);
    }
}

/// A file that some form can read, to be damaged.
fn readable() -> Vec<Vec<u8>> {
    let text = PLAIN.repeat(3);
    vec![
        text.clone().into_bytes(),
        gb18030(&text),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "{\"姓名\":\"王秀英\",\"审批金额（元）\":3}\n".repeat(3).into_bytes(),
        b"<table><tr><th rowspan=2>\xE5\xA7\x93<td colspan=9>1</table>".to_vec(),
        workbook(&[("名单", "姓名 | 审批金额（元）\n王秀英 | 1\n李强 | 2")]),
        three_rows(Arc::new(arrow::array::StringArray::from(vec!["1", "2", "3"]))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_every_way(&bytes);
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        which in 0_usize..7,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = readable().swap_remove(which);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let end = bytes.len() - cut.index(bytes.len()) / 4;
        read_every_way(&bytes[..end]);
    }
}
