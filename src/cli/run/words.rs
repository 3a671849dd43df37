//! A run, or what it would be, in words for a terminal.

use std::fmt::{Display, Write};

use crate::cli::aligned::{left, right};
use crate::domain::numerals::share;
use crate::domain::{Family, Language, Severity, SourceDrift};
use crate::pipeline::{ModelDrift, Rehearsal, RunSummary, SourceCount, Stage, StageTiming};

/// The summary of a run.
pub(in crate::cli) fn of_run(summary: &RunSummary, language: Language) -> String {
    let mut text = Lines { text: String::new(), language };
    text.sources(&summary.sources, &summary.drift);
    text.stages(&summary.stages);
    text.found(summary);
    let recall = &summary.recall;
    let (percent, missed) =
        (format!("{:.2}%", recall.recall * 100.0), format!("{:.0}", recall.missed));
    text.filled("分块召回", "估计至多{}的匹配已经比较，约{}对没有", &[&percent, &missed]);
    text.model(summary.model_drift.as_ref());
    text.rules_off(&summary.rules_off);
    text.warnings(summary.warnings.len());
    text.labelled("已发布", &summary.place.display().to_string());
    text.text.trim_end().to_owned()
}

/// What a run would do.
pub(in crate::cli) fn of_rehearsal(rehearsal: &Rehearsal, code: u8, language: Language) -> String {
    let mut text = Lines { text: String::new(), language };
    text.sources(&rehearsal.sources, &rehearsal.drift);
    let place = rehearsal.place.display();
    let fate = if rehearsal.replaces { "将替换{}" } else { "将成为{}" };
    text.filled("运行", fate, &[&place]);
    match rehearsal.follows {
        None => text.filled("接续", "此前没有运行，编号都是新的", &[]),
        Some(day) => text.filled("接续", "人员和家庭沿用{}的编号", &[&day]),
    }
    let model = if rehearsal.has_model {
        "流程自带的模型文件"
    } else {
        "以今晚的数据训练"
    };
    text.filled("模型", model, &[]);
    for agency in &rehearsal.returns_to {
        text.labelled("退回", agency);
    }
    text.rules_off(&rehearsal.rules_off);
    text.warnings(rehearsal.warnings.len());
    text.filled("退出码", "预计为{}；没有写入任何文件", &[&code]);
    text.text.trim_end().to_owned()
}

/// Lines of a label and what it says.
struct Lines {
    text: String,
    language: Language,
}

/// How wide labels are, and columns of figures.
const LABEL: usize = 12;
const FIGURE: usize = 9;

impl Lines {
    fn line(&mut self, words: &str) {
        writeln!(self.text, "{}", words.trim_end()).expect("a string takes any text");
    }

    fn labelled(&mut self, label: &'static str, words: &str) {
        let label = left(self.language.say(label), LABEL);
        self.line(&format!("{label} {words}"));
    }

    fn filled(&mut self, label: &'static str, pattern: &'static str, values: &[&dyn Display]) {
        let words = self.language.fill(pattern, values);
        self.labelled(label, &words);
    }

    fn counted(&mut self, label: &'static str, count: usize, words: &str) {
        self.labelled(label, &format!("{count:>8}  {words}"));
    }

    fn sources(&mut self, sources: &[SourceCount], drift: &SourceDrift) {
        let language = self.language;
        let heads = ["读入行", "采用", "退回", "比例"];
        let heads = heads.map(|head| right(language.say(head), FIGURE)).join(" ");
        self.line(&format!("{} {heads}", left(language.say("来源"), 26)));
        for source in sources {
            let age = match source.age_days {
                0 => String::new(),
                days => language.fill("（{}天前）", &[&days]),
            };
            self.line(&format!(
                "{:<26} {:>FIGURE$} {:>FIGURE$} {:>FIGURE$} {:>FIGURE$}  {} {}{age}",
                source.id,
                source.rows_read,
                source.rows_accepted,
                source.rows_rejected,
                share(source.rows_rejected, source.rows_read),
                source.agency_name,
                source.title
            ));
        }
        self.line("");
        let Some(since) = drift.since else { return };
        let moved = sources.iter().filter_map(|source| {
            let (first, others) = drift.of(&source.id).split_first()?;
            Some((&source.id, first, others.len()))
        });
        let mut any = false;
        for (id, first, others) in moved {
            any = true;
            let further = if others == 0 {
                String::new()
            } else {
                language.fill("；另有{}项", &[&others])
            };
            self.labelled("变动", &format!("{id}: {}{further}", first.text));
        }
        let told = if any {
            "以上与{}的运行相比超出设定；详见 hedui profile"
        } else {
            "与{}的运行相比没有超出设定的变动；详见 hedui profile"
        };
        self.filled("变动", told, &[&since]);
        self.line("");
    }

