//! Surnames: which leading characters are one, and how they are read.
//!
//! As a surname many characters have a reading of their own (单 is shan4, never dan1), which the
//! reading tables list late or not at all.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The compound surnames in use, most frequent first where that is known.
const COMPOUND: [&str; 72] = [
    "欧阳", "上官", "皇甫", "令狐", "司徒", "诸葛", "司马", "宇文", "呼延", "端木", "南宫", "轩辕",
    "东方", "尉迟", "乐正", "鲜于", "公玉", "南荣", "赫连", "仲长", "慕容", "宗政", "濮阳", "夏侯",
    "公孙", "申屠", "长孙", "闻人", "拓跋", "独孤", "澹台", "万俟", "单于", "太叔", "淳于", "公冶",
    "钟离", "闾丘", "司空", "亓官", "司寇", "仉督", "子车", "颛孙", "巫马", "公西", "漆雕", "壤驷",
    "公良", "夹谷", "宰父", "谷梁", "榖梁", "段干", "百里", "东郭", "南门", "羊舌", "微生", "梁丘",
    "左丘", "东门", "西门", "第五", "公仪", "公乘", "太史", "仲孙", "叔孙", "屈突", "达奚", "哥舒",
];

/// Readings of single surnames that differ from the character's usual one, or where only one of
/// several readings is a surname.
const SINGLE_READINGS: [(char, &str); 70] = [
    ('单', "shan4"),
    ('仇', "qiu2"),
    ('区', "ou1"),
    ('解', "xie4"),
    ('曾', "zeng1"),
    ('尉', "wei4"),
    ('朴', "piao2"),
    ('查', "zha1"),
    ('翟', "zhai2|di2"),
    ('覃', "qin2|tan2"),
    ('乐', "yue4|le4"),
    ('召', "shao4"),
    ('盖', "ge3|gai4"),
    ('缪', "miao4"),
    ('种', "chong2"),
    ('员', "yun4"),
    ('洗', "xian3"),
    ('冼', "xian3"),
    ('折', "she2"),
    ('秘', "bi4"),
    ('薄', "bo2"),
    ('繁', "po2"),
    ('宓', "mi4|fu2"),
    ('句', "gou1"),
    ('隗', "wei3|kui2"),
    ('郇', "xun2|huan2"),
    ('郗', "xi1|chi1"),
    ('祭', "zhai4"),
    ('牟', "mu4|mou2"),
    ('佴', "nai4"),
    ('阚', "kan4"),
    ('适', "kuo4"),
    ('藏', "zang4"),
    ('都', "du1"),
    ('卜', "bu3"),
    ('俞', "yu2"),
    ('黑', "he4"),
    ('谌', "chen2|shen4"),
    ('任', "ren2"),
    ('华', "hua4"),
    ('葛', "ge3"),
    ('宁', "ning2|ning4"),
    ('纪', "ji3|ji4"),
    ('石', "shi2"),
    ('叶', "ye4"),
    ('车', "che1"),
    ('沈', "shen3"),
    ('贾', "jia3"),
    ('柏', "bai3|bo2"),
    ('臧', "zang1"),
    ('那', "na1"),
    ('盛', "sheng4"),
    ('相', "xiang4"),
    ('过', "guo1"),
    ('要', "yao1"),
    ('应', "ying1"),
    ('强', "qiang2"),
    ('曲', "qu1"),
    ('万', "wan4"),
    ('令', "ling4|ling2"),
    ('重', "chong2"),
    ('褚', "chu3"),
    ('於', "yu1"),
    ('比', "bi3"),
    ('撒', "sa3"),
    ('幺', "yao1"),
    ('洋', "yang2"),
    ('哈', "ha3"),
    ('尹', "yin3"),
    ('訾', "zi1"),
];

/// Readings of compound surnames that differ from those of their characters.
const COMPOUND_READINGS: [(&str, [&str; 2]); 10] = [
    ("尉迟", ["yu4", "chi2"]),
    ("万俟", ["mo4", "qi2"]),
    ("单于", ["chan2", "yu2"]),
    ("令狐", ["ling2", "hu2"]),
    ("长孙", ["zhang3", "sun1"]),
    ("澹台", ["tan2", "tai2"]),
    ("鲜于", ["xian1", "yu2"]),
    ("宰父", ["zai3", "fu3"]),
    ("亓官", ["qi2", "guan1"]),
    ("乐正", ["yue4", "zheng4"]),
];

type Compounds = FxHashMap<(char, char), Option<[&'static str; 2]>>;

/// The compound surnames, each with its own readings where it has them.
static KNOWN: LazyLock<Compounds> = LazyLock::new(|| {
    let pair = |surname: &str| {
        let mut characters = surname.chars();
        Some((characters.next()?, characters.next()?))
    };
    let own = |surname: &str| {
        COMPOUND_READINGS.iter().find(|(known, _)| *known == surname).map(|(_, reading)| *reading)
    };
    COMPOUND.iter().filter_map(|surname| Some((pair(surname)?, own(surname)))).collect()
});

/// Whether these two folded characters are a compound surname.
pub fn is_compound(first: char, second: char) -> bool {
    KNOWN.contains_key(&(first, second))
}

/// The readings of a folded single surname, where they are its own.
pub fn reading(surname: char) -> Option<&'static str> {
    static KNOWN: LazyLock<FxHashMap<char, &'static str>> =
        LazyLock::new(|| SINGLE_READINGS.into_iter().collect());
    KNOWN.get(&surname).copied()
}

/// The syllables of a compound surname, where they are its own.
pub fn compound_reading(first: char, second: char) -> Option<[&'static str; 2]> {
    KNOWN.get(&(first, second)).copied().flatten()
}
