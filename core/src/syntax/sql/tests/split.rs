//! Cutting a file into statements.

use super::{MARIADB_DUMP, MYSQLDUMP, PRISMA};
use crate::{
    syntax::sql::{MAX_STATEMENT_BYTES, Piece, PieceText, Splitter},
    target::Dialect,
    text::{Columns, LineCounter},
};

fn pieces_in(bytes: &[u8], chunk: usize, dialect: Dialect) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut splitter = Splitter::new(dialect);
    for chunk in bytes.chunks(chunk) {
        splitter.feed(chunk, &mut |piece| pieces.push(piece));
    }
    splitter.finish(&mut |piece| pieces.push(piece));
    pieces
}

fn pieces(text: &str) -> Vec<Piece> {
    pieces_in(text.as_bytes(), usize::MAX, Dialect::MySql)
}

/// The statements of a text; `<data>` for what was stepped over.
fn cut(text: &str) -> Vec<String> {
    let texts = pieces(text).into_iter().map(|piece| match piece.text {
        PieceText::Statement(text) => text,
        PieceText::Data => "<data>".to_owned(),
        other => format!("{other:?}"),
    });
    texts.collect()
}

#[test]
fn a_statement_ends_before_its_delimiter() {
    assert_eq!(cut("  a ;\n\n b\n;c"), ["a", "b", "c"]);
    assert_eq!(cut(";; ;\n"), Vec::<String>::new());
    assert_eq!(cut(""), Vec::<String>::new());
}

#[test]
fn quotes_hide_semicolons() {
    for quoted in ["'a;b'", "'a'';'", "'a\\';'", "\"a;\"", "\"\"\";\"", "`a;`", "`a``;`", "'\\\\'"] {
        assert_eq!(cut(&format!("SET x = {quoted}; b")), [format!("SET x = {quoted}"), "b".to_owned()]);
    }
}

#[test]
fn comments_hide_semicolons_and_ride_with_the_statement_below() {
    assert_eq!(cut("-- a;\nb; # c;\nd; /* e; */ f"), ["-- a;\nb", "# c;\nd", "/* e; */ f"]);
    assert_eq!(cut("a; -- on the same line\nb"), ["a", "-- on the same line\nb"]);
    assert_eq!(cut("a;\n-- the end;\n"), ["a", "-- the end;"]);
}

#[test]
fn two_dashes_begin_a_comment_only_before_a_blank() {
    assert_eq!(cut("a 5--1; b\n--\nc;--"), ["a 5--1", "b\n--\nc", "--"]);
}

#[test]
fn conditional_comments_hold_quotes_and_semicolons() {
    assert_eq!(cut("/*!50001 a ';*/' ; b */; c"), ["/*!50001 a ';*/' ; b */", "c"]);
    let text = "/*M!100100 a ';*/' ; b */; c";
    let texts: Vec<_> = pieces_in(text.as_bytes(), 7, Dialect::MariaDb).into_iter().map(|piece| piece.text).collect();
    assert_eq!(texts.len(), 2);
}

#[test]
fn block_comments_nest_outside_mysql_only() {
    let text = "/* a /* b */ ; */ c";
    assert_eq!(pieces_in(text.as_bytes(), 1, Dialect::MySql).len(), 2);
    assert_eq!(pieces_in(text.as_bytes(), 1, Dialect::Postgres).len(), 1);
}

#[test]
fn a_delimiter_line_changes_the_delimiter() {
    let text = "DELIMITER //\nCREATE TRIGGER x BEGIN a; END//\ndelimiter ;\nb;";
    assert_eq!(cut(text), ["CREATE TRIGGER x BEGIN a; END", "b"]);
    assert_eq!(cut("delimiter $$\r\nEND$$\r\nDELIMITER ;\r\nb"), ["END", "b"]);
    assert_eq!(cut("-- c\nDELIMITER ;;\na;b;;"), ["-- c", "a;b"]);
}

#[test]
fn a_routine_keeps_its_semicolons_without_a_delimiter_line() {
    let text = "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN IF a THEN b; END IF; \
                SET NEW.end = CASE a WHEN 1 THEN 2 END; CASE a WHEN 1 THEN b; END CASE; DROP TABLE y; END; c";
    assert_eq!(cut(text).len(), 2);
    assert_eq!(cut("BEGIN; a; END; CREATE TABLE `begin` (a int); b").len(), 5);
}

#[test]
fn drizzle_breakpoints_end_a_statement() {
    assert_eq!(cut("a;\n--> statement-breakpoint\nb--> statement-breakpoint\nc"), ["a", "b", "c"]);
}

