//! What an editor shows where somebody points: a finding, and what is known of what stands there. Markdown without tags:
//! editors show those as they are.

use std::fmt::Write;

use smol_str::SmolStr;

use super::Finding;
use crate::{
    schema::{DefaultValue, IndexKind, ReferentialAction},
    workspace::{
        ColumnDescription, Description, EnumDescription, ForeignKeyDescription, IndexDescription, TableDescription,
    },
};

/// The most indexes, foreign keys, values or columns of one kind that are shown: nobody reads more in a bubble.
const MOST: usize = 12;

/// A finding: what is wrong, why, what to do, and where more of it is written.
pub fn finding(finding: &Finding) -> String {
    let severity = finding.severity.name();
    let mut out = format!("**{severity}**: {}\n", words(&finding.message));
    if let Some(note) = &finding.note {
        let _ = writeln!(out, "\n{}", words(note));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "\n**What to do:** {}", words(help));
    }
    out.push_str(if finding.steps.is_empty() { "" } else { "\n" });
    for (number, step) in finding.steps.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", number + 1, words(step));
    }
    if let Some(proof) = &finding.proof {
        let _ = writeln!(out, "\nSafe where this answers 0, or no row:\n{}", super::markdown::fenced(proof));
    }
    let _ = write!(out, "\n[{}]({})\n", finding.rule, finding.url);
    out
}

/// What is known of something of a database.
pub fn description(description: &Description) -> String {
    let mut page = Page { out: String::new(), ends_in_list: false };
    match description {
        Description::Table(table) => page.table(table),
        Description::View(name) => page.line(&format!("view {}", strong(name))),
        Description::Column(column) => page.column(column),
        Description::Index(index) => {
            page.line(&format!("{} of table {}", index_words(index), code(&index.table)));
        }
        Description::ForeignKey(foreign_key) => page.foreign_key(foreign_key),
        Description::Enum(it) => page.values(it),
    }
    page.out
}

struct Page {
    out: String,
    /// What was written last is a line of a list.
    ends_in_list: bool,
}

impl Page {
    /// A paragraph.
    fn line(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
        self.ends_in_list = false;
    }

    /// A list, cut where nobody reads on.
    fn list(&mut self, lines: impl ExactSizeIterator<Item = String>) {
        let count = lines.len();
        if count == 0 {
            return;
        }
        if !std::mem::replace(&mut self.ends_in_list, true) {
            self.out.push('\n');
        }
        for line in lines.take(MOST) {
            let _ = writeln!(self.out, "- {line}");
        }
        if count > MOST {
            let _ = writeln!(self.out, "- and {} more", count - MOST);
        }
    }

    fn comment(&mut self, comment: Option<&SmolStr>) {
        if let Some(comment) = comment.filter(|it| !it.trim().is_empty()) {
            self.line(&format!("“{}”", plain(comment)));
        }
    }

    fn table(&mut self, table: &TableDescription) {
        let columns = if table.columns == 1 { "1 column".to_owned() } else { format!("{} columns", table.columns) };
        let mut head = format!("table {}, {columns}", strong(&table.name));
        if let Some(model) = table.model.as_ref().filter(|model| **model != table.name) {
            let _ = write!(head, "; model {}", code(model));
        }
        self.line(&head);
        if table.is_hidden {
            self.line("Prisma makes it for a relation of many to many.");
        }
        self.comment(table.comment.as_ref());
        let keys: Vec<_> = table.primary_key.iter().chain(&table.indexes).collect();
        self.list(keys.iter().map(|index| index_words(index)));
        if table.primary_key.is_none() && !table.may_have_more {
            self.line("It has no primary key.");
        }
        self.list(table.foreign_keys.iter().map(foreign_key_words));
        self.list(table.referred_to_by.iter().map(|it| format!("referred to by {}", referring(it))));
        let mut all = table.foreign_keys.iter().chain(&table.referred_to_by);
        if all.any(|it| it.is_emulated) {
            self.line("Prisma's client keeps these relations; the database knows nothing of them.");
        }
        self.unknown(table.may_have_more, "the table");
    }

