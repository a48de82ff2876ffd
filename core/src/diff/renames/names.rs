//! How near two names are, and why.

use strsim::{damerau_levenshtein, jaro_winkler};

/// How near two names are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Likeness {
    /// From 0 (nothing in common) to 1 (the same but for the style).
    pub(super) degree: f64,
    /// In words; absent where nothing is alike.
    pub(super) reason: Option<&'static str>,
}

impl Likeness {
    fn new(degree: f64, reason: &'static str) -> Self {
        Self { degree, reason: Some(reason) }
    }
}

/// Words of which two that differ make two different things: `created_at` is no `deleted_at`.
#[rustfmt::skip]
const EXCLUSIVE: &[&[&str]] = &[
    &["created", "updated", "modified", "deleted", "removed", "archived", "published", "started", "ended", "expired",
      "cancelled", "canceled", "paid", "sent", "received", "delivered", "shipped", "approved", "rejected", "confirmed",
      "verified", "closed", "opened", "read", "seen", "visited", "signed", "joined", "left"],
    &["first", "last", "middle", "second", "third", "full"],
    &["min", "max", "avg", "sum", "minimum", "maximum", "average"],
    &["start", "end", "stop", "begin", "finish", "opens", "closes", "starts", "ends"],
    &["from", "to", "source", "target", "sender", "receiver", "recipient"],
    &["width", "height", "depth", "length", "weight"],
    &["lat", "lng", "lon", "long", "latitude", "longitude"],
    &["billing", "shipping", "delivery"],
    &["in", "out", "up", "down", "left", "right", "top", "bottom"],
    &["email", "phone", "fax", "mobile", "address", "url"],
    &["day", "week", "month", "year", "hour", "minute", "second"],
    &["home", "away", "work", "office"],
    &["net", "gross", "tax"],
    &["old", "new"],
    &["x", "y", "z"],
    &["asc", "desc"],
];

/// Words that add to a name without making another thing of it.
const FILLERS: &[&str] = &[
    "is", "has", "at", "on", "the", "id", "tbl", "t", "col", "fld", "field", "value", "no", "nr", "number", "num",
    "date", "time", "name", "text", "str", "flag", "v2", "v", "new", "old", "legacy", "renamed", "info", "data",
];

/// Words of which one makes another thing of a name: its hash is not the name.
const TURNING: &[&str] = &[
    "hash",
    "hashed",
    "verified",
    "confirmed",
    "count",
    "total",
    "cents",
    "encrypted",
    "token",
    "enabled",
    "type",
    "kind",
    "status",
    "url",
    "json",
    "history",
    "log",
    "backup",
    "previous",
    "prev",
    "next",
    "tmp",
    "temp",
    "alt",
    "id",
    "ids",
    "expires",
    "salt",
    "code",
    "percent",
    "ratio",
    "score",
    "rank",
    "lower",
    "slug",
    "key",
    "by",
];

/// The longest name that a database takes: 64 characters in MySQL and MariaDB (their manuals, "Identifier Length Limits"), 63
/// bytes in PostgreSQL. To compare longer ones costs the square of their length, and tells nothing.
const MAX_NAME: usize = 64;

fn is_name(text: &str) -> bool {
    text.chars().nth(MAX_NAME).is_none()
}

