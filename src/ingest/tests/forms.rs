//! Tests of the forms of files beyond plain CSV and XLSX: what each gives as rows.

use std::io::Write as _;

use super::*;

/// A file of any form, with its settings as text, read by its bytes.
fn detected(file: &str, bytes: &[u8], more: &str) -> String {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join(file), bytes).expect("a written file");
    show(folder.path(), &settings(&format!("file = \"{file}\"\n{more}")))
}

const ROWS: &str = "header in line 1, unknown 经办人
2: 王秀英 3000.00 13812340001
3: 李强 500 -
rows 2, rejected 0, footers 0
";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("memory can be written");
    packed.finish().expect("memory can be written")
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).expect("a member");
        archive.write_all(bytes).expect("memory can be written");
    }
    archive.finish().expect("memory can be written").into_inner()
}

#[test]
fn every_encoding_is_found_out() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let big = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    assert_eq!(detected("a.csv", &wide(&format!("\u{FEFF}{PLAIN}")), ""), ROWS);
    assert_eq!(detected("a.csv", &big(&format!("\u{FEFF}{PLAIN}")), ""), ROWS);
    assert_eq!(detected("a.csv", &wide(PLAIN), ""), ROWS);
    let traditional = "姓名,審批金額（元）,聯繫電話,經辦人\n王秀英,3000.00,13812340001,趙蘭\n";
    let big5 = encoding_rs::BIG5.encode(traditional).0;
    let found = detected("a.csv", &big5, "");
    assert!(found.contains("the closest is `審批金額（元）`"), "{found}");
}

#[test]
fn the_delimiter_is_found_out() {
    for delimiter in ["\t", "|", ";", "^"] {
        assert_eq!(detected("a.txt", PLAIN.replace(',', delimiter).as_bytes(), ""), ROWS);
    }
}

#[test]
fn packed_files_read_as_if_they_were_not() {
    assert_eq!(detected("a.csv.gz", &gzip(PLAIN.as_bytes()), ""), ROWS);
    let members = [("二月.csv", PLAIN.as_bytes()), ("__MACOSX/._a.csv", b"\0\x05".as_slice())];
    let read = detected("a.zip", &zip_of(&members), "");
    expect![[r#"
        header in line 1, unknown 经办人
        a.zip/二月.csv
        2: 王秀英 3000.00 13812340001
        3: 李强 500 -
        rows 2, rejected 0, footers 0
    "#]]
    .assert_eq(&read);
    let two = [("a1.csv", PLAIN.as_bytes()), ("b1.csv", PLAIN.as_bytes())];
    let one = detected("a.zip", &zip_of(&two), "members = \"a*\"");
    assert!(one.contains("rows 2,") && one.contains("unread b1.csv"), "{one}");
    let none = detected("a.zip", &zip_of(&two), "members = \"c*\"");
    assert!(none.contains("no member that fits `c*`, only `a1.csv`, `b1.csv`;"), "{none}");
    let many: Vec<String> = (0..9).map(|at| format!("m{at}.csv")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), PLAIN.as_bytes())).collect();
    let none = detected("a.zip", &zip_of(&many), "members = \"c*\"");
    assert!(none.contains("only `m0.csv`, `m1.csv`, `m2.csv`, `m3.csv`, `m4.csv` and 4 more;"));
}

