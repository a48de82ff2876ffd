//! Changes of one clause in a table as a server prints it: a comparison that misses one is blind to it.
//!
//! A server prints one element a line, which makes it easy: no reader of ours has a say in what is changed.

/// A table with one clause changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// What was done.
    pub what: &'static str,
    /// The text of the table.
    pub text: String,
    /// What a comparison must tell, and nothing else: kind, entity and aspect.
    pub told: &'static str,
}

/// All changes of one clause each of a `CREATE TABLE`.
pub fn mutants(table: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = table.lines().collect();
    let Some(end) = lines.iter().position(|line| line.starts_with(')')) else { return Vec::new() };
    let elements = &lines[1..end];
    let mut mutants = Vec::new();
    for (at, line) in elements.iter().enumerate() {
        let element = line.trim().trim_end_matches(',');
        let mut push = |what, told, new: Option<String>| {
            mutants.push(Mutant { what, told, text: with_element(&lines, at + 1, end, new) });
        };
        if element.starts_with('`') {
            // The columns of a primary key are NOT NULL, said or not.
            let is_primary =
                elements.iter().any(|it| it.trim().starts_with("PRIMARY KEY") && it.contains(name_of(element)));
            for (what, told, new) in of_column(element) {
                if !(is_primary && told == "alter column nullability") {
                    push(what, told, Some(new));
                }
            }
            if !is_used(elements, at, name_of(element))
                && elements.iter().filter(|it| it.trim().starts_with('`')).count() > 1
            {
                push("a column is gone", "drop column", None);
            }
        } else {
            let is_needed = !element.starts_with("CONSTRAINT") && elements.iter().any(|it| it.contains("FOREIGN KEY"));
            let counts = element.starts_with("PRIMARY") || elements.iter().any(|it| it.contains("AUTO_INCREMENT"));
            for (what, told, new) in of_key(element) {
                if !(is_needed && told.contains("index") && told.starts_with("alter")) {
                    push(what, told, Some(new));
                }
            }
            // Of two that tie the same columns together, either may be the one that is left.
            let columns = element.split(" FOREIGN KEY ").nth(1).and_then(|it| it.split(')').next());
            let is_one_of_two = columns.is_some_and(|of| elements.iter().filter(|it| it.contains(of)).count() > 1);
            if !is_needed && !counts && !is_one_of_two {
                let told = if element.contains("FOREIGN KEY") {
                    "drop foreign_key"
                } else if element.contains(" CHECK (") {
                    "drop check"
                } else {
                    "drop index"
                };
                push("a key is gone", told, None);
            }
        }
    }
    if let [first, second, ..] = elements
        && [first, second].iter().all(|line| line.trim().starts_with('`'))
    {
        let mut moved: Vec<String> = elements.iter().map(|it| it.trim_end_matches(',').to_owned()).collect();
        moved.swap(0, 1);
        let text = format!("{}\n{}\n{}", lines[0], moved.join(",\n"), lines[end..].join("\n"));
        mutants.push(Mutant { what: "two columns change places", told: "alter table order", text });
    }
    let with_tail = |tail: String| format!("{}\n{tail}", lines[..end].join("\n"));
    let tail = lines[end..].join("\n");
    for (what, told, new) in of_table(&tail, elements) {
        mutants.push(Mutant { what, told, text: with_tail(new) });
    }
    mutants
}