/// Compares two names of columns or tables; `context` is the name of the table, whose words a column may lose or gain.
pub(super) fn likeness(a: &str, b: &str, context: &[&str]) -> Likeness {
    if !is_name(a) || !is_name(b) {
        return Likeness { degree: 0.0, reason: None };
    }
    let (left, right) = (words(a), words(b));
    if left == right || left.concat() == right.concat() {
        return Likeness::new(1.0, "the names differ in style only");
    }
    let stems = |words: &[String]| words.iter().map(|word| stem(word)).collect::<Vec<_>>();
    let (left, right) = (stems(&left), stems(&right));
    if left == right {
        return Likeness::new(0.97, "one name is the plural of the other");
    }
    let context: Vec<String> =
        context.iter().filter(|name| is_name(name)).flat_map(|name| words(name)).map(|word| stem(&word)).collect();
    let rest =
        |of: &[String], other: &[String]| of.iter().filter(|word| !other.contains(word)).cloned().collect::<Vec<_>>();
    let (only_left, only_right) = (rest(&left, &right), rest(&right, &left));
    if only_left.is_empty() && only_right.is_empty() {
        return Likeness::new(0.9, "the names have the same words");
    }
    if excludes(&only_left, &only_right) {
        return Likeness { degree: -0.6, reason: None };
    }
    let shared = left.iter().filter(|word| right.contains(word)).count();
    if shared > 0 && (only_left.is_empty() || only_right.is_empty()) {
        let extra = if only_left.is_empty() { &only_right } else { &only_left };
        if extra.iter().all(|word| context.contains(word)) {
            return Likeness::new(0.95, "one name has the table's name in it");
        }
        if extra.iter().any(|word| TURNING.contains(&word.as_str())) {
            return Likeness::new(0.15, "one name has a word more");
        }
        if extra.iter().all(|word| FILLERS.contains(&word.as_str())) {
            return Likeness::new(0.9, "one name has a word more");
        }
        let longer = left.len().max(right.len());
        let degree = if shared * 2 >= longer { 0.7 } else { 0.5 };
        return Likeness::new(degree, "one name is in the other");
    }
    if let Some(found) = word_by_word(&left, &right) {
        return found;
    }
    let (joined_left, joined_right) = (left.concat(), right.concat());
    if shared > 0 {
        let turned = only_left.iter().chain(&only_right).any(|word| TURNING.contains(&word.as_str()));
        // A word that says what kind of value it is says little about which.
        let says_little = |word: &str| FILLERS.contains(&word) || TURNING.contains(&word);
        let telling = left.iter().filter(|word| right.contains(word) && !says_little(word)).count();
        let degree = if telling == 0 {
            0.1
        } else if turned {
            0.2
        } else {
            0.45
        };
        return Likeness::new(degree, "the names share a word");
    }
    let near = jaro_winkler(&joined_left, &joined_right);
    if is_typo(&joined_left, &joined_right) {
        return Likeness::new(0.9, "the names differ by a letter or two");
    }
    if is_ending(&joined_left, &joined_right) || is_ending(&joined_right, &joined_left) {
        return Likeness::new(0.65, "one name is the end of the other");
    }
    if near > 0.88 { Likeness::new(0.5, "the names are spelt alike") } else { Likeness { degree: 0.0, reason: None } }
}

/// Names of as many words, of which some are the same and the others are abbreviations or misspellings.
fn word_by_word(left: &[String], right: &[String]) -> Option<Likeness> {
    if left.len() != right.len() {
        // `qty` for `quantity_ordered` is too far; `dob` for `date_of_birth` is not.
        let initials = |short: &[String], long: &[String]| {
            let letters: String = long.iter().filter_map(|word| word.chars().next()).collect();
            short.len() == 1 && long.len() > 1 && short.first().is_some_and(|short| *short == letters)
        };
        let found = initials(left, right) || initials(right, left);
        return found.then(|| Likeness::new(0.85, "one name is the initials of the other"));
    }
    let mut typos = 0;
    let mut shortened = 0;
    for (a, b) in left.iter().zip(right) {
        if a == b {
        } else if is_typo(a, b) {
            typos += 1;
        } else if is_abbreviation(a, b) || is_abbreviation(b, a) {
            shortened += 1;
        } else {
            return None;
        }
    }
    Some(match (typos, shortened) {
        (_, 0) => Likeness::new(0.95, "the names differ by a letter or two"),
        _ => Likeness::new(0.85, "one name is an abbreviation of the other"),
    })
}

fn is_typo(a: &str, b: &str) -> bool {
    let length = a.chars().count().max(b.chars().count());
    // Long names cost their length squared, and are no names.
    (4..=MAX_NAME).contains(&length) && damerau_levenshtein(a, b) <= if length < 6 { 1 } else { 2 } && {
        // Short words a letter apart are other words: `cost`, `post`.
        length > 5 || a.chars().next() == b.chars().next()
    }
}

/// Whether a word is the end of a longer one (`mail`, `email`; `name`, `username`), whose beginning makes no other thing of it.
fn is_ending(short: &str, long: &str) -> bool {
    let beginning = long.strip_suffix(short).filter(|it| !it.is_empty() && short.chars().nth(3).is_some());
    beginning.is_some_and(|it| !TURNING.contains(&it) && !EXCLUSIVE.iter().any(|group| group.contains(&it)))
}

