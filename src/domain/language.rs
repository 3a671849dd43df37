//! The languages of lists and pages: the words that the program itself prints.
//!
//! Chinese as the program writes it is the key of every word; a word without a translation is printed as
//! it is. What the policy pack and the extracts say stays in their own language.

/// In which language lists and pages are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-Hans")]
    Simplified,
    #[serde(rename = "zh-Hant")]
    Traditional,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Simplified, Self::Traditional, Self::English];

    /// As pages name it to browsers.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
            Self::English => "en",
        }
    }

    /// The program's words in this language.
    pub fn say(self, words: &'static str) -> &'static str {
        let known = || WORDS.iter().find(|entry| entry.0 == words);
        match self {
            Self::Simplified => words,
            Self::Traditional => known().map_or(words, |entry| entry.1),
            Self::English => known().map_or(words, |entry| entry.2),
        }
    }

    /// Whether a text is these words of the program in any language, blanks and case aside.
    pub fn is_any(text: &str, words: &'static str) -> bool {
        let plain = |text: &str| -> String {
            text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_lowercase()
        };
        let text = plain(text);
        Self::ALL.iter().any(|language| plain(language.say(words)) == text)
    }
}

/// Simplified Chinese, traditional Chinese, English.
type Entry = (&'static str, &'static str, &'static str);

const WORDS: [Entry; 140] = [
    ("编号", "編號", "Case"),
    ("疑点编号", "疑點編號", "Flags"),
    ("核对批次", "核對批次", "Run"),
    ("校验码", "校驗碼", "Seal"),
    ("核实结论", "核實結論", "Conclusion"),
    ("非本人证据号", "非本人證據號", "Evidence of others"),
    ("理由/备注", "理由/備註", "Reason/remark"),
    ("核实日期", "核實日期", "Verified on"),
    ("核实人（工号）", "核實人（工號）", "Verified by (staff no.)"),
    ("复核人（工号）", "覆核人（工號）", "Seconded by (staff no.)"),
    ("优先级", "優先級", "Priority"),
    ("疑点类型", "疑點類型", "Kind"),
    ("乡镇/街道", "鄉鎮/街道", "Town"),
    ("村/社区", "村/社區", "Village"),
    ("涉及项目与金额", "涉及項目與金額", "Schemes and amount"),
    ("月数", "月數", "Months"),
    ("一句话理由", "一句話理由", "Reason"),
    ("建议核实方法", "建議核實方法", "How to verify"),
    ("证据摘要", "證據摘要", "Evidence"),
    ("匹配等级", "匹配等級", "Match grade"),
    ("首次/连续出现次数", "首次/連續出現次數", "First seen/nights"),
    ("上次处理结果", "上次處理結果", "Last decision"),
    ("承办单位", "承辦單位", "Office"),
    ("期限", "期限", "Due"),
    ("提示类型", "提示類型", "Kind of note"),
    ("情况", "情況", "What"),
    ("建议", "建議", "Advice"),
    ("依据的记录", "依據的記錄", "Records"),
    ("备注", "備註", "Remark"),
    ("属实", "屬實", "confirmed"),
    ("属实但减免", "屬實但減免", "confirmed, waived"),
    ("不属实-数据错误", "不屬實-資料錯誤", "wrong: data error"),
    ("不属实-匹配错误", "不屬實-配對錯誤", "wrong: match error"),
    ("政策允许", "政策允許", "permitted by policy"),
    ("无法核实", "無法核實", "could not verify"),
    ("疑点清单", "疑點清單", "Cases"),
    ("分项结论", "分項結論", "By flag"),
    ("统筹提示", "統籌提示", "Notes"),
    ("社会救助核对疑点清单", "社會救助核對疑點清單", " – cases to verify"),
    ("社会救助核对疑点分项结论", "社會救助核對疑點分項結論", " – conclusions by flag"),
    ("社会救助统筹提示", "社會救助統籌提示", " – notes on acting together"),
    ("全区", "全區", "District"),
    (
        "所列均为疑点或线索，须经核实，不作为处理依据。",
        "所列均為疑點或線索，須經核實，不作為處理依據。",
        "All of these are leads to be verified, and no ground for any decision.",
    ),
    (
        "请只填右侧空白各栏；一户有几个疑点、结论不同的，在“分项结论”表逐项填写。",
        "請只填右側空白各欄；一戶有幾個疑點、結論不同的，在「分項結論」表逐項填寫。",
        "Fill in only the empty columns on the right; where the flags of a case deserve different conclusions, use the sheet “By flag”.",
    ),
    (
        "所列为有几个疑点的各户。填写的，以本表结论为准；不填的，按“疑点清单”中该户的结论。",
        "所列為有幾個疑點的各戶。填寫的，以本表結論為準；不填的，按「疑點清單」中該戶的結論。",
        "Cases with several flags. A conclusion here goes over that of the case; without one, that of the sheet “Cases” holds.",
    ),
    (
        "所列为几个部门先后救助的同一家庭，供后续统筹，不是疑点，无须核查。",
        "所列為幾個部門先後救助的同一家庭，供後續統籌，不是疑點，無須核查。",
        "Households that several agencies have assisted, for acting together; no suspicions, nothing to verify.",
    ),
    (
        "请从下拉列表中选择核实结论。",
        "請從下拉清單中選擇核實結論。",
        "Choose a conclusion from the list.",
    ),
    (
        "请填写日期，如2026-11-24，不早于核对日期。",
        "請填寫日期，如2026-11-24，不早於核對日期。",
        "Give a day such as 2026-11-24, not before the run.",
    ),
    ("核对日期", "核對日期", "Run of"),
    ("本表", "本表", "Lines:"),
    ("批次", "批次", "run"),
    ("户", "戶", ""),
    ("项", "項", ""),
    ("条", "條", ""),
    ("内部资料 注意保密", "內部資料 注意保密", "Internal – confidential"),
    ("内部资料，注意保密。", "內部資料，注意保密。", "Internal, confidential."),
    ("核实人签字", "核實人簽字", "Signature of verifier"),
    ("复核人签字", "覆核人簽字", "Signature of second"),
    ("当事人签字", "當事人簽字", "Signature of the person concerned"),
    ("日期", "日期", "Date"),
    ("社会救助疑点核查表", "社會救助疑點核查表", "Case sheet"),
    ("工单", "工單", "Case"),
    ("含未遮蔽的个人信息，用途", "含未遮蔽的個人資訊，用途", "Holds personal values unmasked, for"),
    ("姓名", "姓名", "Name"),
    ("证号", "證號", "ID number"),
    ("证号类别", "證號類別", "ID class"),
    ("性别", "性別", "Sex"),
    ("男", "男", "male"),
    ("女", "女", "female"),
    ("出生年", "出生年", "Born in"),
    ("电话", "電話", "Phone"),
    ("住址", "住址", "Address"),
    ("账号", "帳號", "Account"),
    ("内容", "內容", "Says"),
    ("乡镇、村", "鄉鎮、村", "Town, village"),
    ("涉及金额", "涉及金額", "Amount"),
    ("出现", "出現", "Seen"),
    ("上次处理", "上次處理", "Last decision"),
    ("疑点", "疑點", "Flags"),
    ("计算", "計算", "Arithmetic"),
    ("已排除", "已排除", "Ruled out"),
    ("核实方法", "核實方法", "Verify by"),
    ("可能适用", "可能適用", "May qualify for"),
    ("若有误", "若有誤", "If wrong"),
    ("规则参数", "規則參數", "Parameters"),
    (
        "各来源对照（与多数来源不一致的加框）",
        "各來源對照（與多數來源不一致的加框）",
        "The sources side by side (what most contradict is framed)",
    ),
    ("另有", "另有", "Further rows:"),
    ("行，见疑点证据表。", "行，見疑點證據表。", "; see the table flag_evidence."),
    ("家庭成员", "家庭成員", "Household"),
    ("与户主关系", "與戶主關係", "Relation to head"),
    ("周岁", "周歲", "Age"),
    (
        "救助链（近24个月；圆点为发放，同处两笔以上的加重）",
        "救助鏈（近24個月；圓點為發放，同處兩筆以上的加重）",
        "The last 24 months (dots are payments; larger where several fall together)",
    ),
    ("核实情况", "核實情況", "Verification"),
    ("核实经过和理由", "核實經過和理由", "What was found, and why"),
    ("当事人意见", "當事人意見", "Answer of the person concerned"),
    (
        "本人已知悉上述疑点，有权在以下天数内说明情况、提供材料：",
        "本人已知悉上述疑點，有權在以下天數內說明情況、提供材料：",
        "I know of the above and may explain it and give documents within (days):",
    ),
    ("政策包", "政策包", "Policy pack"),
    ("社会救助核对结果", "社會救助核對結果", "What the night found"),
    (
        "日报（来源、账目、统计）",
        "日報（來源、賬目、統計）",
        "Daily report (sources, accounts, statistics)",
    ),
    ("全区清单", "全區清單", "District list"),
    ("统计表", "統計表", "Statistics"),
    ("数据字典", "資料字典", "Dictionary"),
    ("各乡镇街道的清单和核查表", "各鄉鎮街道的清單和核查表", "Lists and sheets by town"),
    ("乡镇街道", "鄉鎮街道", "Town"),
    ("清单", "清單", "List"),
    ("核查表", "核查表", "Sheets"),
    ("户数", "戶數", "Cases"),
    ("涉及金额（元）", "涉及金額（元）", "Amount (yuan)"),
    ("今日清单", "今日清單", "The list of the night"),
    ("次序", "次序", "No."),
    ("无", "無", "none"),
    (
        "今日没有列入清单的工单。",
        "今日沒有列入清單的工單。",
        "No case is on the list of the night.",
    ),
    ("列入清单（户）", "列入清單（戶）", "Cases on the lists"),
    ("线下备查（户）", "線下備查（戶）", "Cases below the line"),
    ("疑点与线索", "疑點與線索", "Flags"),
    ("其中救助遗漏", "其中救助遺漏", "of them missed"),
    ("按正当情形排除", "按正當情形排除", "Excused"),
    ("逾期（户）", "逾期（戶）", "Overdue cases"),
    ("疑点与线索：大类与优先级", "疑點與線索：大類與優先級", "Flags by family and severity"),
    (
        "蓝色的多为来源之间写法不一，由分析人员处理，不列入清单。",
        "藍色的多為來源之間寫法不一，由分析人員處理，不列入清單。",
        "Blue ones are mostly spellings that differ between sources; they are for analysts and on no list.",
    ),
    ("红、橙疑点：乡镇街道", "紅、橙疑點：鄉鎮街道", "Red and orange flags by town"),
    ("重复救助", "重複救助", "Duplicate"),
    ("多头救助", "多頭救助", "Multi-source"),
    ("救助遗漏", "救助遺漏", "Missed"),
    ("资格疑点", "資格疑點", "Eligibility"),
    ("资金疑点", "資金疑點", "Money"),
    ("数据疑点", "資料疑點", "Data"),
    ("红", "紅", "red"),
    ("橙", "橙", "orange"),
    ("黄", "黃", "yellow"),
    ("蓝", "藍", "blue"),
    ("确认", "確認", "confirmed"),
    ("高度疑似", "高度疑似", "probable"),
    ("疑似", "疑似", "possible"),
    ("首次", "首次", "first"),
    ("户主", "戶主", "head"),
    ("配偶", "配偶", "spouse"),
    ("子", "子", "son"),
    ("父亲", "父親", "father"),
    ("母亲", "母親", "mother"),
];