/// All changes of one clause each of a view, as a dump prints it on a line.
pub fn mutants_of_view(view: &str) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut replace = |what, old: &str, new: &str| {
        if view.contains(old) {
            mutants.push(Mutant { what, text: view.replacen(old, new, 1), told: "alter view" });
        }
    };
    // A query that names its columns before gives those of its parts no names.
    if !view.contains("` AS with recursive ") {
        replace("a column has another name", " AS `", " AS `zz_");
    }
    replace("a condition is another", " where ", " where 1 = 0 and ");
    replace("rows are sorted otherwise", " order by ", " order by 7 + 7,");
    replace("groups are others", " group by ", " group by 7 + 7,");
    replace("a join keeps rows", " join `", " left join `");
    replace("a join drops rows", " left join `", " join `");
    replace("all of several are shown", " union all ", " union ");
    replace("all of several are shown", " union select ", " union all select ");
    replace("a function is another", "count(", "sum(");
    replace("the server makes a table of it", "ALGORITHM=UNDEFINED", "ALGORITHM=TEMPTABLE");
    replace("others may ask it", "SQL SECURITY INVOKER", "SQL SECURITY DEFINER");
    if !view.contains("select distinct ") {
        replace("each row is shown once", "select ", "select distinct ");
    }
    if !view.contains(" limit ") && !view.contains("CHECK OPTION") {
        replace("some rows are shown", " */;", " limit 7 */;");
    }
    mutants
}

/// The table with another element in a place, or none.
fn with_element(lines: &[&str], place: usize, end: usize, new: Option<String>) -> String {
    let mut elements: Vec<String> = lines[1..end].iter().map(|it| it.trim_end_matches(',').to_owned()).collect();
    match new {
        Some(new) => elements[place - 1] = format!("  {new}"),
        None => {
            elements.remove(place - 1);
        }
    }
    format!("{}\n{}\n{}", lines[0], elements.join(",\n"), lines[end..].join("\n"))
}

/// The name of a column with its quotes.
fn name_of(element: &str) -> &str {
    let mut from = 1;
    while let Some(at) = element[from..].find('`') {
        from += at + 1;
        if element[from..].starts_with('`') {
            from += 1;
        } else {
            return &element[..from];
        }
    }
    element
}

/// Whether another element names a column.
fn is_used(elements: &[&str], at: usize, name: &str) -> bool {
    elements.iter().enumerate().any(|(other, line)| other != at && line.contains(name))
}

type Change = (&'static str, &'static str, String);

/// Where the words of a column begin whose place is the last: what is written before them stands before.
fn before_check(element: &str) -> (&str, &str) {
    match element.rfind(" CHECK (") {
        Some(at) if element.ends_with(')') => element.split_at(at),
        _ => (element, ""),
    }
}

