//! Prisma schemas that nobody has thought of, for any provider that Prisma makes SQL for, and what each becomes when one thing in it
//! is changed. They are made of numbers, as databases are (`generate`), and written as text that Prisma takes.

use crate::generate::Choices;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    MySql,
    Postgres,
    Sqlite,
}

impl Provider {
    pub fn name(self) -> &'static str {
        match self {
            Self::MySql => "mysql",
            Self::Postgres => "postgresql",
            Self::Sqlite => "sqlite",
        }
    }
}

/// A schema.
#[derive(Clone, Debug)]
pub struct Draft {
    pub provider: Provider,
    emulated: bool,
    /// Tables and enums stand in two schemas.
    namespaces: bool,
    enums: Vec<Enum>,
    models: Vec<Model>,
    relations: Vec<Relation>,
    /// Implicit many-to-many relations: the models, and a name.
    pairs: Vec<(usize, usize, String)>,
}

#[derive(Clone, Debug)]
struct Enum {
    name: String,
    map: Option<String>,
    elsewhere: bool,
    values: Vec<(String, Option<String>)>,
}

#[derive(Clone, Debug)]
struct Model {
    name: String,
    map: Option<String>,
    elsewhere: bool,
    fields: Vec<Field>,
    /// `@@id([…])` of the fields at these places; empty where a field has `@id`.
    id: Vec<usize>,
    keys: Vec<Key>,
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    map: Option<String>,
    ty: String,
    optional: bool,
    list: bool,
    native: &'static str,
    default: String,
    unique: bool,
    /// `@id`, `@updatedAt`, `@ignore`.
    more: &'static str,
}

#[derive(Clone, Debug)]
struct Key {
    unique: bool,
    /// The places of its fields, and whether each is sorted from high to low.
    parts: Vec<(usize, bool)>,
    map: Option<String>,
    /// `, type: Hash`
    method: &'static str,
}

#[derive(Clone, Debug)]
struct Relation {
    from: usize,
    to: usize,
    /// The places of its fields in `from`: those of `to`'s id.
    fields: Vec<usize>,
    on_delete: &'static str,
    on_update: &'static str,
    map: Option<String>,
}

/// The types of a provider: scalar, native types, defaults.
type Types = &'static [(&'static str, &'static [&'static str], &'static [&'static str])];

const MYSQL: Types = &[
    ("Int", &["", "@db.UnsignedInt", "@db.SmallInt", "@db.TinyInt", "@db.UnsignedBigInt"], &["", "0", "42"]),
    (
        "String",
        &["", "@db.VarChar(40)", "@db.Char(20)", "@db.VarChar(300)"],
        &["", "\"\"", "\"it's \\\"a\\\" \\\\ 한\"", "uuid()", "cuid()"],
    ),
    ("String", &["@db.Text", "@db.LongText", "@db.TinyText"], &[""]),
    ("BigInt", &["", "@db.UnsignedBigInt"], &["", "9007199254740993"]),
    ("Boolean", &["", "@db.Bit(1)"], &["", "true", "false"]),
    ("Float", &["", "@db.Float"], &["", "1.5", "-0.25", "3"]),
    ("Decimal", &["", "@db.Decimal(10, 2)"], &["", "1.50", "0"]),
    ("DateTime", &["", "@db.DateTime(0)", "@db.Timestamp(6)", "@db.DateTime(6)"], &["", "now()"]),
    ("DateTime", &["@db.Date", "@db.Time(3)"], &[""]),
    ("Json", &[""], &["", "\"{}\""]),
    ("Bytes", &["", "@db.VarBinary(20)", "@db.Blob"], &[""]),
];

