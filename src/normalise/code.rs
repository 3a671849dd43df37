//! Codes: sex, relation to the head, yes and no, and the value tables a source declares.
//!
//! A table of the source comes before the general one, because the same code means different things
//! in different systems (0 is "female" in one, "not known" in GB/T 2261.1).

use std::collections::BTreeMap;

use super::fault::Fault;
use super::text::{fold, is_nothing};

/// A source's own words and what they mean here.
pub type Values = BTreeMap<String, String>;

/// What the source's own table says of a value; the keys are compared after folding.
pub fn listed<'v>(raw: &str, values: &'v Values) -> Option<&'v str> {
    if values.is_empty() {
        return None;
    }
    let text = fold(raw);
    values.get(text.as_ref()).or_else(|| values.get(raw)).map(String::as_str)
}

/// A code by the source's table alone; `None` when the text stands for none.
pub fn code<'v>(raw: &str, values: &'v Values) -> Result<Option<&'v str>, Fault> {
    match listed(raw, values) {
        Some("") => Ok(None),
        Some(code) => Ok(Some(code)),
        None if is_nothing(&fold(raw)) => Ok(None),
        None => Err(Fault::UnknownCode),
    }
}

/// `male` or `female` (GB/T 2261.1: 1 and 2; 0 and 9 say nothing).
pub fn sex<'v>(raw: &str, values: &'v Values) -> Result<Option<&'v str>, Fault> {
    by_table(raw, values, |text| match text {
        "男" | "1" | "01" | "M" | "m" | "男性" | "男孩" | "男士" | "Male" | "male" | "MALE" => {
            Some("male")
        }
        "女" | "2" | "02" | "F" | "f" | "女性" | "女孩" | "女士" | "Female" | "female"
        | "FEMALE" => Some("female"),
        "0" | "9" | "未说明" | "未说明的性别" | "未知的性别" => Some(""),
        _ => None,
    })
}

/// `yes` or `no`.
pub fn yes_no<'v>(raw: &str, values: &'v Values) -> Result<Option<&'v str>, Fault> {
    by_table(raw, values, |text| match text {
        "是" | "有" | "1" | "01" | "Y" | "y" | "√" | "✓" | "✔" | "对" | "是的" | "YES" | "Yes"
        | "yes" | "T" | "TRUE" | "True" | "true" => Some("yes"),
        "否" | "无" | "0" | "00" | "N" | "n" | "×" | "✗" | "没有" | "不是" | "NO" | "No" | "no"
        | "F" | "FALSE" | "False" | "false" => Some("no"),
        _ => None,
    })
}

/// The relation to the head in one vocabulary, from words or the codes of GB/T 4761-2008.
pub fn relation<'v>(raw: &str, values: &'v Values) -> Result<Option<&'v str>, Fault> {
    by_table(raw, values, |text| relation_word(text).or_else(|| relation_code(text)))
}

/// Whether a text is a word for a relation to the head and not for the head.
pub fn is_relation(text: &str) -> bool {
    relation_word(text).is_some_and(|code| code != "head")
}

/// What the source's table says of a value, or else the general one; both may give an empty code for
/// "not said". A code and its word in one cell (`1-男`, `02.配偶`) are read by the word.
fn by_table<'v>(
    raw: &str,
    values: &'v Values,
    general: impl Fn(&str) -> Option<&'static str>,
) -> Result<Option<&'v str>, Fault> {
    let given = |code: &'v str| Some(code).filter(|code| !code.is_empty());
    if let Some(code) = listed(raw, values) {
        return Ok(given(code));
    }
    let text = fold(raw);
    if let Some(code) = general(&text) {
        return Ok(given(code));
    }
    if is_nothing(&text) {
        return Ok(None);
    }
    let word = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let word = word.trim_start_matches(['-', '.', ':', '、', ' ', '_']);
    let coded = word.len() < text.len() && !word.is_empty();
    let word = Some(word).filter(|_| coded).ok_or(Fault::UnknownCode)?;
    let code = listed(word, values).or_else(|| general(word));
    code.map(given).ok_or(Fault::UnknownCode)
}