#[test]
fn a_member_that_is_no_table_is_passed_over_and_a_table_never() {
    let beside = |name: &str, bytes: &[u8]| {
        detected("a.zip", &zip_of(&[("a.csv", PLAIN.as_bytes()), (name, bytes)]), "")
    };
    let prose = "一、数据截至2026年10月\n二、共2行, 不含撤销\n";
    let foreign: [(&str, &[u8]); 6] = [
        ("说明.txt", prose.as_bytes()),
        ("说明", &gb18030(prose)),
        ("README.md", b"# Relief\n\n* once a month\n* two rows\n"),
        ("函.doc", b"{\\rtf1 x}"),
        ("章.pdf", b"%PDF-1.4"),
        ("程序.exe", b"MZ\0\x01\x02\x03\0\x04"),
    ];
    for (name, bytes) in foreign {
        let read = beside(name, bytes);
        assert!(read.contains(&format!("压缩包内的“{name}”看上去不是表格，已略过")), "{read}");
        assert!(read.contains("rows 2, rejected 0"), "{read}");
        let alone = detected("a.zip", &zip_of(&[(name, bytes)]), "");
        assert!(alone.contains("or narrow `members`, if this member is not meant"), "{alone}");
    }
    let tables: [(&str, &[u8]); 7] = [
        ("说明.csv", prose.as_bytes()),
        ("名单.xls", b"{\\rtf1 x}"),
        ("名单.txt", "领款人,金额,电话\n王秀英,1,2\n".as_bytes()),
        ("名单.txt", "领款人|金额\n王秀英|1\n".as_bytes()),
        ("名单.txt", "领款人    金额    电话\n王秀英    1    2\n".as_bytes()),
        ("名单.txt", "领款人：990101194908116891\n领款人：990101195003020011\n".as_bytes()),
        ("名单", "领款人\t金额\t电话\n王秀英\t1\t2\n".as_bytes()),
    ];
    for (name, bytes) in tables {
        let read = beside(name, bytes);
        assert!(read.contains("or narrow `members`") && !read.contains("rows 2,"), "{name} {read}");
    }
}

#[test]
fn what_unpacks_beyond_its_limit_or_damaged_is_refused() {
    let long = format!("姓名,审批金额（元）\n{}", "王秀英,1\n".repeat(100_000));
    let read = detected("a.csv.gz", &gzip(long.as_bytes()), "max_file_bytes = 100000");
    assert!(read.contains("unpacks to more than 100000 bytes"), "{read}");
    let mut cut = gzip(PLAIN.as_bytes());
    cut.truncate(cut.len() - 9);
    let read = detected("a.csv.gz", &cut, "");
    assert!(read.contains("is a damaged archive"), "{read}");
    let nested = zip_of(&[("a.zip", &zip_of(&[("a.csv", PLAIN.as_bytes())]))]);
    let read = detected("a.zip", &nested, "");
    assert!(read.contains("an archive within an archive"), "{read}");
}