const POSTGRES: Types = &[
    ("Int", &["", "@db.SmallInt", "@db.Integer", "@db.Oid"], &["", "0", "-42"]),
    (
        "String",
        &["", "@db.VarChar(40)", "@db.Char(20)", "@db.Text", "@db.VarChar"],
        &["", "\"\"", "\"it's \\\"a\\\" \\\\ 한\"", "uuid()", "cuid()", "nanoid(5)", "ulid()"],
    ),
    ("String", &["@db.Uuid"], &["", "uuid(7)", "dbgenerated(\"gen_random_uuid()\")"]),
    ("String", &["@db.Citext", "@db.Xml", "@db.Inet", "@db.Bit(3)", "@db.VarBit(9)", "@db.VarBit", "@db.Bit"], &[""]),
    ("BigInt", &["", "@db.BigInt"], &["", "9007199254740993"]),
    ("Boolean", &["", "@db.Boolean"], &["", "true", "false"]),
    ("Float", &["", "@db.Real", "@db.DoublePrecision"], &["", "1.5", "-0.25", "3"]),
    ("Decimal", &["", "@db.Decimal(10, 2)", "@db.Decimal", "@db.Money"], &["", "1.50", "0"]),
    (
        "DateTime",
        &["", "@db.Timestamp", "@db.Timestamp(6)", "@db.Timestamptz(3)", "@db.Timestamptz"],
        &["", "now()", "\"2024-02-29T01:02:03.004Z\"", "dbgenerated(\"(now() + '1 day'::interval)\")"],
    ),
    ("DateTime", &["@db.Date", "@db.Time(3)", "@db.Timetz"], &["", "now()"]),
    ("Json", &["", "@db.Json"], &["", "\"{\\\"a\\\": [1, \\\"it's\\\"]}\""]),
    ("Bytes", &["", "@db.ByteA"], &["", "\"aGVsbG8=\""]),
];

const SQLITE: Types = &[
    ("Int", &[""], &["", "0", "-42"]),
    (
        "String",
        &[""],
        &["", "\"\"", "\"it's \\\"a\\\" \\\\ 한\"", "uuid()", "cuid()", "dbgenerated(\"(hex(randomblob(8)))\")"],
    ),
    ("BigInt", &[""], &["", "9007199254740993"]),
    ("Boolean", &[""], &["", "true", "false"]),
    ("Float", &[""], &["", "1.5", "-0.25", "3"]),
    ("Decimal", &[""], &["", "1.50", "0"]),
    ("DateTime", &[""], &["", "now()", "\"2024-02-29T01:02:03.004Z\""]),
    ("Json", &[""], &["", "\"{\\\"a\\\": 1}\""]),
    ("Bytes", &[""], &["", "\"aGVsbG8=\""]),
];

/// Types whose columns MySQL and PostgreSQL take into any key.
const OF_KEYS: &[(&str, &str)] = &[("Int", ""), ("BigInt", ""), ("String", ""), ("String", "@db.VarChar(40)")];

/// Names that are shorter and longer than servers take, and of other scripts.
const WORDS: &[&str] = &[
    "User",
    "Post",
    "Blog_Entry",
    "상품",
    "Order",
    "averyveryverylongnameofamodelthatgoesonandonandonwithoutanend",
    "x",
    "Größe",
    "Zwei_Teile",
];

impl Draft {
    pub fn new(provider: Provider, choices: &mut Choices) -> Self {
        let namespaces = provider == Provider::Postgres && choices.in_ten(3);
        let mut draft = Self {
            provider,
            emulated: choices.in_ten(2),
            namespaces,
            enums: Vec::new(),
            models: Vec::new(),
            relations: Vec::new(),
            pairs: Vec::new(),
        };
        for nth in 0..choices.below(3) {
            let map = mapped(choices, "enum of").map(|map| format!("{map} {nth}"));
            let count = choices.below(5).max(1);
            let values =
                (0..count).map(|at| (format!("V{at}"), mapped(choices, "값").map(|map| format!("{map} {at}"))));
            let values = values.collect();
            draft.enums.push(Enum {
                name: format!("Enum{nth}"),
                map,
                elsewhere: namespaces && choices.in_ten(5),
                values,
            });
        }
        for nth in 0..=choices.below(5) {
            let model = draft.model(nth, choices);
            draft.models.push(model);
        }
        for from in 0..draft.models.len() {
            for _ in 0..choices.below(3) {
                draft.relate(from, choices);
            }
        }
        for nth in 0..choices.below(3) {
            let (a, b) = (choices.below(draft.models.len()), choices.below(draft.models.len()));
            if [a, b].iter().all(|it| draft.models[*it].id.is_empty()) {
                let long =
                    if choices.in_ten(2) { "averyveryverylongnameofarelationthatgoesonandonandonandon" } else { "" };
                draft.pairs.push((a, b, format!("Pair{nth}{long}")));
            }
        }
        draft
    }

