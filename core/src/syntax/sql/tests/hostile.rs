//! Nothing panics, overflows the stack or points outside the text, whatever the input.
#![expect(clippy::disallowed_types, reason = "a thread is how a test gets a small stack")]

use super::{MARIADB_DUMP, MYSQLDUMP, PRISMA, Statement, StatementKind};
use crate::{
    syntax::sql::{PieceText, Splitter, ast::Element, read_statement},
    target::Dialect,
    text::Span,
};

/// The statements of a dump, and where they start.
fn statements(text: &str, dialect: Dialect) -> Vec<String> {
    let mut statements = Vec::new();
    let mut splitter = Splitter::new(dialect);
    let mut emit = |piece: crate::syntax::sql::Piece| {
        if let PieceText::Statement(text) = piece.text {
            statements.push(text);
        }
    };
    splitter.feed(text.as_bytes(), &mut emit);
    splitter.finish(&mut emit);
    statements
}

fn assert_spans(text: &str, statement: &Statement) {
    let inside = |span: Span| {
        let bounds =
            span.end() <= text.len() && text.is_char_boundary(span.start()) && text.is_char_boundary(span.end());
        assert!(bounds, "{span:?} in {text:?}");
    };
    inside(statement.span);
    statement.comments.iter().copied().for_each(inside);
    statement.skipped.iter().map(|skipped| skipped.span).for_each(inside);
    for error in &statement.errors {
        inside(error.span);
        error.fix.iter().map(|(span, _)| *span).for_each(inside);
    }
    match &statement.kind {
        StatementKind::CreateTable(table) => {
            inside(table.name.name.span);
            inside(Span { start: table.open, end: table.close.max(table.open) });
            table.options.iter().map(|option| option.span).for_each(inside);
            table.elements.iter().map(Element::span).for_each(inside);
            for element in &table.elements {
                match element {
                    Element::Column(column) => {
                        inside(column.ty.span);
                        inside(column.name.span);
                    }
                    Element::Index(index) => index.parts.iter().map(|part| part.span).for_each(inside),
                    Element::ForeignKey(key) => inside(key.table.name.span),
                    Element::Check(check) => inside(check.expression.span),
                }
            }
        }
        StatementKind::AlterTable(alter) => alter.clauses.iter().map(|clause| clause.span).for_each(inside),
        _ => {}
    }
}

fn check(text: &str, dialect: Dialect) {
    assert_spans(text, &read_statement(text, dialect));
}

const SAMPLES: [(&str, Dialect); 3] =
    [(MYSQLDUMP, Dialect::MySql), (MARIADB_DUMP, Dialect::MariaDb), (PRISMA, Dialect::MySql)];

#[test]
fn every_prefix_of_every_statement_is_read() {
    for (dump, dialect) in SAMPLES {
        for statement in statements(dump, dialect) {
            for end in (0..statement.len()).filter(|end| statement.is_char_boundary(*end)) {
                check(&statement[..end], dialect);
            }
        }
    }
}

#[test]
fn every_statement_with_one_byte_less_is_read() {
    for (dump, dialect) in SAMPLES {
        for statement in statements(dump, dialect) {
            for at in 0..statement.len() {
                let mut bytes = statement.clone().into_bytes();
                bytes.remove(at);
                if let Ok(text) = String::from_utf8(bytes) {
                    check(&text, dialect);
                }
            }
        }
    }
}

#[test]
fn every_statement_with_one_byte_replaced_is_read() {
    for (dump, dialect) in SAMPLES {
        for statement in statements(dump, dialect) {
            for at in 0..statement.len() {
                let with = b"'`\"(),;*/-.@\\ x\n"[at % 16];
                let mut bytes = statement.clone().into_bytes();
                bytes[at] = with;
                if let Ok(text) = String::from_utf8(bytes) {
                    check(&text, dialect);
                }
            }
        }
    }
}

#[test]
fn a_dump_with_one_byte_less_is_cut_alike_in_any_chunks() {
    let pieces = |bytes: &[u8], chunk: usize| {
        let mut pieces = Vec::new();
        let mut splitter = Splitter::new(Dialect::MySql);
        bytes.chunks(chunk).for_each(|chunk| splitter.feed(chunk, &mut |piece| pieces.push(piece)));
        splitter.finish(&mut |piece| pieces.push(piece));
        pieces
    };
    for (dump, _) in SAMPLES {
        for at in (0..dump.len()).step_by(7) {
            let mut bytes = dump.as_bytes().to_vec();
            bytes.remove(at);
            assert_eq!(pieces(&bytes, 5), pieces(&bytes, usize::MAX));
        }
    }
}

/// Reads in a stack of 1 MiB, as wasm has it.
fn in_small_stack(text: String) -> Statement {
    let reader = move || read_statement(&text, Dialect::MySql);
    std::thread::Builder::new().stack_size(1 << 20).spawn(reader).unwrap().join().unwrap()
}

