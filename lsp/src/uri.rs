//! Addresses of files, as clients write them, and paths seen from a folder, as the core and its reports write them.

use std::str::FromStr;

use lsp_types::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

/// What a client writes as it is in the path of an address. VS Code writes so; others read it.
const WRITTEN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What may not stand in an address as it is (RFC 3986, 2), and some clients write so. Of `%`, nobody knows what was meant.
const NOT_IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A folder, by its address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    /// As the client wrote it, without the last `/`.
    written: String,
    /// The same without escapes.
    plain: String,
}

impl Root {
    /// The folder of an address.
    pub fn new(uri: &str) -> Self {
        let written = uri.trim_end_matches('/').to_owned();
        Self { plain: plain(&written), written }
    }

    /// The folder that a file is in; that of all such texts, where it has none (`untitled:Untitled-1`).
    pub fn of_file(uri: &str) -> Self {
        Self::new(uri.rsplit_once('/').map_or("", |(folder, _)| folder))
    }

    /// As the client wrote it, without the last `/`.
    pub fn uri(&self) -> &str {
        &self.written
    }

    /// Where it is on this machine's disk; none where it is elsewhere.
    pub fn folder(&self) -> Option<String> {
        let path = self.plain.strip_prefix("file://")?;
        let path = path.strip_prefix('/').filter(|rest| has_drive(rest)).unwrap_or(path);
        Some(if path.is_empty() { "/".to_owned() } else { path.to_owned() })
    }

    /// The path of a file seen from here; none where it is not in this folder.
    pub fn path_of(&self, uri: &str) -> Option<String> {
        let uri = plain(uri);
        let path =
            if self.plain.is_empty() { uri.as_str() } else { uri.strip_prefix(&self.plain)?.strip_prefix('/')? };
        // What goes up and down again is no path that this server makes, and none that it follows.
        let is_plain = !path.is_empty() && path.split('/').all(|part| part != "." && part != "..");
        is_plain.then(|| path.to_owned())
    }

    /// The address of a path seen from here.
    pub(crate) fn uri_of(&self, path: &str) -> Option<Uri> {
        let encoded = utf8_percent_encode(path, WRITTEN);
        let text = if self.written.is_empty() { encoded.to_string() } else { format!("{}/{encoded}", self.written) };
        Uri::from_str(&text).ok()
    }
}

/// Writes the addresses in a message as addresses are written: the protocol's types read no others, and then the whole message
/// would count for nothing. One that is written right stays as it is.
pub(crate) fn write_addresses(message: &mut Value) {
    match message {
        Value::Array(items) => items.iter_mut().for_each(write_addresses),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(address) if name == "uri" || name == "rootUri" => {
                        if Uri::from_str(address).is_err() {
                            *address = utf8_percent_encode(address, NOT_IN_ADDRESSES).to_string();
                        }
                    }
                    _ => write_addresses(value),
                }
            }
        }
        _ => {}
    }
}

/// An address without escapes. The letter of a drive is written either way by the same client.
pub(crate) fn plain(uri: &str) -> String {
    let decoded = percent_decode_str(uri).decode_utf8_lossy().into_owned();
    match decoded.strip_prefix("file:///") {
        Some(rest) if has_drive(rest) => {
            let (drive, path) = rest.split_at(1);
            format!("file:///{}{path}", drive.to_ascii_lowercase())
        }
        _ => decoded,
    }
}

fn has_drive(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic()) && bytes.next() == Some(b':')
}

#[cfg(test)]
mod tests {
    use super::Root;

    #[test]
    fn a_path_is_seen_from_its_folder_however_its_address_is_written() {
        let root = Root::new("file:///home/%ED%95%9C/app/");
        for uri in ["file:///home/한/app/prisma/a b.prisma", "file:///home/%ED%95%9C/app/prisma/a%20b.prisma"] {
            assert_eq!(root.path_of(uri).as_deref(), Some("prisma/a b.prisma"), "{uri}");
        }
        let uri = root.uri_of("prisma/a b.prisma").map(|uri| uri.as_str().to_owned());
        assert_eq!(uri.as_deref(), Some("file:///home/%ED%95%9C/app/prisma/a%20b.prisma"));
        assert_eq!(root.folder().as_deref(), Some("/home/한/app"));
    }

    #[test]
    fn what_is_elsewhere_has_no_path_here() {
        let root = Root::new("file:///app");
        for uri in [
            "file:///application/a.sql",
            "file:///other/a.sql",
            "untitled:Untitled-1",
            "file:///app",
            "file:///app/../a",
        ] {
            assert_eq!(root.path_of(uri), None, "{uri}");
        }
    }

    #[test]
    fn drives_are_one_in_either_case_and_spelling() {
        let root = Root::new("file:///c%3A/app");
        assert_eq!(root.path_of("file:///C:/app/a.sql").as_deref(), Some("a.sql"));
        assert_eq!(root.folder().as_deref(), Some("c:/app"));
    }

    #[test]
    fn other_file_systems_have_folders_too() {
        let root = Root::new("memfs:/");
        assert_eq!(root.path_of("memfs:/prisma/schema.prisma").as_deref(), Some("prisma/schema.prisma"));
        assert_eq!(root.uri_of("a.sql").map(|uri| uri.as_str().to_owned()).as_deref(), Some("memfs:/a.sql"));
        assert_eq!(root.folder(), None);
        let alone = Root::of_file("untitled:Untitled-1");
        assert_eq!(alone.path_of("untitled:Untitled-1").as_deref(), Some("untitled:Untitled-1"));
    }
}