    fn model(&self, nth: usize, choices: &mut Choices) -> Model {
        let name = format!("{}{nth}", choices.of(WORDS));
        let mut model = Model {
            map: mapped(choices, "table of").map(|map| format!("{map} {nth}")),
            name,
            elsewhere: self.namespaces && choices.in_ten(5),
            fields: Vec::new(),
            id: Vec::new(),
            keys: Vec::new(),
        };
        let (ty, native) = choices.of(OF_KEYS);
        let native = if self.provider == Provider::Sqlite { "" } else { native };
        let counted = ty == "Int" && choices.in_ten(6)
            || ty == "BigInt" && self.provider != Provider::Sqlite && choices.in_ten(4);
        let composite = !counted && choices.in_ten(3);
        model.fields.push(Field {
            default: if counted { "autoincrement()".to_owned() } else { String::new() },
            more: if composite { "" } else { " @id" },
            ..field("id", ty, native, mapped(choices, "key"))
        });
        if composite {
            model.fields.push(field("part", "Int", "", None));
            model.id = vec![0, 1];
        }
        let types = match self.provider {
            Provider::MySql => MYSQL,
            Provider::Postgres => POSTGRES,
            Provider::Sqlite => SQLITE,
        };
        for at in 0..=choices.below(8) {
            let (ty, natives, defaults) = choices.of(types);
            let mut made = field(&format!("f{at}"), ty, choices.of(natives), mapped(choices, "열"));
            made.optional = choices.in_ten(4);
            made.default = String::from(choices.of(defaults));
            if let Some(of) = choices.one_of(&self.enums).filter(|_| choices.in_ten(3)) {
                let value = choices.one_of(&of.values).map(|(value, _)| value).unwrap_or_default();
                (made.ty, made.native) = (of.name, "");
                made.default = if choices.in_ten(5) { value } else { String::new() };
            }
            if self.provider == Provider::Postgres && choices.in_ten(1) {
                (made.list, made.optional) = (true, false);
                let is_made = made.default.ends_with(')');
                made.default =
                    if made.default.is_empty() || is_made { String::new() } else { format!("[{}]", made.default) };
                // Their engine ends at a list of bytes.
                if made.ty == "Bytes" {
                    made.default.clear();
                }
            }
            if made.ty == "DateTime" && made.default.is_empty() && !made.list && choices.in_ten(3) {
                made.more = " @updatedAt";
            }
            model.fields.push(made);
        }
        for _ in 0..choices.below(4) {
            let fits: Vec<usize> = (0..model.fields.len()).filter(|at| is_of_key(&model.fields[*at])).collect();
            let mut parts: Vec<(usize, bool)> = Vec::new();
            for _ in 0..=choices.below(3) {
                let at = choices.one_of(&fits).unwrap_or(0);
                if parts.iter().all(|(it, _)| *it != at) {
                    parts.push((at, choices.in_ten(2)));
                }
            }
            let unique = choices.in_ten(4);
            let is_taken = model.keys.iter().any(|key: &Key| places(&key.parts) == places(&parts));
            if !is_taken {
                let map = mapped(choices, "key of").map(|map| format!("{map} {nth} {}", model.keys.len()));
                let hash = self.provider == Provider::Postgres
                    && !unique
                    && parts.len() == 1
                    && !parts[0].1
                    && choices.in_ten(2);
                model.keys.push(Key { unique, parts, map, method: if hash { ", type: Hash" } else { "" } });
            }
        }
        model
    }

    fn relate(&mut self, from: usize, choices: &mut Choices) {
        // Not in a circle, where Prisma wants actions that keep it open.
        let to = choices.below(from + 1);
        if to == from {
            return;
        }
        let nth = self.relations.len();
        let target = self.models[to].clone();
        let id: Vec<usize> = if target.id.is_empty() { vec![0] } else { target.id.clone() };
        let optional = choices.in_ten(4);
        let mut fields = Vec::new();
        for at in id {
            let wanted = &target.fields[at];
            let model = &mut self.models[from];
            fields.push(model.fields.len());
            let name = format!("r{nth}_{}", wanted.name);
            model.fields.push(Field { optional, ..field(&name, &wanted.ty, wanted.native, mapped(choices, "ref")) });
        }
        let keeps = ["", "Cascade", "Restrict", "NoAction"];
        let keeps = if self.emulated && self.provider != Provider::MySql { &keeps[..3] } else { &keeps[..] };
        let on_delete = if optional && choices.in_ten(3) { "SetNull" } else { choices.of(keeps) };
        let on_update = choices.of(keeps);
        let map =
            (!self.emulated && self.provider != Provider::Sqlite && choices.in_ten(2)).then(|| format!("fk of {nth}"));
        self.relations.push(Relation { from, to, fields, on_delete, on_update, map });
    }