#[test]
fn json_lines_are_rows_by_key() {
    let text = concat!(
        "{\"姓名\":\"王秀英\",\"审批金额（元）\":3000.00,\"备注\":null}\n",
        "{\"审批金额（元）\":990101194908116891,\"姓名\":[\"李强\",\"赵兰\"],\"联系电话\":\"13812340001\"}\n",
        "{\"姓名\":\"孙梅\",\"审批金额（元）\":{\"元\":1}}\n",
        "{\"姓名\":\"孙梅\",\"姓名\":\"孙美\"}\n",
        "王秀英,1\n",
    );
    let read = detected("a.json", text.as_bytes(), "");
    expect![[r#"
        header in line 0, unknown 备注
        1: 王秀英 3000.00 -
        2: 李强、赵兰 990101194908116891 13812340001
        3: ! nested_json 字段“审批金额（元）”内还有嵌套的对象，无法作为一个值读取
        4: ! repeated_json_key 字段“姓名”在该行出现了两次，不知以哪个为准
        5: ! no_json_record 该行不是完整的JSON记录（一行一个花括号对象）
        rows 5, rejected 3, footers 0
    "#]]
    .assert_eq(&read);
    let without = detected("a.jsonl", "{\"姓名\":\"王秀英\"}\n".as_bytes(), "");
    assert!(without.contains("no column `审批金额（元）`"), "{without}");
}

const FIXED: &str = "format = \"fixed_width\"\nfixed_width = [{ header = \"姓名\", width = 10 }, \
                     { header = \"审批金额（元）\", width = 8 }]\n";

#[test]
fn fixed_widths_count_bytes_of_the_encoding_or_characters() {
    let bytes = "王秀英     3000.00\n李强          500\na李强强强强强强500\n李强\n";
    let read = detected("a.txt", &gb18030(bytes), &format!("{FIXED}encoding = \"gb18030\""));
    expect![[r#"
        header in line 0
        1: 王秀英 3000.00 -
        2: 李强 500 -
        3: ! wrong_line_width 按约定的列宽切分时，有一列断在一个汉字的中间
        4: ! wrong_line_width 该行宽4，约定的定长为18，无法按列切分
        rows 4, rejected 2, footers 0
    "#]]
    .assert_eq(&read);
    let characters = "王秀英       3000.00\n李强        500\n";
    let more = format!("{FIXED}width_unit = \"characters\"");
    let read = detected("a.txt", characters.as_bytes(), &more);
    assert!(read.contains("1: 王秀英 3000.00") && read.contains("2: 李强 500"), "{read}");
    // Two bytes for each character of UTF-16, four for one beyond the first plane.
    let wide = FIXED.replace("10 }", "8 }").replace("width = 8 }]", "width = 16 }]");
    let text = "王秀英 3000.00 \n𠮷英 500     \n王秀英　5000\n";
    for (encoding, bytes) in [
        ("utf-16le", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        ("utf-16be", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ] {
        let read = detected("a.txt", &bytes, &format!("{wide}encoding = \"{encoding}\""));
        assert!(read.contains("1: 王秀英 3000.00 -\n2: 𠮷英 500 -\n3: 王秀英 5000 -"), "{read}");
    }
}

#[test]
fn a_last_line_that_alone_has_no_end_is_told() {
    let remark = "末尾没有换行";
    let cut = PLAIN.trim_end();
    let read = detected("a.csv", cut.as_bytes(), "");
    assert!(read.contains("最后一行（第3行）末尾没有换行") && read.contains("rows 2,"), "{read}");
    // Where nothing can be missing: a footer, blanks or the sign of an old system's end behind the
    // last row, and a single row.
    for end in ["\n", "\r\n", "\n合计,3500,,", "\n\u{1A}", "\n,,,", "\n  "] {
        let read = detected("a.csv", format!("{cut}{end}").as_bytes(), "");
        assert!(read.contains("rows 2, rejected 0") && !read.contains(remark), "{end:?} {read}");
    }
    let one = detected("a.csv", "姓名,审批金额（元）\n王秀英,1".as_bytes(), "");
    assert!(one.contains("rows 1, rejected 0") && !one.contains(remark), "{one}");
    let records = "{\"姓名\":\"王\",\"审批金额（元）\":1}\n{\"姓名\":\"李\",\"审批金额（元）\":2}";
    let records = detected("a.jsonl", records.as_bytes(), "");
    assert!(records.contains("rows 2, rejected 0") && !records.contains(remark), "{records}");
    let fixed = detected("a.txt", "王秀英 3000.00 \n李强    500".as_bytes(), FIXED);
    assert!(fixed.contains("最后一行（第2行）"), "{fixed}");
}

#[test]
fn markup_is_rows_and_cells_wherever_they_stand() {
    let page = "<html><head><style>td {mso: x}</style></head><body><table>
        <tr><td colspan=3>临时救助发放表</td></tr>
        <tr><th rowspan=2>姓名<th colspan=2>审批<th rowspan=2>备注</tr>
        <tr><th>金额（元）</th><th>日期</th></tr>
        <tr><td rowspan=\"2\">王秀英</td><td>3,000.00&nbsp;</td><td>1</tr>
        <tr><td>5&lt;6</td><td>2</td></tr>
        <tr><td>李强<br>李刚<td>7
        </table>";
    let read = detected("a.xls", page.as_bytes(), "");
    expect![[r#"
        header in line 3, unknown 审批日期 备注
        文件名后缀是xls，内容实为markup格式，已按内容读取
        4: 王秀英 3,000.00 -
        5: 王秀英 5<6 -
        6: 李强
        李刚 7 -
        rows 3, rejected 0, footers 0
    "#]]
    .assert_eq(&read);
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">
        <Worksheet ss:Name=\"Sheet1\"><Table><Row><Cell><Data ss:Type=\"String\">姓名</Data></Cell>
        <Cell ss:Index=\"3\"><Data ss:Type=\"String\">审批金额（元）</Data></Cell></Row>
        <Row ss:Index=\"5\"><Cell><Data ss:Type=\"String\">王秀英</Data></Cell>
        <Cell ss:Index=\"3\"><Data ss:Type=\"Number\">3000</Data></Cell></Row></Table></Worksheet></Workbook>";
    let read = detected("a.xml", xml.as_bytes(), "");
    assert!(read.contains("5: 王秀英 3000 -"), "{read}");
}

/// An ODS package around some rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"h\" \
         style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>\
         <table:table table:name=\"旧\" table:style-name=\"h\"><table:table-row>\
         <table:table-cell><text:p>旧</text:p></table:table-cell></table:table-row></table:table>\
         <table:table table:name=\"名单\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    zip_of(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])
}

#[test]
fn open_document_sheets_are_rows() {
    let rows = "<table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell>\
        <table:table-cell><text:p>审批金额（元）</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
        <table:table-row table:visibility=\"collapse\"><table:table-cell table:number-rows-spanned=\"2\">\
        <office:annotation><text:p>问过</text:p></office:annotation><text:p>王</text:p><text:p>&#33;&amp;</text:p>\
        </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"990101194908116891\">\
        <text:p>9.9E+17</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:covered-table-cell/><table:table-cell office:value-type=\"date\" \
        office:date-value=\"2026-11-05T00:00:00\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell/></table:table-row>";
    let read = detected("a.ods", &ods(rows), "");
    expect![[r#"
        header in line 1
        有1行被隐藏（可能是筛选未取消），已一并读取；如不应报送请删除后重报
        有隐藏的工作表未读取：旧；如其中有数据请取消隐藏后重报
        5: 王
        !& 990101194908116891 -
        6: 王
        !& 2026-11-05 -
        rows 2, rejected 0, footers 0
    "#]]
    .assert_eq(&read);
    let bomb = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
        table:number-columns-repeated=\"300\"><text:p>姓名</text:p></table:table-cell></table:table-row>";
    let read = detected("a.ods", &ods(bomb), "max_workbook_cells = 100000");
    assert!(read.contains("a sheet of 100001 cells and the limit is 100000"), "{read}");
}

#[test]
fn open_document_sheets_are_chosen_like_others() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|text| cell(text)).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let list = row(&["姓名", "审批金额（元）"]) + &row(&["王秀英", "1"]);
    let next = |name: &str| format!("</table:table><table:table table:name=\"{name}\">");
    let cover = row(&["临时救助名册"]);
    let read = detected("a.ods", &ods(&format!("{cover}{}{list}", next("人员"))), "");
    expect![[r#"
        header in line 1
        工作表“人员”的表头相符，已读取；其前的工作表表头不符，未读取：名单；如需使用请在来源映射的 sheets 中写明
        有隐藏的工作表未读取：旧；如其中有数据请取消隐藏后重报
        2: 王秀英 1 -
        rows 1, rejected 0, footers 0
    "#]]
    .assert_eq(&read);
    let read = detected("a.ods", &ods(&format!("{list}{}{list}", next("人员"))), "");
    assert!(read.contains("the agreed header in the sheets `名单`, `人员`"), "{read}");
}

#[test]
fn merged_cells_hold_for_every_row_but_an_amount_counts_once() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = CellFormat::new();
    sheet.merge_range(0, 0, 0, 2, "发放表", &plain).expect("a merged title");
    for (column, header) in (0..).zip(["姓名", "审批金额（元）", "联系电话"]) {
        sheet.write(1, column, header).expect("a cell");
    }
    sheet.merge_range(2, 1, 3, 1, "600", &plain).expect("a merged amount");
    sheet.merge_range(2, 2, 3, 2, "13812340001", &plain).expect("a merged phone");
    sheet.write(2, 0, "王秀英").expect("a cell");
    sheet.write(3, 0, "李强").expect("a cell");
    sheet.set_row_hidden(3).expect("a row");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    expect![[r#"
        header in line 2
        有1行被隐藏（可能是筛选未取消），已一并读取；如不应报送请删除后重报
        3: 王秀英 600 13812340001
        4: 李强 - 13812340001
        rows 2, rejected 0, footers 0
    "#]]
    .assert_eq(&detected("a.xlsx", &bytes, ""));
}

#[test]
fn cells_that_keep_digits_from_a_spreadsheet_are_their_text() {
    let text = "姓名,审批金额（元）\n=\"王秀英\",=\"0123\"\n";
    assert!(detected("a.csv", text.as_bytes(), "").contains("2: 王秀英 0123"));
}

#[test]
fn a_file_without_a_header_has_the_agreed_columns() {
    let more = "header = [\"姓名\", \"审批金额（元）\"]";
    let read = detected("a.csv", "王秀英,1\n李强,2\n".as_bytes(), more);
    assert!(read.contains("1: 王秀英 1") && read.contains("rows 2,"), "{read}");
}

#[test]
fn lines_that_end_in_a_carriage_return_alone_are_lines() {
    assert_eq!(detected("a.csv", PLAIN.replace('\n', "\r").as_bytes(), ""), ROWS);
}

#[test]
fn zeros_that_fill_a_column_are_dropped_and_said() {
    let text = PLAIN.replace("李强", "李强\0\0\0");
    let read = detected("a.csv", text.as_bytes(), "");
    assert!(read.contains("3: 李强 500") && read.contains("有3个空字符"), "{read}");
}

#[test]
fn sheets_may_be_named_and_explanations_are_none() {
    let book =
        workbook(&[("填表说明", "姓名 | 说明"), ("人员", "姓名 | 审批金额（元）\n王秀英 | 1")]);
    let read = detected("a.xlsx", &book, "");
    assert!(read.contains("2: 王秀英 1"), "{read}");
    let read = detected("a.xlsx", &book, "sheets = [\"人*\"]");
    assert!(read.contains("a.xlsx#人员\n2: 王秀英 1"), "{read}");
}

#[test]
fn a_cell_that_takes_whole_rows_refuses_the_file_and_one_with_line_breaks_does_not() {
    let text = "姓名,审批金额（元）,联系电话\n\"王秀英,1,2\n李强,2,3\n赵兰,3,4\n\"孙梅\",4,5\n";
    let read = detected("a.csv", text.as_bytes(), "");
    assert!(read.contains("lines 2 to 5: a quotation mark"), "{read}");
    let literal = detected("a.csv", text.as_bytes(), "quotes = false");
    assert!(literal.contains("rows 4,"), "{literal}");
    let breaks = "姓名,审批金额（元）,联系电话\n\"王秀英\n(住一,二组\n东)\",1,2\n";
    let read = detected("a.csv", breaks.as_bytes(), "");
    assert!(read.contains("rows 1, rejected 0"), "{read}");
}

#[test]
fn the_unit_above_a_table_is_found_however_it_is_worded() {
    use super::super::header::unit_above;
    use super::super::row::TextRow;
    let stated = |title: &str| {
        let row = TextRow { cells: [title].into_iter().collect(), ..TextRow::default() };
        unit_above(&[row]).is_some()
    };
    for title in
        ["单位：万元", "计量单位 万元", "发放表（万元）", "金额单位:人民币元", "单位为千元"]
    {
        assert!(stated(title), "{title}");
    }
    for title in ["填报单位：元氏县民政局", "单位：青石镇", "发放表"] {
        assert!(!stated(title), "{title}");
    }
}