    fn stages(&mut self, stages: &[StageTiming]) {
        let language = self.language;
        let heads = ["秒", "处理量"].map(|head| right(language.say(head), FIGURE)).join(" ");
        let memory = right(language.say("内存峰值MB"), 16);
        self.line(&format!("{} {heads} {memory}", left(language.say("阶段"), LABEL)));
        for stage in stages {
            let known = Stage::ALL.into_iter().find(|known| known.code() == stage.stage);
            let chinese = known.map(|known| [known.chinese(), known.unit_chinese()]);
            let [name, unit] = chinese
                .map_or([stage.stage.as_str(), stage.unit.as_str()], |words| {
                    words.map(|word| language.say(word))
                });
            self.line(&format!(
                "{} {:>FIGURE$.3} {:>FIGURE$} {} {:>5}",
                left(name, LABEL),
                stage.seconds,
                stage.handled,
                left(unit, 10),
                stage.peak_memory_bytes / 1_000_000
            ));
        }
        self.line("");
    }

    fn found(&mut self, summary: &RunSummary) {
        let language = self.language;
        let from: [&dyn Display; 2] = [&summary.mentions, &summary.identities];
        let from = language.fill("由{}次出现、{}种写法得出", &from);
        self.counted("人员", summary.people, &from);
        for (kind, count) in &summary.households {
            self.counted("家庭", *count, language.say(kind.chinese()));
        }
        self.line("");
        let heads = Severity::ALL.map(|severity| right(language.say(severity.chinese()), 6));
        self.line(&format!("{} {}", left(language.say("疑点"), LABEL), heads.join(" ")));
        for family in Family::ALL {
            let count = |severity: Severity| summary.flags.get(&(family, severity)).unwrap_or(&0);
            let counts = Severity::ALL.map(|severity| format!("{:>6}", count(severity)));
            self.labelled(family.chinese(), &counts.join(" "));
        }
        self.line("");
        if summary.decisions > 0 {
            let settled = language.fill("其中了结今晚的疑点{}个", &[&summary.settled]);
            self.counted("结论", summary.decisions as usize, &settled);
        }
        let listed = language.fill("其中{}户列入清单", &[&summary.listed]);
        self.counted("工单", summary.cases, &listed);
    }

    fn model(&mut self, drift: Option<&ModelDrift>) {
        let Some(drift) = drift else {
            self.filled("模型", "今晚自行训练，无从偏移", &[]);
            return;
        };
        let largest = drift.comparisons.iter().map(|one| (one.largest(), one.name.as_str()));
        let (index, name) =
            largest.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default();
        let pattern = if drift.moved().next().is_some() {
            "{}偏移最大：{}，上限{}；请以 hedui train 重新训练"
        } else {
            "{}偏移最大：{}，上限{}"
        };
        self.filled("模型", pattern, &[&name, &format!("{index:.3}"), &drift.max]);
    }

    fn rules_off(&mut self, rules_off: &[(String, String)]) {
        for (code, reason) in rules_off {
            self.labelled("规则停用", &format!("{code}  {reason}"));
        }
    }

    fn warnings(&mut self, count: usize) {
        if count > 0 {
            self.filled("提示", "{}条，见日志，各附处理办法", &[&count]);
        }
    }
}
