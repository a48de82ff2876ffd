//! Where MySQL, MariaDB and Shoring do not say the same of a text: the exceptions of the tests that ask a MariaDB server, each with
//! its reason. MySQL itself is asked by nobody, so what it does is its manual's word. `docs/mysql-and-mariadb.md` shows them.

type Exceptions = &'static [(&'static str, &'static str)];

/// Rules, or cases of their suites, of which MariaDB does not say what we say, and why.
pub const DIFFERS: Exceptions = &[
    (
        "auto-increment-not-integer: Found: A floating number, since MySQL 8.4",
        "MySQL 8.4 release notes, removed features",
    ),
    (
        "duplicate-constraint: Taken: A check of another table, on MySQL",
        "MySQL manual, \"CHECK Constraints\": of the database",
    ),
    ("dropped-column-in-use: Not needed: In a unique key, on MySQL", "MySQL narrows the key (manual, \"ALTER TABLE\")"),
    ("duplicate-table: Free: A table that nobody judges", "the project asks for silence"),
    ("engine-not-innodb", "Vitess and PlanetScale refuse it, no server does"),
    ("foreign-key-column-count: Found: None are named, on MySQL 9", "the server of the test cannot be MySQL 9"),
    ("foreign-key-column-count: Silent: None are named, on MySQL 9", "MySQL 9.0 release notes: implicit references"),
    ("foreign-key-cycle: Found: On PlanetScale", "Vitess and PlanetScale refuse it, no server does"),
    ("foreign-key-cycle: Found: On Vitess", "Vitess and PlanetScale refuse it, no server does"),
    (
        "foreign-key-not-allowed: Where nothing is refused: A reference",
        "MySQL ignores it (manual, \"FOREIGN KEY Constraints\")",
    ),
    (
        "foreign-key-not-allowed: Where nothing is refused: A comment that says why",
        "the comment silences what would tell it",
    ),
    ("foreign-key-not-allowed: Where nothing is refused: A table that is dropped", "it is not there at the end"),
    ("foreign-key-target-missing: Silent: A single migration", "the table is made by a step that is not here"),
    ("foreign-key-target-missing: Silent: A table of another database", "that database is not here"),
    (
        "foreign-key-target-not-unique: Found: A key that is not unique, since",
        "MySQL manual, `restrict_fk_on_non_standard_key`",
    ),
    (
        "foreign-key-target-not-unique: Found: Part of a primary key, since",
        "MySQL manual, `restrict_fk_on_non_standard_key`",
    ),
    ("identifier-too-long: Silent: Characters count", "the file system of the test takes no file of such a name"),
    ("index-key-too-long: Found: A unique key", "MariaDB makes a hash of it (its manual, \"Unique Index\")"),
    (
        "index-key-too-long: Found: A length that is too long itself",
        "MariaDB shortens it (measured); MySQL: \"CREATE INDEX\"",
    ),
    (
        "renamed-column-in-use: Named",
        "MySQL's error messages 3959 and 3108; MariaDB writes the expression anew (measured)",
    ),
    (
        "row-size-limit: Found: Many long texts",
        "MySQL counts 41 bytes of each (manual, \"DYNAMIC Row Format\"), MariaDB 21 (measured)",
    ),
    (
        "row-size-limit: Silent: What is computed when it is read",
        "MariaDB counts it (measured); of MySQL that is not known",
    ),
    ("set-default-on-innodb", "MySQL manual, \"FOREIGN KEY Constraints\"; MariaDB takes it for NO ACTION"),
    ("text-index-without-length", "MariaDB shortens or hashes it (measured); MySQL: \"CREATE INDEX\", error 1170"),
    ("text-literal-default", "MySQL manual, \"Data Type Default Values\"; MariaDB takes it since 10.2.1"),
    ("view-column-missing: Found: Gone later", "the view stays, and its queries fail (error 1356)"),
    ("view-table-missing: Found: Gone later", "the view stays, and its queries fail (error 1356)"),
];

/// What the server refuses and Shoring does not, by the server's error: why.
pub const REFUSED_BY_SERVER: Exceptions = &[
    (
        "ERROR 1064",
        "words of MySQL that MariaDB does not know: invisible and functional indexes, SRID, NOT ENFORCED, …",
    ),
    ("ERROR 1146", "a script of changes speaks of tables that are there already; alone, they are not"),
    ("ERROR 1049", "a text names a database that is not here"),
    ("ERROR 1051", "the same: a view or table that is dropped is not there"),
    ("ERROR 1305", "the same: a procedure"),
    ("ERROR 1005", "a foreign key to a table that is not in the text; the rule about those looks at states"),
    ("ERROR 1072", "a key over a column that is not there, of a table that is not known whole"),
    ("ERROR 1911", "an option of MySQL's engines"),
    ("ERROR 1273", "a collation of MySQL 8 that MariaDB 10.11 does not have"),
    ("ERROR 1128", "a function of MySQL that MariaDB does not have"),
    ("ERROR 4161", "a type of MySQL, or of a later MariaDB"),
    ("ERROR 1193", "a variable of MySQL"),
    ("ERROR 1814", "the table's space was discarded by the statement before"),
    ("ERROR 1030", "the same"),
    ("ERROR 1426", "more digits than there are; the rule about those looks at states"),
    ("ERROR 1118", "a row that is too long; the rule about those looks at states"),
    ("ERROR 1497", "partitions of several engines"),
    ("ERROR 1511", "partitions of NDB"),
    ("ERROR 1901", "a function of MySQL, or of a later MariaDB, in a default or a computed column"),
    ("ERROR 1286", "a storage engine that this server has not"),
    ("ERROR 1115", "a character set that no server has: what is not known is not judged"),
    ("ERROR 1577", "this server runs no events"),
    ("ERROR 1123", "this server loads no functions"),
    ("ERROR 1845", "how a change is made: MySQL can add such a column at once"),
];

/// Those of them that are no excuse for a text of MariaDB.
pub const OF_MYSQL: &[&str] =
    &["ERROR 1064", "ERROR 1911", "ERROR 1273", "ERROR 1128", "ERROR 4161", "ERROR 1193", "ERROR 1845", "ERROR 1497"];

/// What Shoring finds fault with and the server takes: words of the message, and why.
pub const REFUSED_BY_US: Exceptions = &[
    ("this comment is not closed", "the client waits for its end, and sends nothing"),
    ("lint/foreign-key-target-missing: Found: A table that is dropped", "its checks of foreign keys are switched off"),
    ("lint/view-table-missing: Found: Gone later", "the view stays, and its queries fail (error 1356)"),
    ("lint/view-column-missing: Found: Gone later", "the view stays, and its queries fail (error 1356)"),
];

/// Changes between a text and what the server prints of it, by their beginning: why.
pub const DIFFERENT: Exceptions = &[
    ("COMMENT='\\\\0\\\\Z'", "the server takes the sign that ends a script for another"),
    (
        "lint/charset-collation-mismatch: Silent: A collation of every",
        "MariaDB writes it with the character set before it",
    ),
    ("lint/default-not-valid", "values of enums, sets, dates and bytes in another form, which is kept as written"),
    ("lint/zero-date-default", "the same: a number for a time"),
    ("lint/text-literal-default: Silent: An expression", "MariaDB takes a text in parentheses for the text"),
    ("lint/duplicate-foreign-key", "of two for the same columns, the server makes and names other indexes"),
    ("lint/index-key-too-long", "MariaDB shortens or hashes a key that is too long"),
    ("lint/text-index-without-length", "MariaDB shortens or hashes such a key"),
    ("SET DEFAULT", "to MariaDB it is NO ACTION"),
];