    /// The schema as Prisma reads it.
    pub fn text(&self) -> String {
        let mut out = String::from("generator client {\n  provider = \"prisma-client-js\"\n}\n\ndatasource db {\n");
        out.push_str(&format!("  provider = \"{}\"\n", self.provider.name()));
        out.push_str(if self.emulated { "  relationMode = \"prisma\"\n" } else { "" });
        out.push_str(if self.namespaces { "  schemas = [\"other\", \"public\"]\n" } else { "" });
        out.push_str("}\n");
        let end = |elsewhere: bool, map: &Option<String>| {
            let map = map.as_ref().map(|map| format!("  @@map(\"{map}\")\n")).unwrap_or_default();
            let schema = if elsewhere { "other" } else { "public" };
            let schema = if self.namespaces { format!("  @@schema(\"{schema}\")\n") } else { String::new() };
            format!("{map}{schema}}}\n")
        };
        for it in &self.enums {
            out.push_str(&format!("\nenum {} {{\n", it.name));
            for (value, map) in &it.values {
                out.push_str(&format!("  {value}{}\n", map_of(map.as_ref())));
            }
            out.push_str(&end(it.elsewhere, &it.map));
        }
        for (at, model) in self.models.iter().enumerate() {
            out.push_str(&format!("\nmodel {} {{\n", model.name));
            for field in &model.fields {
                let arity = if field.list {
                    "[]"
                } else if field.optional {
                    "?"
                } else {
                    ""
                };
                let default =
                    if field.default.is_empty() { String::new() } else { format!(" @default({})", field.default) };
                let unique = if field.unique { " @unique" } else { "" };
                let native = if field.native.is_empty() { String::new() } else { format!(" {}", field.native) };
                let map = map_of(field.map.as_ref());
                out.push_str(&format!(
                    "  {} {}{arity}{}{default}{unique}{map}{native}\n",
                    field.name, field.ty, field.more
                ));
            }
            self.relations_of(at, &mut out);
            let name = |place: &usize| model.fields[*place].name.clone();
            if !model.id.is_empty() {
                out.push_str(&format!("  @@id([{}])\n", model.id.iter().map(name).collect::<Vec<_>>().join(", ")));
            }
            for key in &model.keys {
                let part = |(place, desc): &(usize, bool)| {
                    format!("{}{}", name(place), if *desc { "(sort: Desc)" } else { "" })
                };
                let parts = key.parts.iter().map(part).collect::<Vec<_>>().join(", ");
                let map = key.map.as_ref().map(|map| format!(", map: \"{map}\"")).unwrap_or_default();
                out.push_str(&format!(
                    "  @@{}([{parts}]{map}{})\n",
                    if key.unique { "unique" } else { "index" },
                    key.method
                ));
            }
            out.push_str(&end(model.elsewhere, &model.map));
        }
        out
    }

