//! The text of a mapping: the shipped one with what was found in the file, each guess with its reason.

use std::fmt::Write;

use super::StartedSource;
use super::delivered::Delivered;
use super::guess::{Found, Guess, Known, PERSON};
use super::template::Template;

/// A mapping, and what it maps.
pub(super) fn render(
    id: &str,
    pattern: &str,
    file: &Delivered,
    guess: &Guess<'_>,
) -> (String, StartedSource) {
    let (text, like, mapped) = match guess {
        Guess::Like { template, columns, others } => {
            let text = like(id, pattern, file, template, columns, others);
            let in_vain = file.headers.len() - others.len();
            (text, Some(template.id.clone()), in_vain)
        }
        Guess::People { columns } => {
            (people(id, pattern, file, columns), None, fields(columns).len())
        }
    };
    let started = StartedSource {
        id: id.to_owned(),
        file: pattern.to_owned(),
        like,
        headers: file.headers.len(),
        mapped,
    };
    (text, started)
}

fn like(
    id: &str,
    pattern: &str,
    file: &Delivered,
    template: &Template,
    columns: &[Option<Found<'_>>],
    others: &[Known<'_>],
) -> String {
    let mut text = format!(
        "# Guessed from the headers of {}, which are most like those of the shipped source\n\
         # `{}` ({}). Confirm what follows, above all whose the file is and what an amount counts.\n\n",
        file.path, template.id, template.title
    );
    let mut found = columns.iter();
    let has_sheets = template.text.contains("\nsheets = ");
    for paragraph in template.text.trim_end().split("\n\n") {
        let paragraph = if paragraph.contains("[[column]]") {
            let found = found.next().expect("a test counts one column in a paragraph");
            column(paragraph, found.as_ref())
        } else {
            let mut own = replaced_line(paragraph, "id = ", id);
            own = replaced_line(&own, "file = ", pattern);
            if own.contains("[ingest]") && file.several && !has_sheets {
                own.push_str("\n# The file holds several tables, each with its own header.\nsheets = \"all\"");
            }
            own
        };
        text.push_str(&paragraph);
        text.push_str("\n\n");
        if paragraph.contains("[ingest]") {
            text.push_str(&not_mapped(others));
        }
    }
    text.trim_end().to_owned() + "\n"
}

/// The paragraph with the value of a line that begins so replaced, where `[source]` or `[ingest]` has one.
fn replaced_line(paragraph: &str, beginning: &str, value: &str) -> String {
    let has_it = ["[source]", "[ingest]"].iter().any(|table| paragraph.contains(table));
    let line = |line: &str| {
        if has_it && line.starts_with(beginning) {
            format!("{beginning}{}", quoted(value))
        } else {
            line.to_owned()
        }
    };
    paragraph.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A column of the shipped mapping with why it was found, and under the header it was found by.
fn column(paragraph: &str, found: Option<&Found<'_>>) -> String {
    let reason = match found {
        None => "# Not in this file; read by these headers once it is delivered.".to_owned(),
        Some(Found { header, by: None }) => {
            format!("# Guessed: `{}` is a header that this mapping ships with.", comment(header))
        }
        Some(Found { header, by: Some(source) }) => format!(
            "# Guessed: source `{source}` reads `{}` as this field; confirm that it means the same.",
            comment(header)
        ),
    };
    let line = |line: &str| match (found, line.strip_prefix("headers = [")) {
        (Some(Found { header, by: Some(_) }), Some(rest)) => {
            format!("headers = [{}, {rest}", quoted(header))
        }
        _ => line.to_owned(),
    };
    let lines: Vec<String> = std::iter::once(reason).chain(paragraph.lines().map(line)).collect();
    lines.join("\n")
}

/// The headers that no column is mapped to, as comments to be taken up or listed as unused.
fn not_mapped(others: &[Known<'_>]) -> String {
    if others.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "# Headers of this file that nothing is mapped to. Each is told in the run's warnings until it is\n\
         # mapped, or listed in `unused` above.\n",
    );
    for known in others {
        let header = comment(&known.header);
        match known.meaning {
            None => writeln!(text, "#   {header}"),
            Some(meaning) => writeln!(
                text,
                "#   {header}: in source `{}` it is the field `{}`, value = {{ kind = \"{}\" }}",
                meaning.source, meaning.field, meaning.kind
            ),
        }
        .expect("a string takes any text");
    }
    text + "\n"
}

/// The columns that tell people apart, the first of each field.
fn fields<'k>(columns: &'k [Known<'_>]) -> Vec<(&'static str, &'static str, &'k Known<'k>)> {
    let find = |(field, kind): &(&'static str, &'static str)| {
        let known = columns.iter().find(|known| known.of_person() == Some(field))?;
        Some((*field, *kind, known))
    };
    PERSON.iter().filter_map(find).collect()
}

/// A mapping of people without facts.
fn people(id: &str, pattern: &str, file: &Delivered, columns: &[Known<'_>]) -> String {
    let fields = fields(columns);
    let is_mapped = |known: &Known<'_>| fields.iter().any(|(.., own)| own.header == known.header);
    let agency = file.path.split('/').next().filter(|_| file.path.contains('/'));
    let agency = agency.unwrap_or("unknown");
    let mut text = format!(
        "# {} is like no shipped source. Only the people in it are read; add awards, payments or\n\
         # circumstances, as the shipped sources show, once it is clear what a row says.\n\n\
         [source]\nid = {}\nagency = {}\nagency_name = {}\ntitle = {}\n\
         # Lists each person at most once, so two of its rows are two people.\nroster = false\n\
         # A night without a required source stops.\nrequired = false\n\n\
         [ingest]\nfile = {}\n",
        file.path,
        quoted(id),
        quoted(agency),
        quoted(agency),
        quoted(&file.path),
        quoted(pattern)
    );
    if file.several {
        text.push_str(
            "# The file holds several tables, each with its own header.\nsheets = \"all\"\n",
        );
    }
    text.push('\n');
    let others: Vec<Known<'_>> = columns
        .iter()
        .filter(|known| !is_mapped(known))
        .map(|known| Known { header: known.header.clone(), meaning: known.meaning })
        .collect();
    text.push_str(&not_mapped(&others));
    for (field, kind, known) in &fields {
        let source = known.meaning.map_or("", |meaning| meaning.source);
        let header = &known.header;
        write!(
            text,
            "# Guessed: source `{source}` reads `{}` as this field; confirm that it means the same.\n\
             [[column]]\nfield = \"{field}\"\nheaders = [{}]\nvalue = {{ kind = \"{kind}\" }}\n\n",
            comment(header),
            quoted(header)
        )
        .expect("a string takes any text");
    }
    text.push_str("[[mention]]\nid = \"person\"\nrole = \"member\"\n");
    for (field, ..) in &fields {
        writeln!(text, "{field} = \"{field}\"").expect("a string takes any text");
    }
    text
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A header on one line.
fn comment(header: &str) -> String {
    header.split_whitespace().collect::<Vec<_>>().join(" ")
}
