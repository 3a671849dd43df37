//! Footers: rows that only sum the table up, sign it or explain it.
//!
//! They are told by their first cell that is not blank, so none may begin as a row of data could: a
//! sum is the word alone or before a number, a signature ends in a colon or begins with one.

use unicode_normalization::UnicodeNormalization;

/// What sums up a table or a page of it.
const SUMS: [&str; 7] = ["合计", "总计", "小计", "累计", "共计", "本页小计", "本页合计"];

/// What is signed or explained behind a colon.
const SIGNED: [&str; 34] = [
    "制表",
    "制表人",
    "制表单位",
    "制表日期",
    "制表时间",
    "填报",
    "填报人",
    "填报单位",
    "填报日期",
    "填报时间",
    "填表",
    "填表人",
    "填表日期",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "审批人",
    "经办人",
    "经手人签字",
    "负责人",
    "单位负责人",
    "主管领导",
    "分管领导",
    "联系人",
    "报送单位",
    "打印时间",
    "打印日期",
    "导出时间",
    "导出日期",
    "查询时间",
    "数据截止日期",
    "注",
    "说明",
];

/// Those that also stand alone, the name being signed by hand.
const ALONE: [&str; 7] =
    ["制表人", "填报人", "审核人", "制表时间", "填报时间", "填表人", "单位负责人"];

/// Whether a row that begins with this cell is a footer.
pub fn is_footer(first_cell: &str) -> bool {
    // Cheap for nearly every row: none of the words begins with a digit or a letter.
    if first_cell.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let begins: Vec<char> = first_cell.chars().take(2).collect();
    if !begins.first().is_some_and(|first| may_begin(*first)) {
        return false;
    }
    let text: String =
        first_cell.nfkc().filter(|character| !character.is_whitespace()).take(40).collect();
    sums(&text) || signs(&text) || counts(&text)
}

/// Whether a footer may begin with the character; most rows end here.
fn may_begin(character: char) -> bool {
    let words = SUMS.iter().chain(&SIGNED);
    let mut firsts = words.filter_map(|word| word.chars().next());
    character.is_whitespace()
        || "备第共以（(【".contains(character)
        || firsts.any(|first| first == character)
}

fn sums(text: &str) -> bool {
    let rest = SUMS.iter().filter_map(|word| text.strip_prefix(word));
    rest.into_iter().any(|rest| {
        let next = rest.chars().next();
        next.is_none_or(|next| matches!(next, ':' | '(' | '¥') || next.is_numeric())
    })
}

fn signs(text: &str) -> bool {
    let signed = |word: &&str| {
        let rest = text.strip_prefix(*word);
        rest.is_some_and(|rest| rest.starts_with(':') || rest.starts_with("(签"))
    };
    let noted = text.strip_prefix("备注").is_some_and(|rest| rest.starts_with(':'));
    noted || SIGNED.iter().any(signed) || ALONE.contains(&text)
}

/// `第1页共3页`, `共123条记录`, `（以下空白）`.
fn counts(text: &str) -> bool {
    let page = text.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    let total = text.strip_prefix('共').and_then(|rest| rest.split_once(['条', '页', '行']));
    let number = |text: &str| !text.is_empty() && text.chars().all(char::is_numeric);
    let below = text.trim_matches(['(', ')']).strip_prefix("以下");
    page.or(total).is_some_and(|(count, _)| number(count))
        || below.is_some_and(|below| matches!(below, "空白" | "无正文" | "无内容"))
}