fn of_column(element: &str) -> Vec<Change> {
    let (body, check) = before_check(element);
    let name = name_of(element);
    let rest = &body[name.len()..];
    // What stands in quotes is no clause.
    let clauses = rest.split(" COMMENT '").next().unwrap_or(rest);
    let is_generated = clauses.contains(" GENERATED ALWAYS AS ");
    let counts = clauses.contains(" AUTO_INCREMENT");
    let mut all: Vec<Change> = Vec::new();
    let mut replace = |what, told, old: &str, new: &str| {
        if clauses.contains(old) {
            all.push((what, told, format!("{name}{}{check}", rest.replacen(old, new, 1))));
        }
    };
    let ty = rest.split_whitespace().next().unwrap_or_default();
    match ty {
        _ if is_generated || counts => {}
        "int(11)" => replace("a type grows", "alter column type", " int(11)", " bigint(20)"),
        "bigint(20)" => replace("a type shrinks", "alter column type", " bigint(20)", " int(11)"),
        "datetime" => replace("a type has digits", "alter column type", " datetime", " datetime(3)"),
        _ => {
            let number =
                ty.strip_prefix("varchar(").and_then(|it| it.strip_suffix(')')).and_then(|it| it.parse::<u32>().ok());
            if let Some(number) = number {
                replace("a text grows", "alter column type", &format!(" {ty}"), &format!(" varchar({})", number + 1));
            }
            if ty.starts_with("enum('") && !ty.contains("zz") {
                replace("an enum has one value more", "alter column type", " enum('", " enum('zz','");
            }
        }
    }
    if !is_generated && !counts {
        replace("NULL is allowed", "alter column nullability", " NOT NULL", " NULL");
        if clauses.contains(" DEFAULT NULL") && !clauses.contains(" INVISIBLE") {
            replace("NULL is refused", "alter column nullability", " DEFAULT NULL", " NOT NULL");
            if ty == "int(11)" {
                replace("a default comes", "alter column default", " DEFAULT NULL", " DEFAULT 77");
            }
        }
        if let Some(old) =
            clauses.split_once(" DEFAULT '").and_then(|(_, rest)| rest.split_once('\'')).map(|(old, _)| old)
            && clauses.contains(" NOT NULL")
        {
            replace("a default goes", "alter column default", &format!(" DEFAULT '{old}'"), "");
        }
        replace("a default is another time", "alter column default", " DEFAULT current_timestamp() ON", " ON");
        replace("an update leaves the time", "alter column on_update", " ON UPDATE current_timestamp()", "");
        replace(
            "a collation is another",
            "alter column collation",
            " COLLATE utf8mb4_bin",
            " COLLATE utf8mb4_unicode_ci",
        );
        replace(
            "a collation is another",
            "alter column collation",
            " COLLATE utf8mb4_unicode_ci",
            " COLLATE utf8mb4_bin",
        );
    }
    replace("a column is shown", "alter column visibility", " INVISIBLE", "");
    replace("a value is kept", "alter column generated", " VIRTUAL", " STORED");
    replace("a value is computed", "alter column generated", " STORED", " VIRTUAL");
    replace(
        "an expression is another",
        "alter column generated",
        " GENERATED ALWAYS AS (",
        " GENERATED ALWAYS AS (1 + ",
    );
    let comment = if rest.contains(" COMMENT '") {
        rest.replacen(" COMMENT '", " COMMENT 'zz ", 1)
    } else {
        format!("{rest} COMMENT 'zz'")
    };
    all.push(("a comment is another", "alter column comment", format!("{name}{comment}{check}")));
    if check.is_empty() && !is_generated && !counts {
        all.push(("a check comes", "create check", format!("{name}{rest} CHECK ({name} is not null)")));
    } else if !check.is_empty() && !check.contains("json_valid") {
        all.push(("a check goes", "drop check", format!("{name}{rest}")));
        let other = check.replacen(" CHECK (", " CHECK (1 = 1 and (", 1);
        all.push(("a check is another", "alter check", format!("{name}{rest}{other})")));
    }
    all
}

fn of_key(element: &str) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    if let Some(rest) = element.strip_prefix("KEY ") {
        all.push(("a key becomes unique", "alter index", format!("UNIQUE KEY {rest}")));
    }
    if let Some(rest) = element.strip_prefix("UNIQUE KEY ") {
        all.push(("a key is unique no more", "alter index", format!("KEY {rest}")));
    }
    if element.starts_with("KEY ") || element.starts_with("UNIQUE KEY ") {
        let renamed = element.replacen(" `", " `zz_", 1);
        all.push(("a key has another name", "rename index", renamed));
        if !element.contains(" COMMENT ") {
            all.push(("a key has a comment", "alter index", format!("{element} COMMENT 'zz'")));
        }
        if element.ends_with("`)") {
            let turned = element.strip_suffix(')').unwrap_or(element);
            all.push(("a key is turned round", "alter index", format!("{turned} DESC)")));
            all.push(("a key is not used", "alter index", format!("{element} IGNORED")));
        }
    }
    if element.contains(" FOREIGN KEY ") {
        let other = if element.contains(" ON DELETE CASCADE") {
            Some(element.replacen(" ON DELETE CASCADE", "", 1))
        } else if element.contains(" ON DELETE ") {
            None
        } else {
            let at = element.find(" ON UPDATE").unwrap_or(element.len());
            Some(format!("{} ON DELETE CASCADE{}", &element[..at], &element[at..]))
        };
        all.extend(other.map(|text| ("an action is another", "alter foreign_key", text)));
        all.push((
            "a foreign key has another name",
            "rename foreign_key",
            element.replacen("CONSTRAINT `", "CONSTRAINT `zz_", 1),
        ));
    }
    if let Some(at) = element.find(" CHECK (").filter(|_| element.starts_with("CONSTRAINT")) {
        let (head, check) = element.split_at(at);
        let is_counted = head.contains("`CONSTRAINT_") || head.contains("_chk_");
        let expression = check.strip_prefix(" CHECK (").and_then(|it| it.strip_suffix(')')).unwrap_or_default();
        if !is_counted {
            all.push(("a check is another", "alter check", format!("{head} CHECK (1 = 1 and ({expression}))")));
            all.push((
                "a check has another name",
                "rename check",
                element.replacen("CONSTRAINT `", "CONSTRAINT `zz_", 1),
            ));
        }
    }
    all
}