#[test]
fn long_chains_are_skipped_and_the_rest_survives() {
    for link in [
        "+1",
        " AND a",
        " OR a",
        "||a",
        "->'$.a'",
        " IS NULL",
        " COLLATE x",
        " IN (1)",
        " LIKE a",
        "::int",
        "[1]",
        " JOIN a",
        "(a)",
    ] {
        for count in [499, if link == "+1" { 100_000 } else { 5_000 }] {
            let chain = link.repeat(count);
            for text in [
                format!("CREATE TABLE t (a int AS (a{chain}), b int, CHECK (a{chain}), KEY k ((a{chain})))"),
                format!("CREATE TABLE t (a int DEFAULT (a{chain}), b int, c int DEFAULT f(a{chain}))"),
            ] {
                let statement = in_small_stack(text);
                let StatementKind::CreateTable(table) = &statement.kind else { panic!() };
                assert!(table.elements.len() >= 3, "{link} {count}");
                assert!(count < 1000 || !statement.skipped.is_empty());
            }
        }
    }
}

#[test]
fn deep_nesting_is_skipped_and_the_rest_survives() {
    for count in [49, 99, 101, 100_000] {
        for (open, close) in [
            ("(", ")"),
            ("f(", ")"),
            ("(SELECT ", ")"),
            ("CASE WHEN ", " THEN 1 END"),
            ("NOT ", ""),
            ("- ", ""),
            ("BINARY ", ""),
        ] {
            let nested = format!("{}1{}", open.repeat(count), close.repeat(count));
            let statement = in_small_stack(format!("CREATE TABLE t (a int AS ({nested}), b int)"));
            let StatementKind::CreateTable(table) = &statement.kind else { panic!() };
            assert_eq!(table.elements.len(), 2);
        }
    }
}

#[test]
fn text_without_end_is_read() {
    for token in [
        "(", ")", "((", ",", "'", "`a` ", "a ", "a.", "/*!", "/*", "*/", "--\n", "DEFAULT ", "KEY (", "ADD ", "a int ",
        "._", "@", "\\", "한", "😀",
    ] {
        for head in
            ["", "CREATE TABLE t (", "CREATE TABLE t (a int) ", "ALTER TABLE t ", "ALTER TABLE t ADD (", "DROP TABLE "]
        {
            let text = format!("{head}{}", token.repeat(20_000));
            let statement = in_small_stack(text.clone());
            assert_spans(&text, &statement);
        }
    }
}

/// Words and symbols of every part of the grammar, in any order.
#[test]
fn soup_is_read() {
    const WORDS: &str = "( ) ( ) ( ) , , . ; = + - * / % < > <= <> <=> := || && ! ~ ^ | & << >> -> ->> :: [ ] { } @ ? : # \
        1 2.5 1e3 0x1F b'1' X'4' 'text' \"name\" `name` N'x' _utf8mb4'x' @v @@g a b t.c NULL TRUE NOT AND OR XOR IS IN LIKE \
        BETWEEN CASE WHEN THEN ELSE END CAST CONVERT USING AS INTERVAL DAY EXISTS SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT \
        JOIN ON UNION ALL ANY SOME OVER PARTITION ROWS ROW WITH VALUES EXTRACT SUBSTRING TRIM POSITION OVERLAY COLLATE BINARY DIV \
        MOD REGEXP RLIKE MATCH AGAINST ESCAPE ARRAY STRUCT MAP LAMBDA TRY_CAST CEIL FLOOR DATE TIME TIMESTAMP AT ZONE PRIOR \
        GROUPING SETS CUBE ROLLUP LISTAGG FILTER WITHIN IGNORE NULLS RESPECT DISTINCT UNNEST JSON_TABLE TABLE PIVOT \
        CREATE ALTER DROP RENAME ADD COLUMN MODIFY CHANGE INDEX KEY PRIMARY UNIQUE FULLTEXT CONSTRAINT FOREIGN REFERENCES CHECK \
        DEFAULT COMMENT ENGINE CHARSET CHARACTER SET int varchar enum decimal unsigned zerofill GENERATED ALWAYS STORED VIRTUAL \
        FIRST AFTER TO IF INTO PERIOD FOR SYSTEM INVISIBLE VISIBLE /* */ /*!50001 /*c*/ 한국 🙂";
    let words: Vec<&str> = WORDS.split_ascii_whitespace().collect();
    let heads = [
        "CREATE TABLE t (a int CHECK (",
        "CREATE TABLE t (a int DEFAULT (",
        "CREATE TABLE t (",
        "ALTER TABLE t ",
        "ALTER TABLE t ADD ",
        "CREATE INDEX i ON t (",
        "CREATE TABLE t (a int) ",
        "",
        "DROP ",
        "CREATE ",
        "CREATE TABLE t (a int DEFAULT f(",
    ];
    let mut seed: u64 = 1;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut texts = Vec::new();
    for _ in 0..20_000 {
        let mut text = heads[random(heads.len())].to_owned();
        for _ in 0..random(25) {
            text.push_str(words[random(words.len())]);
            text.push_str(["", " ", " ", " ", "\n"][random(5)]);
        }
        if random(2) == 0 {
            text.push_str("))");
        }
        texts.push(text);
    }
    let read = move || {
        for (index, text) in texts.iter().enumerate() {
            check(text, if index % 2 == 0 { Dialect::MySql } else { Dialect::MariaDb });
        }
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(read).unwrap().join().unwrap();
}