/// Whether the letters of a word stand in another in the same order, from its first on: `qty`, `addr`, `pwd`.
fn is_abbreviation(short: &str, long: &str) -> bool {
    let (letters, of) = (short.chars().count(), long.chars().count());
    if !(2..of).contains(&letters) || of > MAX_NAME {
        return false;
    }
    let mut rest = long.chars();
    let in_order = short.chars().all(|letter| rest.any(|it| it == letter));
    // The beginning of a word (`desc`), or most of its consonants (`qty`).
    let is_beginning = long.starts_with(short) && letters >= 3;
    let no_vowels = !short.chars().skip(1).any(|it| "aeiou".contains(it)) && letters >= 2;
    in_order && short.chars().next() == long.chars().next() && (is_beginning || no_vowels || letters * 2 > of)
}

fn excludes(left: &[String], right: &[String]) -> bool {
    EXCLUSIVE.iter().any(|group| {
        let found = |words: &[String]| words.iter().any(|word| group.contains(&word.as_str()));
        found(left) && found(right)
    })
}

/// The words of a name in lower case: at `_`, `-`, blanks, digits, and where small letters turn to capitals.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        if !c.is_alphanumeric() {
            before = ' ';
            continue;
        }
        let ends_capitals =
            before.is_uppercase() && c.is_uppercase() && letters.peek().is_some_and(|it| it.is_lowercase());
        let starts = !before.is_alphanumeric()
            || (c.is_uppercase() && !before.is_uppercase())
            || ends_capitals
            || (c.is_numeric() && !before.is_numeric());
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// A word without the ending of its plural.
pub(super) fn stem(word: &str) -> String {
    let ends = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() > 2);
    if let Some(rest) = ends("ies") {
        return format!("{rest}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.strip_suffix(ending).is_some_and(|rest| !rest.is_empty()) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    match ends("s") {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) => rest.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_abbreviation, likeness, stem, words};

    #[test]
    fn names_come_apart_into_words() {
        assert_eq!(words("userName"), ["user", "name"]);
        assert_eq!(words("HTTPServer_id2"), ["http", "server", "id", "2"]);
        assert_eq!(words("사용자_이름"), ["사용자", "이름"]);
    }

    #[test]
    fn a_plural_is_its_singular() {
        for (many, one) in [("users", "user"), ("categories", "category"), ("boxes", "box"), ("status", "status")] {
            assert_eq!(stem(many), one);
        }
    }

    #[test]
    fn abbreviations_are_known_by_their_letters() {
        for (short, long) in [("qty", "quantity"), ("addr", "address"), ("pwd", "password"), ("desc", "description")] {
            assert!(is_abbreviation(short, long), "{short}");
        }
        assert!(!is_abbreviation("tag", "title"));
    }

    #[test]
    fn a_name_may_be_the_end_of_another() {
        assert!(likeness("email", "mail", &[]).degree > 0.6);
        assert!(likeness("username", "name", &[]).degree > 0.6);
        for (a, b) in [("lastname", "name"), ("hashcode", "code"), ("image", "age"), ("cost", "post")] {
            assert!(likeness(a, b, &[]).degree < 0.6, "{a}");
        }
    }

    #[test]
    fn what_no_database_takes_as_a_name_is_like_nothing() {
        let long = |end: &str| format!("{}{end}", "a_b".repeat(40_000));
        assert_eq!(likeness(&long("x"), &long("y"), &[]).degree.to_bits(), 0_f64.to_bits());
        assert!(likeness("user_name", "name", &[&long("x"), "users"]).degree > 0.9);
        let longest = "é".repeat(64);
        assert!(likeness(&longest, &longest, &[]).degree > 0.9);
    }

    #[test]
    fn what_excludes_each_other_is_not_alike() {
        assert!(likeness("created_at", "deleted_at", &[]).degree < 0.0);
        assert!(likeness("email", "email_verified", &[]).degree < 0.3);
        assert!(likeness("user_name", "name", &["users"]).degree > 0.9);
        assert!(likeness("recieved_at", "received_at", &[]).degree > 0.9);
    }
}
