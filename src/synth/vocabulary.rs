//! Vocabulary: surnames, the characters of given names by generation, and how clerks misspell them.
//!
//! The frequencies are those of Chinese surnames in general. The people composed of them are made
//! up; a name that somebody bears is a coincidence.

/// Groups of about equally frequent surnames, with the weight of the group.
pub const SURNAMES: &[(&str, u32)] = &[
    ("王", 710),
    ("李", 700),
    ("张", 670),
    ("刘", 510),
    ("陈", 450),
    ("杨", 310),
    ("赵", 230),
    ("黄", 220),
    ("周", 205),
    ("吴", 200),
    ("徐", 150),
    ("孙", 150),
    ("胡 朱 高 林 何 郭 马 罗", 905),
    ("梁 宋 郑 谢 韩 唐 冯 于", 576),
    ("董 萧 程 曹 袁 邓 许 傅", 445),
    ("沈 曾 彭 吕 苏 卢 蒋 蔡", 383),
    ("贾 丁 魏 薛 叶 阎 余 潘", 327),
    ("杜 戴 夏 钟 汪 田 任 姜", 301),
    ("范 方 石 姚 谭 廖 邹 熊", 275),
    ("金 陆 郝 孔 白 崔 康 毛", 252),
    ("邱 秦 江 史 顾 侯 邵 孟", 234),
    ("龙 万 段 雷 钱 汤 尹 黎", 217),
    ("易 常 武 乔 贺 赖 龚 文", 203),
    ("欧阳 上官 司马 诸葛 尉迟 解 单 仇", 37),
    ("查 区 盖", 10),
];

/// Characters of the given names that one generation gave to one sex.
pub struct Cohort {
    pub first: &'static str,
    pub second: &'static str,
}

const fn cohort(first: &'static str, second: &'static str) -> Cohort {
    Cohort { first, second }
}

/// Men born before 1965, until 1984, until 2004, and later.
pub const MALE: [Cohort; 4] = [
    cohort(
        "国建志德文福永玉光世长金树正兴传家学万天忠守明克仁成春庆",
        "明华生才贵山林海祥顺清全发根义富田有和堂安喜银柱友良臣来",
    ),
    cohort(
        "建志国卫红晓海新永文少立利小春学爱向俊军大振云东宏克庆胜",
        "军强平伟勇峰刚杰涛明华波斌辉林民东兵飞成忠江龙生文武山亮",
    ),
    cohort(
        "志俊文嘉晓天家浩子明海宇思泽建振鹏伟少国永云世新佳锦凯景",
        "鹏磊超杰浩宇涛凯龙辉轩豪博斌阳飞帅翔伟健峰林晨旭成文彬亮",
    ),
    cohort(
        "浩子宇梓俊嘉一皓奕铭泽思佳天晨睿沐书博瑞星锦承景明雨家启",
        "轩宇涵泽辰睿豪然阳杰博宸晨航昊瑞铭翔霖泉皓逸诚骏熙恒毅朗",
    ),
];

/// Women, by the same years.
pub const FEMALE: [Cohort; 4] = [
    cohort(
        "秀玉桂淑凤月兰金素美爱翠惠春文瑞银菊彩巧荣水清云贵福明香",
        "英兰珍芳华梅琴云莲香芝荣花凤娥霞娟玲清仙枝菊连珠贞荷萍妹",
    ),
    cohort(
        "丽秀红春晓海建小玉艳爱雪美彩文慧亚金冬卫云志新利桂凤向翠",
        "英丽华霞芳燕红梅敏娟玲萍琴艳静云平珍兰娜莉娥凤花琼莲君蓉",
    ),
    cohort(
        "雅婷佳思晓雨文梦欣诗嘉静慧美丽海雪艳玉春小莹倩紫秋月晶若",
        "婷静敏雪颖琳慧倩莹怡琪蕾洁萍丹娜玲雯悦欣芳瑶婧燕云菲君璐",
    ),
    cohort(
        "欣梓雨诗子可思佳一语若紫依艺嘉沐晨雅书心馨芷静婉锦清乐萌",
        "涵怡彤萱妍琪瑶悦欣妤晴婷琳诺然宁辰菲桐玥熙溪雯妙可霏蕊颖",
    ),
];