    fn column(&mut self, column: &ColumnDescription) {
        let name = format!("{}.{}", column.table, column.name);
        let mut head = strong(&name);
        if let Some(ty) = &column.ty {
            let _ = write!(head, " {}", code(ty));
        }
        head.push_str(if column.nullable { " NULL" } else { " NOT NULL" });
        self.line(&head);
        if let Some(field) = column.field.as_ref().filter(|field| **field != name) {
            self.line(&format!("field {}", code(field)));
        }
        self.comment(column.comment.as_ref());
        let default = column.default.as_ref().map(|default| match default {
            DefaultValue::Null => "default NULL".to_owned(),
            DefaultValue::Literal(text) if text.is_empty() => "default: the empty string".to_owned(),
            DefaultValue::Literal(text) | DefaultValue::Expression(text) => format!("default {}", code(text)),
            DefaultValue::CurrentTimestamp => format!("default {}", code("CURRENT_TIMESTAMP")),
        });
        let client_default = column
            .client_default
            .as_ref()
            .map(|it| format!("{} is filled in by Prisma's client; the database has no default for it", code(it)));
        let generated = column.generated.as_ref().map(|(expression, stored)| {
            format!("computed from {}, {}", code(expression), if *stored { "stored" } else { "not stored" })
        });
        let lines = [
            default,
            column.auto_increment.then(|| "counted up by the server".to_owned()),
            column.on_update_now.then(|| "set to the time of each update".to_owned()),
            client_default,
            generated,
            column.collation.as_ref().map(|it| format!("collation {}", code(it))),
        ];
        let lines: Vec<String> = lines.into_iter().flatten().collect();
        self.list(lines.into_iter());
        self.list(column.indexes.iter().map(|(index, place)| {
            let which = match (index.parts.len(), place) {
                (1, _) => "its only column".to_owned(),
                (_, 0) => "its first column".to_owned(),
                (_, place) => format!("column {} of it", place + 1),
            };
            format!("{}: {which}", index_words(index))
        }));
        if column.indexes.is_empty() && !column.may_have_more {
            self.line("No index holds it.");
        }
        self.list(column.foreign_keys.iter().map(|it| {
            let unserved = if it.is_covered || column.may_have_more { "" } else { "; no index looks its rows up" };
            let kept = if it.is_emulated { "; kept by Prisma's client, not by the database" } else { "" };
            format!("{}{kept}{unserved}", foreign_key_words(it))
        }));
        self.list(column.referred_to_by.iter().map(|it| format!("referred to by {}", referring(it))));
        self.unknown(column.may_have_more, "its table");
    }

    fn foreign_key(&mut self, it: &ForeignKeyDescription) {
        self.line(&foreign_key_words(it));
        self.line(if it.is_emulated {
            "Prisma's client keeps it; the database knows nothing of it."
        } else {
            "The database keeps it."
        });
        if !it.is_covered {
            self.line("No index that is known looks its rows up.");
        }
    }

    fn values(&mut self, it: &EnumDescription) {
        let mut head = format!("enum {}", strong(&it.name));
        if let Some(type_name) = it.type_name.as_ref().filter(|name| **name != it.name) {
            let _ = write!(head, ", type {}", code(type_name));
        }
        self.line(&head);
        if let Some((name, value)) = it.value.as_ref().and_then(|value| it.values.iter().find(|(_, it)| it == value)) {
            self.line(&if name == value {
                format!("value {}", code(value))
            } else {
                format!("value {}, {} in the database", code(name), code(value))
            });
        }
        let value = |(name, value): &(SmolStr, SmolStr)| {
            if name == value { code(value) } else { format!("{} ({})", code(name), code(value)) }
        };
        let mut values: Vec<String> = it.values.iter().take(MOST).map(value).collect();
        if it.values.len() > MOST {
            values.push(format!("and {} more", it.values.len() - MOST));
        }
        if !values.is_empty() {
            self.line(&format!("values: {}", values.join(", ")));
        }
        self.list(it.columns.iter().map(|(table, column)| format!("held by {}", code(&format!("{table}.{column}")))));
    }

