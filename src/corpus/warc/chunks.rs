//! A body that was sent in chunks → the body.

use super::http::Body;

/// Joins the chunks. A body that does not begin with a chunk was joined when it
/// was captured, unless it ends like one in chunks.
///
/// Where a chunk is missing or cut, the ones before it are taken. A size that
/// is wrong is damage: if the end of the body is there, the chunk reaches to
/// the next one that is sound; else all before it is taken.
pub(super) fn joined(body: &[u8]) -> Body {
    let mut joined = Body::whole(Vec::with_capacity(body.len()));
    let has_end = has_end(body);
    let mut rest = body;
    loop {
        let is_first = rest.len() == body.len();
        let head = head(rest);
        match &head {
            Some(head) if head.is_last() => return joined,
            Some(head) if head.fits() => {
                joined.bytes.extend_from_slice(&head.behind[..head.length]);
                rest = past_line_end(&head.behind[head.length..]);
                continue;
            }
            None if is_first && !has_end => return Body::whole(body.to_vec()),
            None if rest.is_empty() => {
                joined.is_partial = true;
                return joined;
            }
            _ => {}
        }
        joined.is_partial = true;
        // Without its end, the last chunk is shorter than it says.
        let is_cut = head
            .as_ref()
            .is_some_and(|head| head.length >= head.behind.len());
        joined.is_damaged |= has_end || !is_cut;
        let data = match &head {
            Some(head) => head.behind,
            None => past_size(rest),
        };
        if has_end {
            let (chunk, next) = at_next(data);
            joined.bytes.extend_from_slice(chunk);
            rest = next;
            continue;
        }
        if let Some(head) = head {
            let length = head.length.min(data.len());
            joined.bytes.extend_from_slice(&data[..length]);
        }
        return joined;
    }
}

/// The line that a chunk begins with.
struct Head<'b> {
    length: usize,
    /// What the line ends with.
    line_end: &'static [u8],
    /// What is behind the line.
    behind: &'b [u8],
}

impl Head<'_> {
    /// True where the chunk is as long as it says, and a line end behind it.
    fn fits(&self) -> bool {
        let behind = self.behind.get(self.length..).unwrap_or_default();
        self.length > 0
            && (behind.starts_with(b"\n") || behind.starts_with(b"\r\n") || behind == b"\r")
    }

    /// True where a chunk begins for certain: the text may have numbers too.
    fn is_sound(&self) -> bool {
        let behind = self.behind.get(self.length..).unwrap_or_default();
        match self.is_last() {
            true => behind.iter().all(u8::is_ascii_whitespace),
            false => behind.starts_with(self.line_end),
        }
    }

    /// True for the chunk that ends the body.
    fn is_last(&self) -> bool {
        self.length == 0
    }
}

/// `None` where no line with a size stands. A size that no number holds is the
/// largest one.
fn head(bytes: &[u8]) -> Option<Head<'_>> {
    const LINE_MAX: usize = 1_000;
    let start = &bytes[..bytes.len().min(LINE_MAX)];
    // The body may end within the line.
    let end = match start.iter().position(|byte| *byte == b'\n') {
        Some(end) => end,
        None if start.len() < LINE_MAX => start.len(),
        None => return None,
    };
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let is_size = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_size.then(|| Head {
        length: usize::from_str_radix(digits, 16).unwrap_or(usize::MAX),
        line_end: if line.ends_with('\r') { b"\r\n" } else { b"\n" },
        behind: bytes.get(end + 1..).unwrap_or_default(),
    })
}

/// True where the last line is that of the last chunk.
fn has_end(body: &[u8]) -> bool {
    let body = body.trim_ascii_end();
    let line_start = body.iter().rposition(|byte| *byte == b'\n');
    let line = &body[line_start.map_or(0, |at| at + 1)..];
    line_start.is_some() && !line.is_empty() && line.iter().all(|byte| *byte == b'0')
}

/// The data up to the next chunk that is sound or the last, and that chunk.
fn at_next(data: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        let next = &data[at..];
        if head(next).is_some_and(|head| head.is_sound()) {
            let chunk = &data[..at];
            let chunk = chunk.strip_suffix(b"\n").unwrap_or(chunk);
            return (chunk.strip_suffix(b"\r").unwrap_or(chunk), next);
        }
        at += line.len();
    }
    (data, &[])
}

/// Past a short line that must be a damaged size.
fn past_size(bytes: &[u8]) -> &[u8] {
    const SIZE_MAX: usize = 20;
    let end = bytes.iter().take(SIZE_MAX).position(|byte| *byte == b'\n');
    end.map_or(bytes, |end| &bytes[end + 1..])
}

fn past_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
    bytes.strip_prefix(b"\n").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_good_and_bad() {
        let (whole, cut, damaged) = ((false, false), (true, false), (true, true));
        for (body, wanted, state) in [
            ("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde", whole),
            ("3\nabc\n02\nde\n0\n", "abcde", whole),
            ("3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n", "abc", whole),
            ("0\r\n\r\n", "", whole),
            ("", "", whole),
            ("<p>joined before</p>", "<p>joined before</p>", whole),
            (
                "<p>one</p>\r\n<p>two</p>\r\n",
                "<p>one</p>\r\n<p>two</p>\r\n",
                whole,
            ),
            // Cut off: within a chunk, behind its size, between two.
            ("3\r\nabc\r\n9\r\nde", "abcde", cut),
            ("3\r\nabc\r\n9\r\n", "abc", cut),
            ("3\r\nabc\r\n", "abc", cut),
            ("3\r\nabc", "abc", cut),
            ("3\r\nabc\r", "abc", cut),
            ("3\r\nabc\r\n2", "abc", cut),
            ("3\r\nabc\r\n0", "abc", whole),
            // No size where one must stand.
            ("3\r\nabc\r\nwrong\r\nde", "abc", damaged),
            ("3\r\nabc\r\nwrong\r\nde\r\n0\r\n\r\n", "abcde", damaged),
            ("zz\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", damaged),
            // Too long for what follows, or for any number.
            ("ff\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", damaged),
            ("ffffffffffffffffff\r\nabc\r\n0\r\n\r\n", "abc", damaged),
            (
                "3\r\nabc\r\n20\r\nde\r\n2\r\nfg\r\n0\r\n\r\n",
                "abcdefg",
                damaged,
            ),
            ("ffffffffffffffffff\r\nabc", "abc", cut),
            // Too short.
            ("2\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", damaged),
            ("2\r\nabc\r\n2\r\nde\r\n", "ab", damaged),
            // Lines of the text that look like sizes are text.
            (
                "f\r\n1\r\n\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
                "1\r\n\r\n\r\n2\r\nabcdef",
                damaged,
            ),
        ] {
            let found = joined(body.as_bytes());
            let text = String::from_utf8(found.bytes).unwrap();
            let found = (text.as_str(), (found.is_partial, found.is_damaged));
            assert_eq!(found, (wanted, state), "{body:?}");
        }
    }
}