fn relation_word(text: &str) -> Option<&'static str> {
    Some(match text.strip_prefix("户主之").or_else(|| text.strip_prefix('之')).unwrap_or(text) {
        "户主" | "本人" | "本人或户主" | "户主本人" | "申请人" | "申请人本人" => {
            "head"
        }
        "配偶" | "夫" | "妻" | "丈夫" | "妻子" | "夫妻" | "爱人" | "老伴" => "spouse",
        "子" | "儿子" | "长子" | "次子" | "二子" | "三子" | "四子" | "五子" | "独生子" | "独子"
        | "其他儿子" | "儿" => "son",
        "养子" | "继子" | "养子或继子" | "继子或养子" => "stepson",
        "女" | "女儿" | "长女" | "次女" | "二女" | "三女" | "四女" | "五女" | "独生女" | "独女"
        | "其他女儿" => "daughter",
        "养女" | "继女" | "养女或继女" | "继女或养女" => "stepdaughter",
        "女婿" => "son_in_law",
        "儿媳" | "媳妇" | "儿媳妇" | "长媳" | "次媳" => "daughter_in_law",
        "孙子" | "外孙子" | "外孙" | "孙" | "长孙" | "次孙" | "重孙" | "曾孙子" | "曾孙" => {
            "grandson"
        }
        "孙女" | "外孙女" | "长孙女" | "曾孙女" | "重孙女" => "granddaughter",
        "父亲" | "父" | "爸爸" | "生父" => "father",
        "母亲" | "母" | "妈妈" | "生母" => "mother",
        "继父" | "养父" | "继父或养父" | "养父或继父" => "stepfather",
        "继母" | "养母" | "继母或养母" | "养母或继母" => "stepmother",
        "公公" | "岳父" => "father_in_law",
        "婆婆" | "岳母" => "mother_in_law",
        "祖父" | "爷爷" | "外祖父" | "外公" | "姥爷" | "曾祖父" => "grandfather",
        "祖母" | "奶奶" | "外祖母" | "外婆" | "姥姥" | "曾祖母" => "grandmother",
        "兄弟姐妹" | "兄" | "弟" | "姐" | "妹" | "哥哥" | "弟弟" | "姐姐" | "妹妹" | "兄弟"
        | "姐妹" | "姊妹" | "哥" | "胞兄" | "胞弟" | "胞姐" | "胞妹" => "sibling",
        "其他亲属" | "亲属" | "侄子" | "侄女" | "侄" | "外甥" | "外甥女" | "叔" | "伯" | "姑"
        | "舅" | "姨" | "叔叔" | "伯父" | "伯伯" | "叔父" | "姑姑" | "姑母" | "舅舅" | "姨妈"
        | "婶婶" | "嫂子" | "弟媳" | "姐夫" | "妹夫" | "孙媳" | "孙女婿" | "外孙女婿"
        | "堂兄弟" | "表兄弟" => "relative",
        "其他" | "其它" | "非亲属" | "保姆" | "寄养" | "监护人" => "other",
        _ => return None,
    })
}

/// GB/T 4761-2008, two digits.
fn relation_code(text: &str) -> Option<&'static str> {
    let code: u32 = text.parse().ok().filter(|_| text.len() <= 2)?;
    Some(match code {
        1 | 2 => "head",
        10..=12 => "spouse",
        27 => "stepson",
        28 => "son_in_law",
        20..=29 => "son",
        37 => "stepdaughter",
        38 => "daughter_in_law",
        30..=39 => "daughter",
        41 | 43 => "grandson",
        42 | 44 => "granddaughter",
        51 => "father",
        52 => "mother",
        57 => "stepfather",
        58 => "stepmother",
        53 | 55 => "father_in_law",
        54 | 56 => "mother_in_law",
        61 | 63 => "grandfather",
        62 | 64 => "grandmother",
        70..=79 => "sibling",
        40 | 45..=50 | 59 | 60 | 65..=69 | 80..=97 => "relative",
        99 => "other",
        _ => return None,
    })
}
