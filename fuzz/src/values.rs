//! Any text as every kind of value: reading it must end, and reading what came of it must give the
//! same again.

use std::sync::LazyLock;

use arrow::array::{Array, StringArray};

use crate::domain::{Day, Divisions, RawRows, Rejects, Schemes, Source};
use crate::normalise::{Column, Mapping, Normaliser};

/// The kinds of value, each as the settings write it.
const KINDS: [(&str, &str); 20] = [
    ("name", "{ kind = \"person_name\" }"),
    ("resident_id", "{ kind = \"resident_id\", excel_damage = true }"),
    ("sex", "{ kind = \"sex\" }"),
    ("birth_date", "{ kind = \"date\" }"),
    ("phone", "{ kind = \"phone\" }"),
    ("account", "{ kind = \"account\" }"),
    ("address", "{ kind = \"address\" }"),
    ("month", "{ kind = \"month\" }"),
    ("term", "{ kind = \"term\" }"),
    ("amount", "{ kind = \"amount\" }"),
    ("wan", "{ kind = \"amount\", unit = \"ten_thousand_yuan\" }"),
    ("document_type", "{ kind = \"document_type\" }"),
    ("written_date", "{ kind = \"written_date\" }"),
    ("division", "{ kind = \"division\" }"),
    ("relation", "{ kind = \"relation\" }"),
    ("yes_no", "{ kind = \"yes_no\" }"),
    ("text", "{ kind = \"text\" }"),
    ("latin", "{ kind = \"latin_text\" }"),
    ("number", "{ kind = \"number\" }"),
    ("scheme", "{ kind = \"scheme\" }"),
];

/// Kinds whose normal form is one of their own forms.
const IDEMPOTENT: [&str; 14] = [
    "name",
    "resident_id",
    "birth_date",
    "phone",
    "account",
    "month",
    "term",
    "amount",
    "division",
    "text",
    "latin",
    "number",
    "written_date",
    "scheme",
];

/// Reads the text as every kind, then what came of it.
pub fn values(text: &str) {
    let once = READER.read(&vec![Some(text.to_owned()); KINDS.len()]);
    let twice = READER.read(&once);
    for (at, (kind, _)) in KINDS.iter().enumerate() {
        if IDEMPOTENT.contains(kind) && once[at].is_some() {
            assert_eq!(once[at], twice[at], "{kind} of {text:?}, read twice");
        }
    }
}

static READER: LazyLock<Reader> = LazyLock::new(Reader::new);

struct Reader {
    normaliser: Normaliser,
}

impl Reader {
    fn new() -> Self {
        let source = Source {
            id: "any".to_owned(),
            agency: "any".to_owned(),
            agency_name: "任一部门".to_owned(),
            title: "任一来源".to_owned(),
            roster: false,
            snapshot: Day(20_000),
            age_days: 0,
        };
        let kinds = KINDS.iter().chain(&[("somebody", "{ kind = \"person_name\" }")]);
        let columns: Vec<Column> = kinds.map(|(field, value)| column(field, value)).collect();
        let normaliser = Normaliser::new(
            &source,
            &columns,
            &mapping(),
            &Divisions::default(),
            &Schemes::default(),
        );
        Self { normaliser: normaliser.expect("the mapping is sound") }
    }

    /// The normal form of each kind's text. A row that says of nobody is read with a name beside it.
    fn read(&self, texts: &[Option<String>]) -> Vec<Option<String>> {
        let mut columns: Vec<StringArray> =
            texts.iter().map(|text| StringArray::from(vec![text.as_deref()])).collect();
        let mut fields: Vec<String> = KINDS.iter().map(|(field, _)| (*field).to_owned()).collect();
        fields.push("somebody".to_owned());
        columns.push(StringArray::from(vec!["王测一"]));
        let rows = RawRows {
            file: "any".to_owned(),
            sheet: None,
            unit: None,
            headers: fields.clone(),
            fields,
            columns,
            lines: vec![1],
            spanned: Vec::new(),
            rows_read: 1,
            rejects: Rejects::empty(),
        };
        let (records, counts) = self.normaliser.normalise(&rows);
        assert_eq!((counts.rows_accepted, records.mentions.len()), (1, 1));
        let value = |name: &str| {
            let column = records.attributes.column(name).expect("every kind is an attribute");
            column.is_valid(0).then(|| column.value(0).to_owned())
        };
        KINDS.iter().map(|(field, _)| value(field)).collect()
    }
}

fn column(field: &str, value: &str) -> Column {
    let text = format!("field = \"{field}\"\nheaders = [\"{field}\"]\nvalue = {value}\n");
    toml::from_str(&text).expect("a column")
}

/// One mention, with every kind as an attribute.
fn mapping() -> Mapping {
    let attributes: Vec<String> =
        KINDS.iter().map(|(field, _)| format!("{field} = \"{field}\"")).collect();
    let text = format!(
        "[[mention]]\nid = \"any\"\nrole = \"recipient\"\nname = \"somebody\"\nattributes = {{ {} }}\n",
        attributes.join(", ")
    );
    toml::from_str(&text).expect("a mapping")
}
