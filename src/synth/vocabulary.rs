//! Vocabulary: surnames, the characters of given names by generation, and what is mistaken for them.
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
    ("龙 万 段 雷 钱 汤 牛 葛", 217),
    ("易 常 武 乔 贺 赖 龚 文", 203),
    ("尹 黎 施 洪 骆 严 温 樊", 190),
    ("欧阳 上官 司马 诸葛 尉迟 解 单 仇", 37),
    ("令狐 皇甫 慕容 东方 南宫 司徒", 14),
    ("查 区 盖 朴 覃 翟 曲", 16),
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

/// Characters that any cohort's names have now and then, for men and for women.
pub const SELDOM_MALE: &str = "\
    维仁厚义礼信诚忠孝廉勤俭敬谦和顺祥瑞福禄寿禧康宁安定邦治平均衡方正直刚毅坚韧强壮威武雄\
    飞腾跃进步升高远大宏广博厚深沉渊源泉江河湖海洋波涛澜潮汉津沛润泽霖霄云雷电风岚岭岳峻崇\
    松柏桐梓楠栋梁材林森茂盛荣昌隆盛裕丰登科第甲魁元亨利贞乾坤震巽离坎良基业建树立培育英俊\
    杰才贤达哲思睿智慧敏锐学文章书翰墨砚翔鹤鸿鹏鹰虎豹骏驰骋征程途路桥舟航帆";
pub const SELDOM_FEMALE: &str = "\
    淑贤惠慈孝顺和平安宁静娴雅洁纯真善美丽秀娟婵媛嫣婉婷娜妮妃姗姣姝娅娇媚蓉蕙芷芸芬芳菁菊\
    茜荷莉莲莎菱萱葵蓓蔓薇蕾兰梅桃杏桂棠樱榕柳枫絮絮云霞虹雪霜露冰清澄滢漪涟潇湘沁泓淇漫\
    珊珠珍玲珑玫瑰琳琅琪瑾瑜瑛璇璐碧翠晶莹月星辰曦晓晨曙夕霏琴瑟歌韵诗词画墨书语言心怡悦欢\
    乐喜庆春夏秋冬凤鸾燕鹃鹂蝶锦绣绮纨绢彩丹红紫青蓝";

/// Full names that very many people bear.
pub const COMMON_MALE: &[&str] =
    &["张伟", "王伟", "李伟", "刘伟", "王强", "张勇", "李强", "王磊", "张磊", "王勇"];
pub const COMMON_FEMALE: &[&str] =
    &["李娜", "王芳", "王静", "李静", "张敏", "张静", "王丽", "李丽", "张丽", "王秀英"];

/// Parts of dotted names: the own name, then the father's.
pub const DOTTED_MALE: &[&str] = &[
    "买买提",
    "吐尔逊",
    "艾山",
    "阿不都",
    "木合塔尔",
    "亚森",
    "卡德尔",
    "伊力亚斯",
    "艾尼瓦尔",
    "吾买尔",
    "热合曼",
    "肉孜",
    "库尔班",
    "依明",
    "玉素甫",
    "阿布都热依木",
    "塔依尔",
    "艾合买提",
];
pub const DOTTED_FEMALE: &[&str] = &[
    "古丽",
    "阿依古丽",
    "帕提古丽",
    "热娜",
    "米娜娃尔",
    "阿孜古",
    "吐尔逊古丽",
    "再娜甫",
    "茹仙古丽",
    "阿依努尔",
    "祖丽胡玛尔",
    "麦麦提敏古丽",
    "努尔比亚",
    "哈丽旦",
    "阿米娜",
    "坎拜尔尼沙",
];

/// Rare characters of given names, each followed by what an old system writes instead.
pub const RARE: &[&str] = &[
    "喆哲", "堃坤", "玥月", "赟云", "翀冲", "頔迪", "䶮岩", "㛃洁", "𬱖迪", "珺君", "昉方", "燚易",
    "犇奔", "翯贺", "垚尧", "甯宁", "祎伟", "旸阳", "彧玉", "禤轩", "镕容", "晞希", "旻民", "㴋涵",
    "𫖯府", "㬎显", "芃朋", "璟景", "琬婉", "煊宣",
];
/// Those of them that a code page without the extensions cannot write at all.
pub const BEYOND_GBK: &str = "䶮㛃𬱖㴋𫖯㬎";

/// Simplified characters, each followed by its traditional or variant form.
pub const VARIANTS: &[&str] = &[
    "峰峯", "丽麗", "国國", "华華", "兰蘭", "凤鳳", "云雲", "杰傑", "伟偉", "强強", "红紅", "庆慶",
    "龙龍", "东東", "军軍", "贵貴", "张張", "陈陳", "刘劉", "杨楊", "赵趙", "黄黃", "吴吳", "孙孫",
    "马馬", "罗羅", "郑鄭", "谢謝", "韩韓", "冯馮", "飞飛", "宁寧", "荣榮", "莲蓮", "义義",
];

/// Pairs of characters that look alike.
pub const LOOK_ALIKES: &[&str] = &[
    "琪棋", "瑶谣", "婷停", "宇字", "颖颍", "莹萤", "兵乒", "林材", "才寸", "田由", "芝艺", "枝技",
    "伟纬", "未末", "己已", "日曰", "戌戍", "王玉", "玉主", "明朋", "敏敬", "芳苏", "东车", "晓晚",
    "艳绝", "建健", "春舂", "海悔", "梅侮", "玲珍", "红江", "杰杏", "松忪", "柏拍", "桂挂", "娟捐",
    "娜哪", "云去", "天夫", "永水", "平乎", "生主", "金全", "书丰", "文又", "武戊", "凯剀", "辉挥",
    "超起", "刚钢", "峰锋", "涛祷", "浩洁", "静睁", "雪雷", "霞震", "佳住", "欣欢", "怡怕", "悦说",
    "涵函", "轩杆", "豪毫", "晨晟", "睿容", "博搏", "然燃", "子了", "梓辛", "淑叔", "凤风", "秀禾",
    "莉利", "菊掬", "贵责", "财则", "根恨", "发友", "顺项", "德得", "义叉", "仁仕", "礼扎", "信伩",
    "忠患", "孝考", "良艮", "昌吕", "荣宋", "茂戍", "李季", "季李", "陈阵", "刘列", "杨扬", "赵起",
    "周用", "徐除", "朱未", "胡湖", "何河", "高亮", "罗岁", "郑部", "梁粱", "宋宁", "唐康", "许讦",
    "邓邙", "韩朝", "冯妈", "曹曾", "彭膨", "肖宵", "田甲",
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

/// Names of those who married in from abroad.
pub const FOREIGN_GIVEN: &[&str] =
    &["MARIA", "NGUYEN", "ANNA", "LINH", "SOPHIA", "THIDA", "OLGA", "ELENA", "GRACE", "PHUONG"];
pub const FOREIGN_SURNAMES: &[&str] = &[
    "SANTOS", "THI HOA", "IVANOVA", "CRUZ", "THI LAN", "SMITH", "PETROVA", "REYES", "AUNG", "KIM",
];