    fn unknown(&mut self, may_have_more: bool, of: &str) {
        if may_have_more {
            self.line(&format!("Not all that was said of {of} was understood: there may be more."));
        }
    }
}

fn index_words(index: &IndexDescription) -> String {
    let kind = match index.kind {
        IndexKind::Primary => "primary key",
        IndexKind::Unique => "unique key",
        IndexKind::Plain => "index",
        IndexKind::FullText => "full-text index",
        IndexKind::Spatial => "spatial index",
    };
    let name = if index.kind == IndexKind::Primary { String::new() } else { format!(" {}", code(&index.name)) };
    let implicit = if index.implicit { ", made by the server for a foreign key" } else { "" };
    let invisible = if index.visible { "" } else { ", invisible" };
    format!("{kind}{name} {}{implicit}{invisible}", code(&format!("({})", index.parts.join(", "))))
}

fn foreign_key_words(it: &ForeignKeyDescription) -> String {
    let name = match (&it.name, &it.relation) {
        (Some(name), _) => format!(" {}", code(name)),
        (None, Some(relation)) => format!(" of {}", code(relation)),
        (None, None) => String::new(),
    };
    let to = if it.referenced_columns.is_empty() {
        code(&it.referenced_table)
    } else {
        code(&columns(&it.referenced_table, &it.referenced_columns))
    };
    let from = code(&columns(&it.table, &it.columns));
    format!("foreign key{name}: {from} → {to}, on delete {}, on update {}", action(it.on_delete), action(it.on_update))
}

fn referring(it: &ForeignKeyDescription) -> String {
    code(&columns(&it.table, &it.columns))
}

/// `posts.author_id`, `posts (tenant_id, author_id)`
fn columns(table: &str, columns: &[SmolStr]) -> String {
    match columns {
        [one] => format!("{table}.{one}"),
        many => format!("{table} ({})", many.join(", ")),
    }
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::NoAction => "no action",
        ReferentialAction::SetNull => "set null",
        ReferentialAction::SetDefault => "set default",
    }
}

/// The name of what is described.
fn strong(name: &str) -> String {
    format!("**{}**", code(name))
}

/// Code, on one line, that nothing in it closes.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return "(nothing)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    if longest == 0 {
        return format!("`{text}`");
    }
    let quotes = "`".repeat(longest + 1);
    format!("{quotes} {text} {quotes}")
}

/// Words of a finding: what they have between back-ticks is code. Where a name has back-ticks of its own, none of it is.
fn words(text: &str) -> String {
    if text.bytes().filter(|byte| *byte == b'`').count() % 2 == 1 {
        return plain(text);
    }
    let parts = text.split('`').enumerate();
    parts.map(|(nth, part)| if nth % 2 == 1 { code(part) } else { plain(part) }).collect()
}

/// Words that mean nothing in Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '!' | '&' => {
                out.push('\\');
                out.push(c);
            }
            // A bare address would be a link.
            ':' => out.push_str("\\:"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{code, plain, words};

    #[test]
    fn names_of_others_stay_names() {
        assert_eq!(code("users.name"), "`users.name`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a``\r\nb"), "``` a`` b ```");
        assert_eq!(code(" \n"), "(nothing)");
        assert_eq!(plain("![x](https://evil.example) *b* <b>"), "\\!\\[x\\](https\\://evil.example) \\*b\\* \\<b\\>");
        assert_eq!(words("add `@@index([a])` to User_1"), "add `@@index([a])` to User\\_1");
        assert_eq!(words("`a` odd ` one"), "\\`a\\` odd \\` one");
    }
}
