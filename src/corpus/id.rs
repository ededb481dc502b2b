//! Paths and record ids → the printable ids that results are known by.
//!
//! One to one: two names never give the same id, whatever bytes they hold.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Writes `%0A` for what cannot be printed, looked at or told apart: control
/// and invisible characters, white space other than a space, `#`, bytes that
/// are no UTF-8, and a `%` that would be taken for the start of such a code.
pub(super) fn printable(name: &[u8]) -> String {
    let mut id = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            let coded = match c {
                '%' => starts_code(&valid.as_bytes()[at..]),
                ' ' => false,
                '#' => true,
                c => c.is_control() || c.is_whitespace() || is_invisible(c),
            };
            if coded {
                let mut bytes = [0; 4];
                code(&mut id, c.encode_utf8(&mut bytes).as_bytes());
            } else {
                id.push(c);
            }
        }
        code(&mut id, chunk.invalid());
    }
    id
}

/// A record's own id as the part after `#`.
pub(super) fn fragment(own: &str) -> String {
    const LENGTH_MAX: usize = 400;
    if own.len() > LENGTH_MAX {
        hash([own])
    } else {
        printable(own.as_bytes())
    }
}

/// `h` and twelve hex digits of a hash over the parts.
pub(super) fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        // A byte that no text holds, so that moving a word from one part to
        // the next gives another hash.
        hasher.update([0xff]);
    }
    let mut id = "h".to_owned();
    for byte in hasher.finalize().iter().take(6) {
        // Writing to a string cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}

fn starts_code(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

fn code(id: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(id, "%{byte:02X}");
    }
}

/// Characters that leave no mark, or turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_printed_is_coded() {
        let check = |name: &[u8], wanted: &str| assert_eq!(printable(name), wanted);
        check("2024/a b-ü 中.txt".as_bytes(), "2024/a b-ü 中.txt");
        check(b"a#b\tc\n", "a%23b%09c%0A");
        check(b"100%", "100%");
        check(b"100%25", "100%2525");
        check(b"\xff%41", "%FF%2541");
        check("a\u{a0}b\u{202e}c".as_bytes(), "a%C2%A0b%E2%80%AEc");
        check(b"%#%2#", "%%23%2%23");
    }

    #[test]
    fn two_names_never_share_an_id() {
        let mut seen = std::collections::HashMap::new();
        let letters = [b'%', b'2', b'3', b'#', 0xff, b'F'];
        for number in 0..letters.len().pow(5) {
            let mut rest = number;
            let mut name = Vec::new();
            for _ in 0..5 {
                name.push(letters[rest % letters.len()]);
                rest /= letters.len();
            }
            if let Some(other) = seen.insert(printable(&name), name.clone()) {
                panic!("{name:?} and {other:?}");
            }
        }
    }

    #[test]
    fn a_hash_depends_on_every_part() {
        assert_eq!(hash(["a", "b"]).len(), 13);
        assert_ne!(hash(["a", "b"]), hash(["ab", ""]));
        assert_eq!(fragment("x/7"), "x/7");
        assert_eq!(fragment(&"x".repeat(401)).len(), 13);
    }
}
