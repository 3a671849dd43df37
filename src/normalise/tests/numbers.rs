//! Identity numbers: spelling, class, document, repairs and hypotheses.

use expect_test::expect;

use super::super::resident_id::{Document, Habits, Witness, hypothesis, id_number};
use super::check_shown;
use crate::domain::Day;

fn shown(raw: &str, document: Option<Document>) -> String {
    let samples = ["990101199001010011".to_owned()];
    let (id, fault) = id_number(raw, document, Habits { samples: &samples, excel_damage: false });
    let fault = fault.map(|fault| format!(" ! {}", fault.code())).unwrap_or_default();
    let repairs = id.repairs.text().map(|repairs| format!(" ({repairs})")).unwrap_or_default();
    let normal = id.normal.unwrap_or_else(|| "(none)".into());
    format!("{normal} {} {}{repairs}{fault}", id.class.code(), id.document.code())
}

fn undeclared(raw: &str) -> String {
    shown(raw, None)
}

#[test]
fn a_number_is_spelt_one_way_and_every_change_of_spelling_is_told() {
    check_shown(
        "990101195003020036\n99O101195003020036\n'990101195003020036\n９９０１０１１９５００３０２００３６\n\
         990101 19500302 0036\n990101-19500302-0036\n990101195003020036（旧）\n990101195003020036.0\n\
         99〇101195003020036\n990101500302001\n99010l500302001\n99010119500302001x\n99010119500302001×\n\
         99010119500302001*\n９９０１０１１９５００３０２００１ｘ\n\u{200B}990101195003020036\u{A0}",
        undeclared,
        &expect![[r#"
            990101195003020036 => 990101195003020036 valid resident_id
            99O101195003020036 => 990101195003020036 valid resident_id (confusable_letters)
            \'990101195003020036 => 990101195003020036 valid resident_id (marks)
            ９９０１０１１９５００３０２００３６ => 990101195003020036 valid resident_id (full_width)
            990101 19500302 0036 => 990101195003020036 valid resident_id (blanks)
            990101-19500302-0036 => 990101195003020036 valid resident_id (marks)
            990101195003020036（旧） => 990101195003020036 valid resident_id (remark+full_width)
            990101195003020036.0 => 990101195003020036 valid resident_id (decimals)
            99〇101195003020036 => 990101195003020036 valid resident_id (confusable_letters)
            990101500302001 => 99010119500302001X valid resident_id (fifteen_digits)
            99010l500302001 => 99010119500302001X valid resident_id (capitals+confusable_letters+fifteen_digits)
            99010119500302001x => 99010119500302001X valid resident_id (capitals)
            99010119500302001× => 99010119500302001X valid resident_id (check_character)
            99010119500302001* => 99010119500302001X valid resident_id (check_character)
            ９９０１０１１９５００３０２００１ｘ => 99010119500302001X valid resident_id (full_width+capitals)
            \u{200b}990101195003020036\u{a0} => 990101195003020036 valid resident_id (blanks)
        "#]],
    );
}

#[test]
fn a_number_is_classed_and_never_repaired() {
    check_shown(
        "990101195003020012\n990101195003320036\n99010119500302003\n9901011950030200366\n990101195003020000\n\
         9.90101195003020E+17\n9.9010119500302e+17\n9.90101E+17\n990101195003020\n990101195003020000.0\n990101195003020032.0\n\
         990101********0011\n990101XXXXXXXX0011\n9901011950******1X\n000000000000000000\n111111111111111111\n\
         123456789012345678\n990101190001010019\n990101199001010011\n无\n无证\n990101\n家庭住址\n\
         990101195003020036（母亲）\n(监护人)990101195003020036",
        undeclared,
        &expect![[r#"
            990101195003020012 => 990101195003020012 invalid resident_id ! invalid_id
            990101195003320036 => 990101195003320036 invalid resident_id ! invalid_id
            99010119500302003 => 99010119500302003 invalid resident_id ! invalid_id
            9901011950030200366 => 9901011950030200366 invalid resident_id ! invalid_id
            990101195003020000 => 990101195003020000 truncated resident_id ! truncated_id
            9.90101195003020E+17 => 990101195003020000 truncated resident_id (lost_digits) ! truncated_id
            9.9010119500302e+17 => 990101195003020000 truncated resident_id (capitals+lost_digits) ! truncated_id
            9.90101E+17 => 9.90101E+17 placeholder resident_id ! truncated_id
            990101195003020 => 990101195003020000 truncated resident_id (lost_digits) ! truncated_id
            990101195003020000.0 => 990101195003020000 truncated resident_id (decimals) ! truncated_id
            990101195003020032.0 => 990101195003020000 truncated resident_id (decimals+lost_digits) ! truncated_id
            990101********0011 => 990101********0011 masked resident_id
            990101XXXXXXXX0011 => 990101********0011 masked resident_id (mask_marks)
            9901011950******1X => 9901011950******1X masked resident_id
            000000000000000000 => 000000000000000000 placeholder resident_id ! placeholder_id
            111111111111111111 => 111111111111111111 placeholder resident_id ! placeholder_id
            123456789012345678 => 123456789012345678 placeholder resident_id ! placeholder_id
            990101190001010019 => 990101190001010019 placeholder resident_id ! placeholder_id
            990101199001010011 => 990101199001010011 placeholder resident_id ! placeholder_id
            无 => (none) missing resident_id
            无证 => (none) missing resident_id
            990101 => 990101 placeholder resident_id ! invalid_id
            家庭住址 => 家庭住址 placeholder resident_id ! invalid_id
            990101195003020036（母亲） => (none) missing resident_id ! number_of_relative
            (监护人)990101195003020036 => (none) missing resident_id ! number_of_relative
        "#]],
    );
}

#[test]
fn an_unknown_region_is_never_a_fault() {
    check_shown(
        "422128195003020037\n000001195003020031\n780101195003020037\n510221195003020038",
        undeclared,
        &expect![[r#"
            422128195003020037 => 422128195003020037 valid resident_id
            000001195003020031 => 000001195003020031 valid resident_id
            780101195003020037 => 780101195003020037 valid resident_id
            510221195003020038 => 510221195003020038 valid resident_id
        "#]],
    );
}

#[test]
fn a_number_of_another_document_is_known_by_its_shape() {
    check_shown(
        "G990101195003020036\nG990101195003020012\nL990101195003020036\nL99010120200101123X\n\
         99010119500302003642\n99010119500302003642B1\n99010119500302001242\n810000199003020034\n\
         911156199003020036\nCHN110190030205\nH12345678\nM1234567801\nE12345678\nEA1234567\nR330123456\n\
         12345678\n军字第1234567号\n91350100M000100Y43\n91350100M000100Y49\n91110000100000123T\n52350100MJ000100X4",
        undeclared,
        &expect![[r#"
            G990101195003020036 => 990101195003020036 valid resident_id (embedded)
            G990101195003020012 => 990101195003020012 invalid resident_id (embedded) ! invalid_id
            L990101195003020036 => 990101195003020036 valid resident_id (embedded)
            L99010120200101123X => L99010120200101123X other_document student_number
            99010119500302003642 => 990101195003020036 valid resident_id (embedded)
            99010119500302003642B1 => 990101195003020036 valid resident_id (embedded)
            99010119500302001242 => 99010119500302001242 invalid resident_id ! invalid_id
            810000199003020034 => 810000199003020034 valid hmt_residence_permit
            911156199003020036 => 911156199003020036 valid foreigner_permit
            CHN110190030205 => CHN110190030205 other_document foreigner_permit
            H12345678 => H12345678 other_document hk_macao_permit
            M1234567801 => M1234567801 other_document hk_macao_permit
            E12345678 => E12345678 other_document passport
            EA1234567 => EA1234567 other_document passport
            R330123456 => R330123456 other_document birth_certificate
            12345678 => 12345678 other_document taiwan_permit
            军字第1234567号 => 军字第1234567号 other_document military
            91350100M000100Y43 => 91350100M000100Y43 other_document unified_code
            91350100M000100Y49 => 91350100M000100Y49 other_document unified_code
            91110000100000123T => 91110000100000123T other_document unified_code
            52350100MJ000100X4 => 52350100MJ000100X4 other_document unified_code
        "#]],
    );
}

#[test]
fn a_declared_document_is_believed() {
    let declared = |word: &'static str| move |raw: &str| shown(raw, Document::from_text(word));
    check_shown(
        "e1234567\n123456789012345678",
        declared("护照"),
        &expect![[r#"
        e1234567 => E1234567 other_document passport (capitals)
        123456789012345678 => 123456789012345678 other_document passport
    "#]],
    );
    check_shown(
        "12345678\n1234567890",
        declared("台胞证"),
        &expect![[r#"
        12345678 => 12345678 other_document taiwan_permit
        1234567890 => 1234567890 other_document taiwan_permit
    "#]],
    );
    check_shown(
        "990101195003020036\nAB-12345",
        declared("其他"),
        &expect![[r#"
            990101195003020036 => 990101195003020036 valid resident_id
            AB-12345 => AB-12345 other_document other
        "#]],
    );
    check_shown(
        "990101195003020036\nL99010120200101123X",
        declared("学籍号"),
        &expect![[r#"
            990101195003020036 => 990101195003020036 valid resident_id
            L99010120200101123X => L99010120200101123X other_document student_number
        "#]],
    );
    check_shown(
        "911156199003020036\nCHN110190030205",
        declared("外国人永久居留身份证"),
        &expect![[r#"
            911156199003020036 => 911156199003020036 valid foreigner_permit
            CHN110190030205 => CHN110190030205 other_document foreigner_permit
        "#]],
    );
    check_shown(
        "91350100M000100Y43",
        declared("统一社会信用代码"),
        &expect![[r#"
        91350100M000100Y43 => 91350100M000100Y43 other_document unified_code
    "#]],
    );
    check_shown(
        "99010119500302003642",
        declared("残疾人证"),
        &expect![[r#"
        99010119500302003642 => 990101195003020036 valid resident_id (embedded)
    "#]],
    );
}

#[test]
fn a_wrong_number_has_a_hypothesis_where_one_number_is_left() {
    let latest = Day::from_ymd(2026, 11, 23).expect("a day");
    let supposed = |line: &str| {
        let mut words = line.split(' ');
        let number = words.next().unwrap_or_default();
        let birth_date = words.next().filter(|word| *word != "-");
        let is_male = words.next().map(|word| word == "male");
        let found = hypothesis(number, &Witness { birth_date, is_male, latest });
        found.map_or("(none)".to_owned(), |id| id.as_str().to_owned())
    };
    check_shown(
        "990101195003020035 1950-03-02 male\n990101195003020035\n990101195003020063 1950-03-02 male\n\
         99010119500302003 1950-03-02 male\n9901011950030200336 1950-03-02 male\n\
         990101195003200036 1950-03-02 male\n990101195003200036 1950-03\n990101195003200036 1950\n\
         990101195003020035 1988-01-01 male\n990101195003020035 1950-03-02 female\n9901011950030 1950-03-02",
        supposed,
        &expect![[r#"
            990101195003020035 1950-03-02 male => (none)
            990101195003020035 => (none)
            990101195003020063 1950-03-02 male => 990101195003020036
            99010119500302003 1950-03-02 male => 990101195003020036
            9901011950030200336 1950-03-02 male => 990101195003020036
            990101195003200036 1950-03-02 male => 990101195003020036
            990101195003200036 1950-03 => (none)
            990101195003200036 1950 => (none)
            990101195003020035 1988-01-01 male => (none)
            990101195003020035 1950-03-02 female => (none)
            9901011950030 1950-03-02 => (none)
        "#]],
    );
}
