//! Header lines, of a record or of an answer over HTTP → names and values.
//!
//! Lenient, since what was captured is what servers sent: lines may end in a
//! bare line feed, names hold odd characters, and lines hold no colon.

/// Values by name; names are compared without case.
#[derive(Debug, Default)]
pub(super) struct Headers<'h>(Vec<(&'h [u8], &'h [u8])>);

/// More lines than this no server sends; what follows is passed over.
const LINES_MAX: usize = 1_000;

/// Nobody packs anything more often.
pub(super) const LISTED_MAX: usize = 5;

impl<'h> Headers<'h> {
    /// Reads lines up to a blank one. A line that begins with a space belongs
    /// to the one before it, whose value it is no part of here.
    pub(super) fn parse(lines: &'h [u8]) -> Self {
        let fields = lines
            .split(|byte| *byte == b'\n')
            .take(LINES_MAX)
            .filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t"))
            .filter_map(|line| {
                let colon = line.iter().position(|byte| *byte == b':')?;
                Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
            });
        Headers(fields.collect())
    }

    /// The first value of this name, as text.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let fits = |(given, _): &&(&[u8], &[u8])| given.eq_ignore_ascii_case(name.as_bytes());
        let (_, value) = self.0.iter().find(fits)?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// All values of this name as one list, which ends behind
    /// [`LISTED_MAX`] and one more.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let fits = |(given, _): &&(&[u8], &[u8])| given.eq_ignore_ascii_case(name.as_bytes());
        let values = self.0.iter().filter(fits);
        values
            .flat_map(|(_, value)| value.split(|byte| *byte == b','))
            .map(|value| String::from_utf8_lossy(value.trim_ascii()).to_ascii_lowercase())
            .filter(|value| !value.is_empty())
            .take(LISTED_MAX + 1)
            .collect()
    }
}

/// The type in a `Content-Type`, in lower case and without its parameters, and
/// the character set that it names.
pub(super) fn media(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !label.is_empty()).then(|| label.to_owned())
    });
    (media, charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_servers_send_them() {
        let lines = b"Content-Type: text/html; Charset=\"windows-1251\"\nbroken line\r\nX-Long: a\r\n  b: c\r\nVIA:\xe9\r\nvia: two, THREE";
        let headers = Headers::parse(lines);
        assert_eq!(headers.get("x-long").as_deref(), Some("a"));
        assert_eq!(headers.get("b"), None);
        assert_eq!(headers.list("Via"), ["\u{fffd}", "two", "three"]);
        let (media, charset) = media(&headers.get("content-type").unwrap());
        assert_eq!(media, "text/html");
        assert_eq!(charset.as_deref(), Some("windows-1251"));
    }
}
