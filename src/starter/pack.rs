//! The night's file and the policy pack of a new centre: the shipped ones, with what is local left open.

use super::delivered::Night;
use super::shipped::NIGHTLY;

/// The keys of `[night]` that name a place, with the place in a new folder.
const PLACES: [(&str, &str); 5] = [
    ("runs", "runs"),
    ("divisions", "divisions.csv"),
    ("policy", "policy/local"),
    ("decisions", "decisions/ledger.jsonl"),
    ("pseudonym_key", "keys/pseudonym.key"),
];

/// The pipeline's own file.
pub(super) fn nightly(ids: &[&str], night: Option<&Night>) -> String {
    let (_, body) = NIGHTLY.split_once("[night]\n").expect("the shipped file has a night");
    let (settings, rest) = body.split_once("sources = [\n").expect("and lists its sources");
    let (_, every) = rest.split_once("]\n").expect("to the end of the list");
    let mut text = String::from(
        "# The night of this centre: which deliveries are read, by which mappings and policy, and where\n\
         # the run is published. Paths are relative to this file. `hedui check nightly.toml` names every\n\
         # fault.\n#\n\
         # To do: confirm each guess in sources/*.toml; list towns and villages in divisions.csv (code,\n\
         # name, other names with `;` between); go through policy/local, whose values are all 未核实; keep\n\
         # keys/ apart from the runs and out of any copy.\n\n[night]\n",
    );
    let deliveries = night.map_or_else(
        || "deliveries".to_owned(),
        |night| night.deliveries.to_string_lossy().into_owned(),
    );
    let is_dated = night.is_none_or(|night| night.day.is_some());
    for line in settings.lines() {
        let key = line.split(" = ").next().unwrap_or_default();
        let place = PLACES.iter().find(|(name, _)| *name == key);
        let own = match (key, place) {
            ("deliveries", _) if is_dated => format!("deliveries = {}", quoted(&deliveries)),
            ("deliveries", _) => format!("deliveries = {}\ndated = false", quoted(&deliveries)),
            ("max_snapshot_age_days", _) if !is_dated => "max_snapshot_age_days = 0".to_owned(),
            (_, Some((name, place))) => format!("{name} = {}", quoted(place)),
            _ if line.starts_with("# 64 hexadecimal") => {
                "# 64 hexadecimal digits that turn identity numbers into pseudonyms, drawn for this\n\
                 # centre alone. Lost, ids no longer join across nights; known, they can be turned back."
                    .to_owned()
            }
            _ if line.starts_with("# the demonstration only") => continue,
            _ => line.to_owned(),
        };
        text.push_str(&own);
        text.push('\n');
    }
    text.push_str("sources = [\n");
    for id in ids {
        let file = quoted(&format!("sources/{id}.toml"));
        text.extend(["    ", &file, ",\n"]);
    }
    text.push_str("]\n");
    text + every
}

/// A file of the policy pack, and how many of its rules or needs are left as comments.
pub(super) fn policy(name: &str, text: &str, ids: &[&str]) -> (String, usize) {
    match name {
        "parameters.toml" => (parameters(text), 0),
        "schemes.toml" => (text.to_owned(), 0),
        "statistics.toml" => without_sources(text, "[[need]]", ids),
        _ => without_sources(text, "[[rule]]", ids),
    }
}

/// The parameters, each value of which nobody here has checked; the district's own code is left open.
fn parameters(text: &str) -> String {
    let head = "# 以下数值抄自随程序附带的示例，均未核实：逐项对照当地文件改正，并在 basis 写明文件和条款。\n\
                # 本区区划代码（own_district）须自行填写，填写前用到它的规则停用。\n#\n";
    let mut own = String::from(head);
    let mut is_district = false;
    for line in text.lines() {
        if line == "[[parameter]]" {
            is_district = false;
        }
        is_district |= line == "name = \"own_district\"";
        let is_value = is_district
            && ["[[parameter.values]]", "effective_from", "value", "basis"]
                .iter()
                .any(|key| line.starts_with(key));
        let line = match line {
            _ if is_value && line.starts_with("value") => "value = \"六位区划代码\"",
            _ if line.starts_with("basis = ") => "basis = \"未核实\"",
            _ => line,
        };
        if is_value {
            own.push_str("# ");
        }
        own.push_str(line);
        own.push('\n');
    }
    own
}

/// A file with what depends on sources that are not there turned into comments.
fn without_sources(text: &str, table: &str, ids: &[&str]) -> (String, usize) {
    let (mut own, mut left) = (String::new(), 0);
    for (at, part) in text.split(&format!("{table}\n")).enumerate() {
        if at == 0 {
            own.push_str(part);
            continue;
        }
        let lacking = lacking(part, ids);
        if lacking.is_empty() {
            own.extend([table, "\n", part]);
            continue;
        }
        left += 1;
        own.extend(["# 缺少来源 ", &lacking.join("、"), "，登记后去掉以下各行行首的 #。\n"]);
        for line in std::iter::once(table).chain(part.trim_end().lines()) {
            own.push_str(format!("# {line}").trim_end());
            own.push('\n');
        }
        own.push('\n');
    }
    (own, left)
}

/// The sources that a rule or need depends on and the pipeline lacks.
fn lacking(part: &str, ids: &[&str]) -> Vec<String> {
    let line = part.lines().find_map(|line| line.strip_prefix("depends_on = "));
    let list = line.and_then(|list| format!("list = {list}").parse::<toml::Table>().ok());
    let list = list.as_ref().and_then(|table| table["list"].as_array());
    let all = list.map(Vec::as_slice).unwrap_or_default().iter().filter_map(toml::Value::as_str);
    all.filter(|id| !ids.contains(id)).map(str::to_owned).collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