    fn relations_of(&self, at: usize, out: &mut String) {
        for (nth, it) in self.relations.iter().enumerate() {
            let list = |model: usize, fields: &[usize]| {
                fields.iter().map(|place| self.models[model].fields[*place].name.clone()).collect::<Vec<_>>().join(", ")
            };
            if it.from == at {
                let target = &self.models[it.to];
                let id = if target.id.is_empty() { vec![0] } else { target.id.clone() };
                let optional = it.fields.iter().all(|place| self.models[at].fields[*place].optional);
                let mut more = String::new();
                for (word, action) in [("onDelete", it.on_delete), ("onUpdate", it.on_update)] {
                    more.push_str(&if action.is_empty() { String::new() } else { format!(", {word}: {action}") });
                }
                more.push_str(&it.map.as_ref().map(|map| format!(", map: \"{map}\"")).unwrap_or_default());
                out.push_str(&format!(
                    "  r{nth} {}{} @relation(\"R{nth}\", fields: [{}], references: [{}]{more})\n",
                    target.name,
                    if optional { "?" } else { "" },
                    list(at, &it.fields),
                    list(it.to, &id)
                ));
            }
            if it.to == at {
                out.push_str(&format!("  back{nth} {}[] @relation(\"R{nth}\")\n", self.models[it.from].name));
            }
        }
        for (nth, (a, b, name)) in self.pairs.iter().enumerate() {
            for (side, (here, there)) in [(a, b), (b, a)].into_iter().enumerate().filter(|(_, (here, _))| **here == at)
            {
                let other = &self.models[*there].name;
                let _ = here;
                out.push_str(&format!("  pair{nth}_{side} {other}[] @relation(\"{name}\")\n"));
            }
        }
    }

    /// The schema with one thing changed, for each thing there is, and what was done.
    pub fn mutants(&self) -> Vec<(&'static str, Self)> {
        let mut all = Vec::new();
        let mut push = |what, change: &mut dyn FnMut(&mut Self)| {
            let mut draft = self.clone();
            change(&mut draft);
            all.push((what, draft));
        };
        push("the relation mode", &mut |it| {
            it.emulated = !it.emulated;
            it.relations.iter_mut().for_each(|relation| relation.map = None);
            for relation in &mut it.relations {
                (relation.on_delete, relation.on_update) = ("Cascade", "Cascade");
            }
        });
        for at in 0..self.enums.len() {
            push("a value that comes", &mut |it| it.enums[at].values.push(("New".to_owned(), None)));
            push("the name of an enum", &mut |it| it.enums[at].map = Some("another enum".to_owned()));
            push("the name of a value", &mut |it| it.enums[at].values[0].1 = Some("another value".to_owned()));
            let is_default = |draft: &Self| {
                draft.models.iter().flat_map(|it| &it.fields).any(|it| it.default.trim_matches(['[', ']']) == "V1")
            };
            if self.enums[at].values.len() > 1 && !is_default(self) {
                push("a value that goes", &mut |it| drop(it.enums[at].values.remove(1)));
            }
            if self.namespaces {
                push("the schema of an enum", &mut |it| it.enums[at].elsewhere = !it.enums[at].elsewhere);
            }
        }
        for at in 0..self.models.len() {
            push("the name of a table", &mut |it| it.models[at].map = Some("another table".to_owned()));
            if self.namespaces {
                push("the schema of a table", &mut |it| it.models[at].elsewhere = !it.models[at].elsewhere);
            }
            push("a field that comes", &mut |it| {
                it.models[at].fields.push(Field { optional: true, ..field("added", "Int", "", None) });
            });
            for place in 0..self.models[at].fields.len() {
                self.mutants_of_field(at, place, &mut push);
            }
            for place in 0..self.models[at].keys.len() {
                push("an index that goes", &mut |it| drop(it.models[at].keys.remove(place)));
                push("the name of an index", &mut |it| it.models[at].keys[place].map = Some("another key".to_owned()));
                push("what an index is for", &mut |it| {
                    let key = &mut it.models[at].keys[place];
                    (key.unique, key.method) = (!key.unique, "");
                });
                if self.models[at].keys[place].method.is_empty() {
                    push("how an index is sorted", &mut |it| {
                        let part = &mut it.models[at].keys[place].parts[0];
                        part.1 = !part.1;
                    });
                }
                if self.models[at].keys[place].parts.len() > 1 {
                    push("the order of an index", &mut |it| it.models[at].keys[place].parts.reverse());
                }
            }
        }
        for at in 0..self.relations.len() {
            push("what a delete does", &mut |it| {
                let relation = &mut it.relations[at];
                relation.on_delete = if relation.on_delete == "Cascade" { "Restrict" } else { "Cascade" };
            });
            push("what an update does", &mut |it| {
                let relation = &mut it.relations[at];
                relation.on_update = if relation.on_update == "Restrict" { "Cascade" } else { "Restrict" };
            });
            push("a relation that goes", &mut |it| drop(it.relations.remove(at)));
            if !self.emulated && self.provider != Provider::Sqlite {
                push("the name of a foreign key", &mut |it| it.relations[at].map = Some("another fk".to_owned()));
            }
        }
        for at in 0..self.pairs.len() {
            push("the name of a relation of many to many", &mut |it| it.pairs[at].2 = String::from("Another"));
        }
        all
    }