fn of_table(tail: &str, elements: &[&str]) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    let options = tail.lines().next().unwrap_or_default();
    let mut replace = |what, told, old: &str, new: &str| {
        if tail.contains(old) {
            all.push((what, told, tail.replacen(old, new, 1)));
        }
    };
    if !tail.contains("PARTITION BY") {
        replace("an engine is another", "alter table options", "ENGINE=InnoDB", "ENGINE=Aria");
    }
    if options.contains(" COMMENT='") {
        replace("a comment is another", "alter table options", " COMMENT='", " COMMENT='zz ");
    } else {
        replace("a comment comes", "alter table options", "ENGINE=InnoDB", "ENGINE=InnoDB COMMENT='zz'");
    }
    if !options.contains("ROW_FORMAT") {
        replace(
            "rows are stored otherwise",
            "alter table options",
            "ENGINE=InnoDB",
            "ENGINE=InnoDB ROW_FORMAT=COMPACT",
        );
    }
    let has_text = elements.iter().any(|it| ["char", "text", "enum(", "set("].iter().any(|word| it.contains(word)));
    if !has_text {
        replace("a collation is another", "alter table options", "COLLATE=utf8mb4_general_ci", "COLLATE=utf8mb4_bin");
    }
    if !tail.contains("PARTITION BY") && !elements.iter().any(|it| it.contains("KEY ")) {
        let parted = tail.trim_end_matches(';');
        all.push((
            "rows are parted",
            "alter table partitioning",
            format!("{parted}\n PARTITION BY KEY () PARTITIONS 2;"),
        ));
    }
    let mut replace = |what, told, old: &str, new: &str| {
        if tail.contains(old) {
            all.push((what, told, tail.replacen(old, new, 1)));
        }
    };
    replace("there is one partition more", "alter table partitioning", "\nPARTITIONS ", "\nPARTITIONS 1");
    replace("there are more partitions", "alter table partitioning", " PARTITIONS ", " PARTITIONS 1");
    replace("a bound is another", "alter table partitioning", "VALUES LESS THAN (", "VALUES LESS THAN (1 + ");
    replace("a list has one value more", "alter table partitioning", "VALUES IN (", "VALUES IN (987,");
    replace("a partition has another name", "alter table partitioning", "(PARTITION `", "(PARTITION `zz_");
    replace("rows are not parted by lines", "alter table partitioning", "PARTITION BY LINEAR ", "PARTITION BY ");
    if let Some(at) = tail.find("PARTITION BY ") {
        all.push(("rows are parted no more", "alter table partitioning", format!("{};", tail[..at].trim_end())));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::mutants;

    #[test]
    fn each_mutant_is_another_text() {
        let table = "CREATE TABLE `t` (\n  `id` int(11) NOT NULL,\n  `a` varchar(9) DEFAULT NULL COMMENT 'it''s',\n  PRIMARY KEY (`id`),\n  \
                     KEY `a` (`a`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;";
        let all = mutants(table);
        assert!(all.len() > 12, "{all:#?}");
        assert!(all.iter().all(|it| it.text != table && it.text.starts_with("CREATE TABLE `t` (\n")));
        assert!(
            all.iter().any(|it| it.told == "alter column type" && it.text.contains("`a` varchar(10) DEFAULT NULL"))
        );
    }
}
