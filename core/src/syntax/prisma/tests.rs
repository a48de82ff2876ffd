#![expect(clippy::string_slice, reason = "a test that fails may panic")]

use super::{
    BlockReader,
    ast::{Argument, Arity, Attribute, Block, BlockKind, Member, Value},
    cut,
    lines::KnownLines,
    read::Body,
    read_block,
};
use crate::text::Span;

// -- what the tests look at --

/// The pieces of a schema.
fn pieces(text: &str) -> Vec<&str> {
    cut(text).into_iter().map(|range| &text[range]).collect()
}

/// The one block of a text that has no error.
fn valid(text: &str) -> Block {
    check(text);
    let block = read_block(text);
    assert!(block.errors.is_empty(), "{text}\n{:#?}", block.errors);
    block
}

/// Fields of a model that has no error, in canonical spelling.
fn model(lines: &str) -> Vec<String> {
    show(&valid(&format!("model A {{\n{lines}\n}}\n")))
}

/// What is wrong in the lines of a model: the text of each span and the message.
fn wrong(lines: &str) -> Vec<(String, String)> {
    wrong_in(&format!("model A {{\n{lines}\n}}\n"))
}

fn wrong_in(text: &str) -> Vec<(String, String)> {
    check(text);
    read_block(text).errors.into_iter().map(|error| (error.span.of(text).to_owned(), error.message)).collect()
}

/// The text after the fix of its only error, which must then be valid.
fn mended(text: &str) -> String {
    check(text);
    let errors = read_block(text).errors;
    assert_eq!(errors.len(), 1, "{text}\n{errors:#?}");
    let (span, by) = errors[0].fix.clone().unwrap_or_else(|| panic!("no fix: {errors:#?}"));
    let mended = format!("{}{by}{}", &text[..span.start()], &text[span.end()..]);
    valid(&mended);
    mended
}

fn mended_line(line: &str) -> String {
    let text = mended(&format!("model A {{\n{line}\n}}\n"));
    text.strip_prefix("model A {\n").and_then(|rest| rest.strip_suffix("\n}\n")).unwrap().to_owned()
}

fn show(block: &Block) -> Vec<String> {
    block.members.iter().map(show_member).collect()
}

fn show_member(member: &Member) -> String {
    match member {
        Member::Field(field) => {
            let ty = field.ty.as_ref().map_or("-".to_owned(), |ty| {
                let name =
                    if ty.unsupported { format!("Unsupported({})", ty.name.text) } else { ty.name.text.to_string() };
                name + match ty.arity {
                    Arity::Required => "",
                    Arity::Optional => "?",
                    Arity::List => "[]",
                }
            });
            format!("{} {ty}{}", field.name.text, show_attributes(&field.attributes))
        }
        Member::BlockAttribute(attribute) => {
            format!("@@{}{}", attribute.name.text, show_arguments(&attribute.arguments))
        }
        Member::EnumValue(value) => format!("{}{}", value.name.text, show_attributes(&value.attributes)),
        Member::Property(property) => {
            format!("{} = {}", property.name.text, property.value.as_ref().map_or("-".to_owned(), show_value))
        }
    }
}

fn show_attributes(attributes: &[Attribute]) -> String {
    attributes.iter().fold(String::new(), |shown, it| shown + " @" + &it.name.text + &show_arguments(&it.arguments))
}

fn show_arguments(arguments: &[Argument]) -> String {
    let shown: Vec<String> = arguments
        .iter()
        .map(|it| {
            let name = it.name.as_ref().map_or(String::new(), |name| format!("{}:", name.text));
            name + &it.value.as_ref().map_or("-".to_owned(), show_value)
        })
        .collect();
    if shown.is_empty() { String::new() } else { format!("({})", shown.join(", ")) }
}

