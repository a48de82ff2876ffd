//! Places counted in UTF-16 code units, as JavaScript and the Language Server Protocol count.

/// Turns bytes of a text into UTF-16 code units and back. An ASCII text costs nothing: both are the same.
#[derive(Clone, Debug, Default)]
pub struct Utf16Index {
    /// For each character that is not ASCII: the byte behind it, and how many code units fewer than bytes lie before that.
    behind: Vec<(u64, u64)>,
}

impl Utf16Index {
    /// Looks through a text.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut less = 0;
        let wide = text.char_indices().filter(|(_, c)| !c.is_ascii());
        let behind = wide.map(|(at, c)| {
            less += (c.len_utf8() - c.len_utf16()) as u64;
            ((at + c.len_utf8()) as u64, less)
        });
        Self { behind: behind.collect() }
    }

    /// The code units before a byte.
    pub fn units(&self, byte: u64) -> u64 {
        let count = self.behind.partition_point(|(end, _)| *end <= byte);
        byte - count.checked_sub(1).and_then(|last| self.behind.get(last)).map_or(0, |(_, less)| *less)
    }

    /// The bytes before a code unit; of one inside a character, those up to a place inside that character.
    pub fn bytes(&self, unit: u64) -> u64 {
        let count = self.behind.partition_point(|(end, less)| end - less <= unit);
        unit + count.checked_sub(1).and_then(|last| self.behind.get(last)).map_or(0, |(_, less)| *less)
    }
}

#[cfg(test)]
mod tests {
    use super::Utf16Index;

    #[test]
    fn every_character_is_found_both_ways() {
        for text in ["", "plain", "한🥕x", "\u{feff}é\r\n🥕🥕", "a한b한c"] {
            let index = Utf16Index::new(text);
            let mut units = 0;
            for (byte, c) in text.char_indices() {
                assert_eq!(index.units(byte as u64), units, "{text:?} at byte {byte}");
                assert_eq!(index.bytes(units), byte as u64, "{text:?} at unit {units}");
                units += c.len_utf16() as u64;
            }
            assert_eq!(index.units(text.len() as u64), units, "{text:?}");
            assert_eq!(index.bytes(units), text.len() as u64, "{text:?}");
        }
    }

    #[test]
    fn the_middle_of_a_character_is_no_boundary() {
        let text = "🥕x";
        let middle = usize::try_from(Utf16Index::new(text).bytes(1)).unwrap_or_default();
        assert!(!text.is_char_boundary(middle));
    }
}