    fn mutants_of_field(
        &self,
        at: usize,
        place: usize,
        push: &mut impl FnMut(&'static str, &mut dyn FnMut(&mut Self)),
    ) {
        let it = &self.models[at].fields[place];
        let is_related =
            self.relations.iter().any(|relation| {
                relation.from == at && relation.fields.contains(&place)
                    || relation.to == at && is_id(&self.models[at], place)
            }) || self.pairs.iter().any(|(a, b, _)| (*a == at || *b == at) && is_id(&self.models[at], place));
        let is_in_key = is_id(&self.models[at], place)
            || self.models[at].keys.iter().any(|key| key.parts.iter().any(|(part, _)| *part == place));
        push("the name of a column", &mut |it| it.models[at].fields[place].map = Some("another column".to_owned()));
        if !it.list && !is_id(&self.models[at], place) {
            push("whether a column may be NULL", &mut |it| {
                let field = &mut it.models[at].fields[place];
                field.optional = !field.optional;
            });
        }
        if !is_related && !is_in_key {
            push("the type of a column", &mut |it| {
                let field = &mut it.models[at].fields[place];
                let other = if field.ty == "Int" { "Float" } else { "Int" };
                let arity = (field.optional, field.list);
                *field = self::field(&field.name, other, "", field.map.clone());
                (field.optional, field.list) = arity;
            });
            let natives: &[&'static str] = match (self.provider, it.ty.as_str()) {
                (Provider::Sqlite, _) => &[],
                (_, "String") => &["@db.VarChar(41)"],
                (_, "Decimal") => &["@db.Decimal(11, 3)"],
                (Provider::Postgres, "DateTime") => &["@db.Timestamp(2)"],
                (Provider::MySql, "DateTime") => &["@db.DateTime(2)"],
                _ => &[],
            };
            let now = it.default == "now()";
            for native in
                natives.iter().filter(|_| !now && !it.default.starts_with("dbgenerated") && it.native != "@db.Uuid")
            {
                push("the native type of a column", &mut |it| it.models[at].fields[place].native = native);
            }
            if it.ty == "Int" && !it.list && it.more.is_empty() && !it.native.contains("Tiny") {
                push("the default of a column", &mut |it| it.models[at].fields[place].default = String::from("77"));
            }
            if !it.default.is_empty() {
                push("a default that goes", &mut |it| it.models[at].fields[place].default = String::new());
            }
            if is_of_key(it) && !it.unique {
                push("a unique column", &mut |it| it.models[at].fields[place].unique = true);
            }
            if it.more.is_empty() && self.models[at].fields.len() > 2 {
                // Places of others stay as they are: the last one goes.
                if place + 1 == self.models[at].fields.len() {
                    push("a field that goes", &mut |it| drop(it.models[at].fields.pop()));
                }
            }
        }
    }
}

fn is_id(model: &Model, place: usize) -> bool {
    model.id.contains(&place) || model.id.is_empty() && place == 0
}

fn places(parts: &[(usize, bool)]) -> Vec<usize> {
    parts.iter().map(|(at, _)| *at).collect()
}

fn field(name: &str, ty: &str, native: &'static str, map: Option<String>) -> Field {
    Field {
        name: name.to_owned(),
        map: map.map(|map| format!("{map} {name}")),
        ty: ty.to_owned(),
        optional: false,
        list: false,
        native,
        default: String::new(),
        unique: false,
        more: "",
    }
}

/// Whether any server takes such a column into a key.
fn is_of_key(field: &Field) -> bool {
    !field.list && OF_KEYS.contains(&(field.ty.as_str(), field.native))
}

fn mapped(choices: &mut Choices, name: &str) -> Option<String> {
    choices.in_ten(2).then(|| name.to_owned())
}

fn map_of(map: Option<&String>) -> String {
    map.map(|map| format!(" @map(\"{map}\")")).unwrap_or_default()
}
