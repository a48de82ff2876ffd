//! What views show and name.

use super::{StatementKind, read, understood};
use crate::{schema::ViewColumn, syntax::sql::ast::CreateView};

fn view(text: &str) -> CreateView {
    match understood(text).kind {
        StatementKind::CreateView(view) => view,
        other => panic!("{other:?}"),
    }
}

/// The columns that a query shows, the tables that it reads, and the columns that it names, each with its tables.
fn told(query: &str) -> String {
    let text = format!("CREATE VIEW v AS {query}");
    let query = view(&text).query;
    assert!(query.understood, "{text}");
    let column = |it: &ViewColumn| match it {
        ViewColumn::Named(name) => name.to_string(),
        ViewColumn::AllOf(table) => format!("{table}.*"),
        ViewColumn::Unnamed => "?".to_owned(),
    };
    let columns: Vec<String> = query.columns.iter().map(column).collect();
    let tables: Vec<&str> = query.tables.iter().map(|it| it.name.as_str()).collect();
    let names: Vec<String> = query
        .names
        .iter()
        .map(|it| {
            assert!(it.span.of(&text).trim_matches('`').eq_ignore_ascii_case(&it.column), "{text}");
            format!("{}.{}", it.tables.join("/"), it.column)
        })
        .collect();
    format!("{} from {}: {}", columns.join(" "), tables.join(" "), names.join(" "))
}

#[test]
fn columns_tables_and_names() {
    assert_eq!(told("SELECT a, b AS c, t.d, `t`.`e f` g FROM t"), "a c d g from t: t.a t.b t.d t.e f");
    assert_eq!(told("SELECT * FROM t WHERE x = 1"), "t.* from t: t.x");
    assert_eq!(told("SELECT u.*, t.a FROM t JOIN u ON t.id = u.t"), "u.* a from t u: t.a t.id u.t");
    assert_eq!(told("SELECT count(*), max(a) m, 1 FROM t"), "? m ? from t: t.a");
    assert_eq!(
        told("SELECT a x FROM t GROUP BY x HAVING count(b) > 1 ORDER BY x, c DESC LIMIT 3"),
        "x from t: t.a t.b t.c"
    );
    assert_eq!(told("SELECT now() + interval 1 day, 'a' 'b', `x` 'y' FROM t"), "? ? y from t: t.x");
    assert_eq!(told("SELECT 1 AS one"), "one from : ");
    assert_eq!(told("SELECT 1 FROM dual"), "? from : ");
    assert_eq!(told("SELECT case when a then b end AS c, a is null FROM t"), "c ? from t: t.a t.b t.a");
    assert_eq!(
        told("select `t`.`a` AS `a` from (`t` left join `u` on(`u`.`id` = `t`.`u`))"),
        "a from t u: t.a u.id t.u"
    );
}

#[test]
fn a_name_without_a_table_may_be_of_any() {
    assert_eq!(told("SELECT a FROM t, u WHERE t.b = 1"), "a from t u: t/u.a t.b");
    assert_eq!(told("SELECT p.id FROM post p INNER JOIN user AS `w` USING (id)"), "id from post user: post.id");
}

#[test]
fn queries_within() {
    assert_eq!(
        told("SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t = t.id AND b = 1)"),
        "a from t u: t.a u.t t.id t/u.b"
    );
    // The columns of a query are its own.
    assert_eq!(told("SELECT x.n, n FROM (SELECT count(*) AS n, g FROM t GROUP BY g) AS x"), "n n from t: t.g t.g");
    assert_eq!(told("SELECT * FROM (SELECT a, b c FROM t) x"), "a c from t: t.a t.b");
    assert_eq!(told("SELECT (SELECT max(b) FROM u) AS m, a FROM t"), "m a from t u: t/u.b t.a");
    assert_eq!(told("SELECT a FROM t UNION ALL SELECT b FROM u ORDER BY 1"), "a from t u: t.a u.b");
    assert_eq!(told("(SELECT a FROM t) UNION (SELECT b FROM u)"), "a from t u: t.a u.b");
    assert_eq!(told("WITH c AS (SELECT a, b FROM t) SELECT a FROM c JOIN u ON u.id = c.b"), "a from t u: t.a t.b u.id");
    assert_eq!(
        told("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n"),
        "i from : "
    );
}

#[test]
fn views_have_heads_and_tails() {
    let view = view(
        "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY INVOKER VIEW db.v (x, `y z`) AS \
         SELECT a, b FROM t WITH CASCADED CHECK OPTION",
    );
    let names: Vec<_> = view.columns.iter().map(|it| it.text.as_str()).collect();
    assert_eq!((names.as_slice(), view.or_replace, view.alters), (["x", "y z"].as_slice(), true, false));
    let StatementKind::CreateView(view) = understood("ALTER VIEW v AS SELECT 1").kind else { panic!() };
    assert!(view.alters && view.query.understood);
}

#[test]
fn what_is_not_followed_is_said() {
    for query in [
        "SELECT a FROM t FOR SYSTEM_TIME ALL",
        "SELECT nowhere.a FROM t",
        "SELECT a INTO OUTFILE 'x' FROM t",
        "SELECT a FROM",
    ] {
        let StatementKind::CreateView(view) = read(&format!("CREATE VIEW v AS {query}")).kind else { panic!() };
        assert!(!view.query.understood, "{query}");
    }
    let deep = format!("CREATE VIEW v AS {}SELECT 1{}", "SELECT * FROM (".repeat(200), ") x".repeat(200));
    let StatementKind::CreateView(view) = read(&deep).kind else { panic!() };
    assert!(!view.query.understood);
}