#[test]
fn rows_are_stepped_over() {
    assert_eq!(cut("INSERT INTO t VALUES ('a;b', \"c\\\";\", 5--1, /* ; */ `d;`);a"), ["<data>", "a"]);
    assert_eq!(cut("replace t values (1); Load Data x; a"), ["<data>", "<data>", "a"]);
    assert_eq!(cut("-- kept\ninsert into t;"), ["-- kept", "<data>"]);
}

#[test]
fn rows_may_be_any_bytes_and_statements_may_not() {
    let bytes = b"INSERT INTO t VALUES ('\xFF;\xFE');\nSET x = '\xFF';b";
    let pieces = pieces_in(bytes, usize::MAX, Dialect::MySql);
    assert_eq!(pieces[0].text, PieceText::Data);
    let wrong = bytes.iter().rposition(|byte| *byte == 0xFF).unwrap() as u64;
    assert_eq!(pieces[1].text, PieceText::NotUtf8 { at: wrong });
    assert_eq!(pieces[2].text, PieceText::Statement("b".into()));
}

#[test]
fn a_huge_statement_is_stepped_over_to_its_end() {
    for filler in ["x", " ", "'", ", "] {
        let text = format!("SET y; SET x = '{}'; b", filler.repeat(2 * MAX_STATEMENT_BYTES / filler.len()));
        for chunk in [1 << 16, usize::MAX] {
            let pieces = pieces_in(text.as_bytes(), chunk, Dialect::MySql);
            let texts: Vec<_> = pieces.iter().map(|piece| piece.text.clone()).collect();
            let statement = |text: &str| PieceText::Statement(text.into());
            assert_eq!(texts, [statement("SET y"), PieceText::TooLong, statement("b")]);
            assert_eq!(pieces[1].offset, 7);
            assert_eq!(pieces[2].offset, text.len() as u64 - 1);
        }
    }
}

#[test]
fn the_limit_of_a_statement_does_not_depend_on_the_chunks() {
    for length in [MAX_STATEMENT_BYTES - 1, MAX_STATEMENT_BYTES, MAX_STATEMENT_BYTES + 1] {
        for text in [format!("{}; b", "x".repeat(length)), format!("-- {}\nINSERT a; b", "x".repeat(length - 4))] {
            let whole = pieces_in(text.as_bytes(), usize::MAX, Dialect::MySql);
            assert_eq!(pieces_in(text.as_bytes(), 1000, Dialect::MySql), whole);
            assert_eq!(whole[0].text == PieceText::TooLong, length > MAX_STATEMENT_BYTES);
        }
    }
}

#[test]
fn a_piece_tells_where_it_stands() {
    let text = "-- 첫째\r\nSET a;\r\r\n  /* 🙂 */ SET b; 앱; INSERT\n x; c";
    for piece in pieces(text) {
        let offset = usize::try_from(piece.offset).unwrap();
        let mut counter = LineCounter::new();
        counter.advance(&text.as_bytes()[..offset]);
        assert_eq!((piece.line, piece.lead), (counter.line(), counter.column()));
        if let PieceText::Statement(statement) = &piece.text {
            assert!(text[offset..].starts_with(statement.as_str()));
        }
    }
    let last = pieces(text).pop().unwrap();
    assert_eq!((last.line, last.lead), (4, Columns { utf8: 4, utf16: 4, characters: 4 }));
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_statement() {
    let pieces = pieces("\u{FEFF}SET a;");
    assert_eq!((pieces[0].offset, pieces[0].text.clone()), (3, PieceText::Statement("SET a".into())));
}

#[test]
fn what_is_open_at_the_end_is_still_a_piece() {
    for text in ["'a; b", "`a; b", "/* a; b", "/*!50001 a; b", "a 'b"] {
        assert_eq!(cut(&format!("SET x; {text}")), ["SET x", text]);
    }
}

#[test]
fn the_pieces_do_not_depend_on_the_chunks() {
    let mixed =
        format!("\u{FEFF}{MYSQLDUMP}\r\n{MARIADB_DUMP}DELIMITER $$\r\nEND$$--> statement-breakpoint\n{PRISMA}'open; ");
    for dialect in [Dialect::MySql, Dialect::MariaDb, Dialect::Postgres] {
        for text in [MYSQLDUMP, MARIADB_DUMP, PRISMA, &mixed] {
            let whole = pieces_in(text.as_bytes(), usize::MAX, dialect);
            for chunk in [1, 2, 3, 7, 64, 1000] {
                assert_eq!(pieces_in(text.as_bytes(), chunk, dialect), whole, "chunks of {chunk}");
            }
        }
    }
}