/// Parts of dotted names: the own name, then the father's.
pub const DOTTED_MALE: &[&str] =
    &["买买提", "吐尔逊", "艾山", "阿不都", "木合塔尔", "亚森", "卡德尔", "伊力亚斯"];
pub const DOTTED_FEMALE: &[&str] =
    &["古丽", "阿依古丽", "帕提古丽", "热娜", "米娜娃尔", "阿孜古", "吐尔逊古丽", "再娜甫"];

/// Rare characters of given names, each followed by what an old system writes instead.
pub const RARE: &[&str] = &["喆哲", "堃坤", "玥月", "赟云", "翀冲", "頔迪"];

/// Characters of one sound and tone.
pub const HOMOPHONES: &[&str] = &[
    "丽莉俐",
    "建健剑",
    "伟玮炜纬",
    "红宏虹鸿",
    "玲灵铃伶",
    "芳方",
    "志智治",
    "明铭名",
    "英瑛",
    "艳燕雁彦",
    "军君均钧",
    "平萍屏",
    "杰洁捷",
    "磊蕾",
    "辉晖",
    "梅玫",
    "兰岚",
    "秀绣",
    "云芸",
    "文雯",
    "玉裕钰",
    "佳嘉家",
    "欣新鑫馨",
    "雨宇羽语",
    "轩萱",
    "浩昊皓",
    "子梓紫",
    "涵晗",
    "怡仪宜",
    "晨辰宸",
    "思斯",
    "俊峻骏",
    "飞菲",
    "林琳霖",
    "珍贞真",
    "桂贵",
    "清青卿",
    "成诚承",
    "永勇咏",
    "峰锋枫丰",
    "刚钢",
    "涛滔",
    "鹏朋",
    "静婧敬靖",
    "庆磬",
    "金今",
    "彬斌",
    "悦月玥",
    "瑶遥",
    "婷亭",
    "张章",
    "徐许",
    "程成",
];

/// Simplified characters, each followed by its traditional or variant form.
pub const VARIANTS: &[&str] = &[
    "峰峯", "丽麗", "国國", "华華", "兰蘭", "凤鳳", "云雲", "杰傑", "伟偉", "强強", "红紅", "庆慶",
    "龙龍", "东東", "军軍", "贵貴", "张張", "陈陳", "刘劉", "杨楊", "赵趙", "黄黃", "吴吳", "孙孫",
    "马馬", "罗羅", "郑鄭", "谢謝", "韩韓", "冯馮", "飞飛", "宁寧", "荣榮", "莲蓮", "义義",
];

/// Pairs of characters that look alike.
pub const LOOK_ALIKES: &[&str] = &[
    "琪棋", "瑶谣", "婷停", "宇字", "颖颍", "莹萤", "兵乒", "林材", "才寸", "田由", "芝艺", "枝技",
];

/// Enterprises that pay contributions.
pub const EMPLOYERS: &[&str] = &[
    "示例市恒远机械有限公司",
    "示范区供水有限公司",
    "示例市华纺服装厂",
    "示范区第一中学",
    "示例市顺达物流有限公司",
    "示范区人民医院",
    "示例市宏泰建材有限公司",
    "示范区环卫服务中心",
    "示例市百佳超市有限公司",
    "示范区农机服务站",
    "示例市新科电子有限公司",
    "示范区城市公交公司",
];

/// Public-service posts.
pub const POSTS: &[&str] = &["保洁员", "护林员", "公路养护员", "社区协管员", "养老护理员"];

/// Donors of charity grants.
pub const DONORS: &[&str] = &["示例市慈善会", "爱心企业联合会", "宏泰建材", "匿名", "顺达物流"];