fn show_value(value: &Value) -> String {
    match value {
        Value::String(name) => format!("{:?}", name.text),
        Value::Number(name) => format!("#{}", name.text),
        Value::Word(name) => name.text.to_string(),
        Value::List(items, _) => format!("[{}]", items.iter().map(show_value).collect::<Vec<_>>().join(", ")),
        Value::Call { name, arguments, .. } if arguments.is_empty() => format!("{}()", name.text),
        Value::Call { name, arguments, .. } => format!("{}{}", name.text, show_arguments(arguments)),
        Value::Object(entries, _) => {
            let entries = entries
                .iter()
                .map(|(name, value)| format!("{}:{}", name.text, value.as_ref().map_or("-".to_owned(), show_value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The laws that hold for every text.
fn check(text: &str) {
    let mut end = 0;
    for range in cut(text) {
        assert_eq!(range.start, end, "pieces tile the text: {text:?}");
        assert!(range.end > range.start && text.is_char_boundary(range.end), "{text:?}");
        end = range.end;
        let block = check_block(&text[range]);
        assert!(
            block.errors.iter().all(|error| !error.message.contains("outside of the block")),
            "a piece holds one block: {text:?}"
        );
    }
    assert_eq!(end, text.len(), "pieces tile the text: {text:?}");
    check_block(text);
}

fn check_block(text: &str) -> Block {
    let block = read_block(text);
    let inside = |span: Span| {
        let range = span.start()..span.end();
        assert!(text.get(range).is_some(), "{span:?} of {text:?}");
    };
    inside(block.span);
    inside(Span::at(block.close as usize));
    for comment in &block.comments {
        inside(comment.span);
        assert!(comment.span.of(text).starts_with("//") || comment.span.of(text).starts_with("/*"), "{text:?}");
    }
    for error in &block.errors {
        inside(error.span);
        assert!(!error.message.is_empty() && !error.message.ends_with('.'));
        if let Some((span, _)) = &error.fix {
            inside(*span);
        }
    }
    if let Some(name) = &block.name {
        inside(name.span);
    }
    let mut before = Span::default();
    for member in &block.members {
        inside(member.span());
        assert!(
            !member.span().is_empty() && before.end() <= member.span().start(),
            "members follow each other: {text:?}"
        );
        before = member.span();
        let attributes = match member {
            Member::Field(field) => {
                assert_eq!(field.name.span.of(text), field.name.text);
                if let Some(ty) = &field.ty {
                    inside(ty.span);
                    inside(ty.name.span);
                    assert!(field.span.contains(ty.span) && ty.span.contains(ty.name.span));
                }
                field.attributes.as_slice()
            }
            Member::BlockAttribute(attribute) => std::slice::from_ref(attribute),
            Member::EnumValue(value) => value.attributes.as_slice(),
            Member::Property(property) => {
                if let Some(value) = &property.value {
                    check_value(text, value, property.span);
                }
                &[]
            }
        };
        for attribute in attributes {
            assert!(attribute.span.of(text).starts_with('@') && member.span().contains(attribute.span), "{text:?}");
            check_arguments(text, &attribute.arguments, attribute.span);
        }
    }
    block
}

fn check_arguments(text: &str, arguments: &[Argument], within: Span) {
    for argument in arguments {
        assert!(within.contains(argument.span), "{text:?}");
        assert!(!argument.span.of(text).is_empty());
        if let Some(value) = &argument.value {
            check_value(text, value, argument.span);
        }
    }
}

fn check_value(text: &str, value: &Value, within: Span) {
    assert!(within.contains(value.span()) && !value.span().of(text).is_empty(), "{text:?}");
    match value {
        Value::List(items, span) => items.iter().for_each(|item| check_value(text, item, *span)),
        Value::Call { arguments, span, .. } => check_arguments(text, arguments, *span),
        Value::Object(entries, span) => {
            entries.iter().filter_map(|(_, value)| value.as_ref()).for_each(|value| check_value(text, value, *span));
        }
        _ => {}
    }
}

// -- the language --

#[test]
fn every_kind_of_block_is_known() {
    for (keyword, kind) in [
        ("model", BlockKind::Model),
        ("view", BlockKind::View),
        ("type", BlockKind::CompositeType),
        ("enum", BlockKind::Enum),
        ("datasource", BlockKind::Datasource),
        ("generator", BlockKind::Generator),
    ] {
        let text = format!("{keyword} Some_name-2 {{\n}}\n");
        let block = valid(&text);
        assert_eq!(block.kind, kind);
        let name = block.name.unwrap();
        assert_eq!((name.text.as_str(), name.span.of(&text)), ("Some_name-2", "Some_name-2"));
        assert_eq!(block.span.of(&text), text.trim_end());
        assert_eq!(&text[block.close as usize..], "}\n");
    }
}

#[test]
fn types_have_an_arity() {
    assert_eq!(
        model(
            "a Int\nb Int?\nc Int[]\nd Unsupported(\"geometry(Point, 4326)\")\ne Unsupported( \"circle\" )?\nf String ?\ng Unsupported(\"x\")[]"
        ),
        [
            "a Int",
            "b Int?",
            "c Int[]",
            "d Unsupported(geometry(Point, 4326))",
            "e Unsupported(circle)?",
            "f String?",
            "g Unsupported(x)[]"
        ]
    );
}

#[test]
fn the_span_of_a_type_holds_its_arity() {
    let text = "model A {\n  geo  Unsupported(\"point\") ?\n}\n";
    let block = valid(text);
    let Member::Field(field) = &block.members[0] else { panic!() };
    let ty = field.ty.as_ref().unwrap();
    assert_eq!(ty.span.of(text), "Unsupported(\"point\") ?");
    assert_eq!(ty.name.span.of(text), "point");
}

#[test]
fn attributes_have_paths_and_arguments() {
    assert_eq!(
        model(
            "id Int @id @default(autoincrement()) @db.UnsignedInt\n\
             a B? @relation(\"x\", fields: [bId, cId], references: [id], onDelete: Cascade, map: \"fk\",)\n\
             p Decimal @db.Decimal(10, 2) @default( -1.5 )\n\
             @@index([title(length: 10, sort: Desc), body(ops: raw(\"gin_trgm_ops\"))], type: Gin, map:)\n\
             @@id([a, b,])\n@@map(\"as\")\n@@ignore\n@@schema ( \"s\" )"
        ),
        [
            "id Int @id @default(autoincrement()) @db.UnsignedInt",
            "a B? @relation(\"x\", fields:[bId, cId], references:[id], onDelete:Cascade, map:\"fk\")",
            "p Decimal @db.Decimal(#10, #2) @default(#-1.5)",
            "@@index([title(length:#10, sort:Desc), body(ops:raw(\"gin_trgm_ops\"))], type:Gin, map:-)",
            "@@id([a, b])",
            "@@map(\"as\")",
            "@@ignore",
            "@@schema(\"s\")",
        ]
    );
}

#[test]
fn objects_are_values() {
    assert_eq!(
        model(
            "@@index([t], where: { published: true, t: { not: null }, n: {} })\n@@unique([t], where: raw(\"a = '}'\"))"
        ),
        ["@@index([t], where:{published:true, t:{not:null}, n:{}})", "@@unique([t], where:raw(\"a = '}'\"))"]
    );
}

#[test]
fn arguments_may_span_lines() {
    assert_eq!(
        model(
            "  a Int @default(\n    1\n  )\n  @@index(\n    [ a, // first\n      b, /* second */\n    ],\n    where: {\n      a: true,\n    },\n  )\n  b Int"
        ),
        ["a Int @default(#1)", "@@index([a, b], where:{a:true})", "b Int"]
    );
}

#[test]
fn strings_have_the_escapes_of_json() {
    let text = r#"model A {
  a String @default("say \"hi\" \\ \/ \b\f\n\r\t \u00e9 \ud83d\ude00 // { [ (")
}"#;
    let block = valid(text);
    let Member::Field(field) = &block.members[0] else { panic!() };
    let value = field.attributes[0].positional(0).unwrap().as_string().unwrap();
    assert_eq!(value.text, "say \"hi\" \\ / \u{8}\u{c}\n\r\t é 😀 // { [ (");
    assert!(value.span.of(text).starts_with('"') && value.span.of(text).ends_with("(\""));
}

#[test]
fn wrong_escapes_and_control_characters_are_errors() {
    assert_eq!(
        wrong(r#"a String @default("c:\dir \ud83d")"#),
        [
            (r"\d".to_owned(), "this escape does not exist".to_owned()),
            (r"\ud83d".to_owned(), "this escape does not exist".to_owned()),
        ]
    );
    assert_eq!(mended_line(r#"a String @default("c:\dir")"#), r#"a String @default("c:\\dir")"#);
    assert_eq!(mended_line("a String @default(\"x\ty\")"), r#"a String @default("x\ty")"#);
}

#[test]
fn enums_have_values_with_attributes() {
    let block = valid(
        "enum Role {\n  USER @map(\"user\") // c\n  ADMIN\n  매니저\n\n  @@map(\"roles\")\n  @@schema(\"x\")\n}\n",
    );
    assert_eq!(show(&block), ["USER @map(\"user\")", "ADMIN", "매니저", "@@map(\"roles\")", "@@schema(\"x\")"]);
}

#[test]
fn properties_have_values() {
    let block = valid(
        "datasource db {\n  provider = \"mysql\"\n  url      = env(\"DATABASE_URL\") // c\n  schemas=[\"a\", \"b\"]\n  extensions = [uuid_ossp(map: \"uuid-ossp\", version: \"1\"), citext]\n}\n",
    );
    assert_eq!(
        show(&block),
        [
            "provider = \"mysql\"",
            "url = env(\"DATABASE_URL\")",
            "schemas = [\"a\", \"b\"]",
            "extensions = [uuid_ossp(map:\"uuid-ossp\", version:\"1\"), citext]"
        ]
    );
}

#[test]
fn names_may_be_in_any_script() {
    assert_eq!(
        model("제목-2 String @map(\"제목 🎉\")\nü_1 Ünit?\nx-y Int"),
        ["제목-2 String @map(\"제목 🎉\")", "ü_1 Ünit?", "x-y Int"]
    );
}

#[test]
fn comments_may_stand_anywhere() {
    let text = "// above\n/// doc 한국어 🎉\nmodel /* a */ A /* b */ { // open\n  // \"line { \n  id /* } */ Int /* x */ @id // trailing }\n  /* two\n  lines } */\n  b Int @default(/* one */ 1) /// doc\n  // last\n} // end";
    let block = valid(text);
    assert_eq!(show(&block), ["id Int @id", "b Int @default(#1)"]);
    let comments: Vec<&str> = block.comments.iter().map(|comment| comment.span.of(text)).collect();
    assert_eq!(
        comments,
        [
            "// above",
            "/// doc 한국어 🎉",
            "/* a */",
            "/* b */",
            "// open",
            "// \"line { ",
            "/* } */",
            "/* x */",
            "// trailing }",
            "/* two\n  lines } */",
            "/* one */",
            "/// doc",
            "// last",
            "// end"
        ]
    );
    assert_eq!(block.span.start(), text.find("model").unwrap());
}

#[test]
fn line_ends_of_every_system_are_read() {
    let unix = "// c\nmodel A {\n  id Int @id // x\n  b Int\n\n  @@index([b])\n}\nenum E {\n  X\n}\n";
    for line_end in ["\r\n", "\r"] {
        let text = unix.replace('\n', line_end);
        check(&text);
        let blocks: Vec<Block> = pieces(&text).into_iter().map(read_block).collect();
        assert!(blocks.iter().all(|block| block.errors.is_empty()), "{blocks:#?}");
        assert_eq!(blocks.iter().flat_map(show).collect::<Vec<_>>(), ["id Int @id", "b Int", "@@index([b])", "X"]);
    }
}

#[test]
fn a_byte_order_mark_and_wide_blanks_are_stepped_over() {
    let text = "\u{FEFF}model\u{A0}A {\n\u{3000}id\u{2003}Int @id\u{A0}\n}\n";
    assert_eq!(show(&valid(text)), ["id Int @id"]);
    assert_eq!(pieces(text).len(), 1);
}

#[test]
fn an_attribute_ends_at_its_parenthesis() {
    let text = "model A {\n  a Int @default( now( ) )   // c\n  @@map( \"x\" )  \n}\n";
    let block = valid(text);
    assert_eq!(block.members[0].span().of(text), "a Int @default( now( ) )");
    assert_eq!(block.members[1].span().of(text), "@@map( \"x\" )");
    let Member::Field(field) = &block.members[0] else { panic!() };
    assert_eq!(field.attributes[0].arguments[0].span.of(text), "now( )");
}

// -- cutting --

#[test]
fn a_piece_is_a_block_with_the_comments_above_it() {
    assert_eq!(
        pieces("// a\n\nmodel A {\n}  // tail\n\n/// b\nenum B {\n}\n// end\n"),
        ["// a\n\nmodel A {\n}  // tail\n", "\n/// b\nenum B {\n}\n", "// end\n"]
    );
    assert_eq!(pieces("model A {\n}\n\n  \n"), ["model A {\n}\n\n  \n"], "blank lines at the end are no piece");
    assert_eq!(pieces(""), [""; 0]);
    assert_eq!(pieces("// only\n"), ["// only\n"]);
}

#[test]
fn braces_in_strings_comments_and_values_do_not_cut() {
    let first =
        "model A {\n  a String @default(\"}\\\"}\") // }\n  /* } */\n  @@index([a], where: { a: { not: null } })\n}\n";
    assert_eq!(pieces(&format!("{first}model B {{\n}}")), [first, "model B {\n}"]);
}

#[test]
fn a_header_starts_a_block_although_the_one_above_is_open() {
    let text = "model A {\n  id Int @id\n\n// about B\nmodel B {\n  id Int @id\n}\n";
    assert_eq!(pieces(text), ["model A {\n  id Int @id\n", "\n// about B\nmodel B {\n  id Int @id\n}\n"]);
    assert_eq!(mended(pieces(text)[0]), "model A {\n  id Int @id\n}\n");
    valid(pieces(text)[1]);
}

#[test]
fn an_open_value_does_not_swallow_the_next_block() {
    let text = "model A {\n  id Int @id\n  @@index([id], where: { a: true )\n  b Int\n}\nmodel B {\n  id Int\n}\n";
    let pieces = pieces(text);
    assert_eq!(pieces.len(), 2);
    let block = read_block(pieces[0]);
    assert_eq!(show(&block), ["id Int @id", "b Int"]);
    assert_eq!(block.errors[0].message, "this `{` is not closed");
    assert_eq!(block.errors.len(), 1);
    valid(pieces[1]);
}

#[test]
fn a_brace_too_many_in_a_value_does_not_end_the_block() {
    let text = "model A {\n  @@index([id], where: a: true })\n  b Int\n}\n";
    assert_eq!(pieces(text).len(), 1);
    assert_eq!(show(&read_block(text)), ["b Int"]);
}

#[test]
fn a_line_outside_of_blocks_is_a_piece() {
    assert_eq!(
        pieces("junk\ntype X = Int // c\n\n// a\nmodel A\n// b\n{\n}\n} model B {\n}"),
        ["junk\n", "type X = Int // c\n", "\n// a\nmodel A\n// b\n{\n}\n", "}", " model B {\n}"]
    );
}

#[test]
fn two_blocks_on_one_line_are_two_pieces() {
    assert_eq!(pieces("model A {\n} /* b */ model B {\n}\n"), ["model A {\n}", " /* b */ model B {\n}\n"]);
}

#[test]
fn an_open_comment_ends_with_its_line() {
    let text = "model A {\n  id Int @id /* open }\n  b Int\n}\nmodel B {\n}\n";
    assert_eq!(pieces(text).len(), 2);
    let block = read_block(pieces(text)[0]);
    assert_eq!(show(&block), ["id Int @id", "b Int"]);
    assert_eq!(mended(pieces(text)[0]), "model A {\n  id Int @id /* open } */\n  b Int\n}\n");
}

// -- what is wrong --

#[test]
fn forms_that_prisma_once_had_are_read_with_an_error() {
    for (line, better, shown) in [
        ("a: Int", "a Int", "a Int"),
        ("a Int!", "a Int", "a Int"),
        ("a [Int]", "a Int[]", "a Int[]"),
        ("a Int[]?", "a Int[]", "a Int[]"),
    ] {
        let text = format!("model A {{\n{line} @map(\"x\")\n}}\n");
        assert_eq!(show(&read_block(&text)), [format!("{shown} @map(\"x\")")]);
        assert_eq!(mended_line(line), better);
        assert!(read_block(&text).errors[0].help.is_some());
    }
}

#[test]
fn a_type_alias_is_an_error_and_carries_its_name() {
    let text = "/// c\ntype Id = String @default(\"a // b\") // d\n";
    let block = read_block(text);
    assert_eq!((block.kind, block.name.unwrap().text.as_str()), (BlockKind::Other("type".into()), "Id"));
    assert_eq!(
        wrong_in(text),
        [("type Id = String @default(\"a // b\")".to_owned(), "Prisma has no `type X = …` any more".to_owned())]
    );
}

#[test]
fn a_field_without_a_type_is_still_a_field() {
    assert_eq!(
        wrong("id @id\nb"),
        [("id".to_owned(), "this field has no type".to_owned()), ("b".to_owned(), "this field has no type".to_owned())]
    );
    assert_eq!(show(&read_block("model A {\nid @id\nb\n}")), ["id - @id", "b -"]);
}

#[test]
fn a_line_that_cannot_be_read_is_one_error_on_its_content() {
    assert_eq!(
        wrong("  id Int @id\n\t a b c ?? // why \n  d Int"),
        [("a b c ??".to_owned(), "this line is not a field, an attribute or a comment".to_owned())]
    );
    assert_eq!(
        wrong_in("enum A {\n  a ?\n}"),
        [("a ?".to_owned(), "this line is not a value, an attribute or a comment".to_owned())]
    );
    assert_eq!(
        wrong_in("generator A {\n  a ?\n}"),
        [("a ?".to_owned(), "this line is not a property or a comment".to_owned())]
    );
}

#[test]
fn open_strings_and_brackets_are_closed_by_their_fix() {
    for (line, better) in [
        ("a String @map(\"x)", "a String @map(\"x\")"),
        ("a String @map(\"x", "a String @map(\"x\")"),
        ("@@index([a], map: \"x)", "@@index([a], map: \"x\")"),
        ("a Int @default(now()", "a Int @default(now())"),
        ("@@index([a, b)", "@@index([a, b])"),
        ("@@index([a, b", "@@index([a, b])"),
        ("@@index([a], where: { a: true )", "@@index([a], where: { a: true })"),
        ("a Int @id(map: \"x\" @map(\"y\")", "a Int @id(map: \"x\") @map(\"y\")"),
        ("a Int @default(now()))", "a Int @default(now())"),
    ] {
        assert_eq!(mended_line(line), better);
    }
    assert_eq!(
        wrong("a String @map(\"x)"),
        [("a String @map(\"x)".to_owned(), "this string is not closed".to_owned())]
    );
    assert_eq!(wrong("@@index([a, b)")[0].1, "this `[` is not closed");
}

#[test]
fn common_slips_have_a_fix() {
    for (line, better) in [
        ("@index([a])", "@@index([a])"),
        ("a Int @@unique", "a Int @unique"),
        ("a Int;", "a Int"),
        ("a Int @id,", "a Int @id"),
        ("a Int unique", "a Int @unique"),
        ("a Int @id default(1)", "a Int @id @default(1)"),
        ("a String @default('x')", "a String @default(\"x\")"),
        ("# note", "// note"),
        ("-- note", "// note"),
    ] {
        assert_eq!(mended_line(line), better);
    }
    assert_eq!(mended("datasource db {\n  provider \"mysql\"\n}"), "datasource db {\n  provider = \"mysql\"\n}");
    assert_eq!(mended("datasource db {\n  provider: \"mysql\"\n}"), "datasource db {\n  provider = \"mysql\"\n}");
    assert_eq!(mended("enum A {\n  X,\n}"), "enum A {\n  X\n}");
}

#[test]
fn an_unknown_keyword_suggests_the_nearest() {
    let text = "modle A {\n  id Int @id\n}\n";
    let block = read_block(text);
    assert_eq!(block.kind, BlockKind::Other("modle".into()));
    assert_eq!(show(&block), ["id Int @id"]);
    assert_eq!(mended(text), "model A {\n  id Int @id\n}\n");
    assert_eq!(mended("Enum A {\n  X\n}\n"), "enum A {\n  X\n}\n");
    // Nothing is known of its lines, so they are no errors.
    assert_eq!(
        wrong_in("policy A {\n  for x ?? y\n}\n"),
        [("policy".to_owned(), "`policy` is not a kind of block".to_owned())]
    );
}

#[test]
fn a_header_must_be_whole() {
    assert_eq!(wrong_in("model {\n}"), [("model".to_owned(), "this block has no name".to_owned())]);
    assert_eq!(wrong_in("{\n}"), [("{".to_owned(), "this block does not say what it is".to_owned())]);
    assert_eq!(
        wrong_in("model A B {\n}"),
        [("B".to_owned(), "this cannot stand between the name of a block and its `{`".to_owned())]
    );
    assert_eq!(mended("model A\n{\n}"), "model A {\n}");
    let block = read_block("model A\n");
    assert_eq!((block.name.unwrap().text.as_str(), block.errors[0].fix.clone().unwrap().1.as_str()), ("A", " {"));
}

#[test]
fn a_block_on_one_line_is_read_with_an_error() {
    let text = "enum A { X Y @map(\"y\") }\n";
    assert_eq!(show(&read_block(text)), ["X", "Y @map(\"y\")"]);
    assert_eq!(wrong_in(text)[0].1, "what a block holds cannot stand on the line of its `{`");
    let text = "model A { id Int @id name String? @map(\"x\") }\n";
    assert_eq!(show(&read_block(text)), ["id Int @id", "name String? @map(\"x\")"]);
    assert_eq!(mended("model A {}"), "model A {\n}");
    assert_eq!(mended("model A {\n  id Int @id }"), "model A {\n  id Int @id \n}");
    assert_eq!(mended("model A {\n  a Int b Int\n}"), "model A {\n  a Int\n  b Int\n}");
}

#[test]
fn an_open_block_gets_its_brace_behind_the_last_comment() {
    assert_eq!(mended("model A {\r\n  id Int // c\r\n\r\n"), "model A {\r\n  id Int // c\r\n}\r\n\r\n");
    assert_eq!(mended("model A {\n  id Int /* a\n b */ \n"), "model A {\n  id Int /* a\n b */\n} \n");
    let block = read_block("model A {\n  id Int\n");
    assert_eq!((block.close, block.span), (19, Span::new(0, 18)));
}

#[test]
fn a_name_with_an_underscore_in_front_is_an_error_and_is_read() {
    assert_eq!(wrong("_a Int"), [("_a".to_owned(), "a name cannot start with an underscore".to_owned())]);
}

#[test]
fn text_behind_a_block_is_an_error_when_the_piece_was_not_cut() {
    assert_eq!(read_block("model A {\n}\nmodel B {\n}").errors[0].message, "this text stands outside of the block");
}

#[test]
fn stray_lines_are_errors_and_comments_are_not() {
    assert_eq!(
        wrong_in("\n  hello there // c\n"),
        [("hello there".to_owned(), "this line stands outside of any block".to_owned())]
    );
    assert_eq!(wrong_in("}\n"), [("}".to_owned(), "this `}` closes nothing".to_owned())]);
    let block = valid("// a\n\n// b\n");
    assert_eq!((block.kind, block.comments.len()), (BlockKind::Other("".into()), 2));
}

// -- limits --

#[test]
fn deep_nesting_is_refused() {
    let nested = |depth: usize| {
        format!("model A {{\n  a Int @default({}1{})\n}}\n", "[".repeat(depth - 1), "]".repeat(depth - 1))
    };
    valid(&nested(100));
    let text = nested(101);
    assert_eq!(wrong_in(&text), [("[".to_owned(), "nesting is deeper than 100 levels".to_owned())]);
    let block = read_block(&text);
    assert_eq!((block.kind, block.name.unwrap().text.as_str()), (BlockKind::Model, "A"));
    check(&"(".repeat(100_000));
    check(&format!("model A {{\n{}", "{[(".repeat(100_000)));
}

#[test]
fn a_huge_block_is_refused_and_keeps_its_name() {
    let text = format!("model A {{\n{}}}\n", "  a Int\n".repeat(super::MAX_BLOCK_BYTES / 8));
    let block = read_block(&text);
    assert_eq!(block.errors.len(), 1);
    assert_eq!(block.errors[0].message, "this block is larger than 4 MiB");
    assert_eq!((block.kind, block.name.unwrap().text.as_str(), block.members.len()), (BlockKind::Model, "A", 0));
}

#[test]
fn hostile_repetitions_take_linear_time() {
    // Minutes, if any of them were quadratic.
    for unit in [
        "/*\n",
        "a @x(b,\n",
        "a Int @x(\"\n",
        "\"",
        "{\n",
        "}\n",
        "a T @x([\n",
        "@@i([a], {b: c\n",
        "model A {\n",
        "x(\n)",
        "a\r",
        "/**/",
        "a Int id id id id\n",
    ] {
        let text = format!("model A {{\n{}", unit.repeat(20_000));
        for range in cut(&text) {
            read_block(&text[range]);
        }
    }
}

// -- laws --

const SAMPLES: [&str; 3] = [
    "\u{FEFF}// 스키마\ndatasource db {\n  provider = \"mysql\" // x\n  url = env(\"U\")\n}\n\ngenerator client {\n  output = \"../a\\\\b\"\n  previewFeatures = [\"views\"]\n}\nmodel Post {\n  id Int @id @default(autoincrement())\n  제목 String? @db.VarChar(191) /* 🎉 } */\n  user User @relation(fields: [userId], references: [id])\n  @@index([userId, title(length: 10)], map: \"i\")\n}\n",
    "enum Role {\r\n  USER @map(\"u\\u00e9r\")\r\n  ADMIN // 관리자\r\n\r\n  @@map(\"r\")\r\n}\r\n/// doc\r\nview V {\r\n  a Unsupported(\"point\")?\r\n  b Json[] @default(\"[]\")\r\n}\r\ntype T {\r\n  x Float\r\n}\r\n",
    "model A {\n  id Int @id // {\n  @@index([\n    id, // \"\n    b(ops: raw(\"x\")),\n  ], where: { a: true, b: { not: null } })\n  /* two\n  lines */\n  c: [Int] @x.y(\n  )\n}\ntype X = Int @id\nmodle B { a b }\nenum E { X Y }\n} junk\nmodel C {\n  id Int @@id\n\nmodel D\n{\n}\n// end",
];

#[test]
fn every_beginning_of_a_schema_is_read() {
    for sample in SAMPLES {
        for (end, _) in sample.char_indices() {
            check(&sample[..end]);
        }
    }
}

#[test]
fn every_schema_with_a_byte_lost_or_changed_is_read() {
    const BYTES: &[u8] = b"\"{}()[]@\n\r/*\\:=, a_-#'\x00\xC3";
    for sample in SAMPLES {
        for at in 0..sample.len() {
            let mut bytes = sample.as_bytes().to_vec();
            bytes.remove(at);
            check(&String::from_utf8_lossy(&bytes));
            for turn in 0..3 {
                let mut bytes = sample.as_bytes().to_vec();
                bytes[at] = BYTES[(at + turn * 7) % BYTES.len()];
                check(&String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[test]
fn a_broken_line_costs_no_other_field() {
    let lines = [
        "id Int @id",
        "title String @db.VarChar(10) // c",
        "@@index([title])",
        "user User? @relation(fields: [a], references: [b])",
        "@@unique([\n  a,\n  b\n])",
        "last Json",
    ];
    let broken = [
        "a Int @default(",
        "@@index([a, b",
        "x String @map(\"y)",
        "??",
        "a b c",
        "@id",
        "a = 1",
        "]",
        ")",
        "x {",
        "@@i(where: { a: true )",
        "@@i(where: a: true })",
        "a Int @@",
        "\"",
        "'",
        "한국 🎉",
        "a Int @x([{(",
        "a , b",
        "@@",
        "model",
        "a /",
        "* /",
        "a Int @default(\\)",
        "\\",
    ];
    let text = |lines: &[&str]| format!("model A {{\n  {}\n}}\nmodel B {{\n  id Int\n}}\n", lines.join("\n  "));
    let whole = show(&read_block(pieces(&text(&lines))[0]));
    assert_eq!(whole.len(), lines.len());
    for line in broken {
        for at in 0..=lines.len() {
            let mut with = lines.to_vec();
            with.insert(at, line);
            let text = text(&with);
            check(&text);
            let pieces = pieces(&text);
            assert_eq!(pieces.len(), 2, "{text}");
            let block = read_block(pieces[0]);
            assert!(!block.errors.is_empty(), "{text}");
            let shown = show(&block);
            assert!(whole.iter().all(|member| shown.contains(member)), "{text}\n{shown:#?}");
        }
    }
}

// -- lines that were read before --

/// Lines of blocks: whole, broken, and such that mean something only together.
const LINES: &[&str] = &[
    "id Int @id",
    "  id   Int @id  ",
    "name String? @db.VarChar(191) // its name",
    "이름 String @map(\"name\\u00e9\")",
    "tags String[] @default([\"a\", \"b\"])",
    "place Unsupported(\"geometry\")",
    "author User @relation(\"posts\", fields: [authorId], references: [id], onDelete: Cascade)",
    "@@index([id, name(length: 10, sort: Desc)], map: \"i\")",
    "@@map(\"things\")",
    "where Int @x({ a: true, b: null })",
    "draft",
    "draft @map(\"d\")",
    "url = env(\"URL\")",
    "list = [\"a\",",
    "\"b\"]",
    "a Int @default(",
    "1)",
    "_hidden Int",
    "bad \"\\q\" Int",
    "text String @default(\"\\q\")",
    "a Int b Int",
    "a: Int",
    "noType",
    "open \"string",
    "x Int /* a comment",
    "over lines */ y Int",
    "}",
    "a Int }",
    "{ b Int",
    "a Int) @id",
    "(",
    "]",
    "\u{b}",
    "\u{3000}id Int @id\u{a0}",
    "/// docs",
    "",
];

/// The line with other letters, digits and blanks, some of the time.
fn with_other_words(line: &str, below: &mut impl FnMut(usize) -> usize) -> String {
    const WORDS: &[&str] =
        &["x", "Unsupported", "UnsupportedX", "type", "a-b", "model", "Ab_9", "_z", "é", "Int", "true"];
    let mut out = String::new();
    for piece in line.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let (word, rest) = piece.split_at(piece.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(piece.len()));
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        match (word.is_empty(), is_number, below(3)) {
            (false, true, 0) => out.push_str(["0", "1234", "5x", "-7"][below(4)]),
            (false, false, 0) => out.push_str(WORDS[below(WORDS.len())]),
            _ => out.push_str(word),
        }
        out.push_str(rest);
        if rest == " " && below(3) == 0 {
            out.push_str(["\t", "  "][below(2)]);
        }
    }
    out
}

#[test]
fn what_was_read_before_changes_no_tree() {
    let mut reader = BlockReader::default();
    // Numbers without an order, the same in each run.
    let mut state = 0x9E37_79B9_u32;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % end
    };
    let mut with_errors = 0;
    let count = 20_000;
    for nth in 0..count {
        // Most real blocks are whole.
        let is_whole = nth % 2 == 0;
        let keyword = if is_whole { "model" } else { ["model", "view", "enum", "datasource", "modle", ""][below(6)] };
        let lines = if is_whole { &LINES[..10] } else { LINES };
        let line_break = ["\n", "\n", "\r\n", "\r"][below(4)];
        let mut text = format!("// above\n{keyword} A {{{line_break}");
        for _ in 0..below(9) {
            let line = lines[below(lines.len())];
            // Another line of the same shape, most of the time.
            let other: String = if below(4) == 0 { line.to_owned() } else { with_other_words(line, &mut below) };
            text.push_str(&other);
            text.push_str(line_break);
        }
        text.push_str(if is_whole { "}\n" } else { ["}", "}\n", "} // behind", ""][below(4)] });
        let alone = read_block(&text);
        assert_eq!(reader.read(&text), alone, "{text}");
        with_errors += usize::from(!alone.errors.is_empty());
    }
    // Neither kind is rare.
    assert!((count / 5..count * 4 / 5).contains(&with_errors), "{with_errors}");
}

#[test]
fn a_line_of_a_known_shape_says_the_same_of_other_names() {
    let shapes = [
        ("id Int @id", "key  BigInt\t@id"),
        ("text String @default(\"\") @db.VarChar(191)", "b String @default(\"\") @db.Char(1)"),
        ("이름 String @map(\"name\")", "이름 Int @map(\"다른 이름\")"),
        ("place Unsupported(\"geometry\")?", "p Unsupported(\"point(1)\")?"),
        ("a User @relation(\"x\", fields: [b], onDelete: Cascade)", "bc D @relation(\"\u{1F600}y\", map: [d], e: F)"),
        ("@@index([id, name(length: 10)], where: { a: -1.5 })", "@@unique([a, b(sort: 2)], x: { other: -20.75 })"),
    ];
    for (known, other) in shapes {
        let read = |line: &str, from: usize| {
            let block = read_block(&format!("model A {{{}{line}\n}}", "\n".repeat(from)));
            assert!(block.errors.is_empty(), "{line}");
            (9 + from, block.members.into_iter().next().expect("a member"))
        };
        let mut lines = KnownLines::default();
        assert_eq!(lines.get(Body::Model, known, 0), None, "nothing is known yet");
        let (start, member) = read(known, 1);
        lines.learn(Body::Model, known, start, &member);
        for line in [known, other] {
            let (start, member) = read(line, 3);
            assert_eq!(lines.get(Body::Model, line, start).as_ref(), Some(&member), "{line}");
            assert_eq!(lines.get(Body::Enum, line, start), None, "in another kind of block it may be another thing");
        }
    }
}

#[test]
fn what_is_read_by_its_letters_has_no_shape() {
    let mut lines = KnownLines::default();
    let long = format!("a Int @map(\"{}\")", "b".repeat(2_000));
    for line in ["a String @default(\"\\n\")", "a String @default(\"", long.as_str()] {
        let member = read_block(&format!("model A {{\n{line}\n}}")).members.into_iter().next();
        if let Some(member) = &member {
            lines.learn(Body::Model, line, 10, member);
        }
        assert_eq!(lines.get(Body::Model, line, 10), None, "{line}");
    }
}
