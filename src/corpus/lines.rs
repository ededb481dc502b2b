//! JSON Lines → records, one line in memory at a time.

use std::io::{self, BufRead, Read};

use super::record::{Place, Sink};
use super::{Format, Reached, SkipReason, encoding, unpack, why};

/// Hands every line to the sink. A bad line is reported, and the rest goes on;
/// an archive that ends too early gives the lines before its end.
pub(super) fn read(reader: impl BufRead, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    over(reader, None, sink)
}

/// True for the start of a file that can be read on from the end of any line:
/// not compressed, and UTF-8 without a mark.
pub(super) fn is_plain(start: &[u8]) -> bool {
    !unpack::is_packed(start)
        && !encoding::is_binary(start)
        && matches!(encoding::utf16_of(&mut &*start), Ok(None))
        && start.trim_ascii_start().starts_with(b"{")
}

/// The same for such a file, and notes how far it was read. The reader stands
/// where `from` says.
pub(super) fn read_on(
    reader: impl BufRead,
    from: Option<Reached>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let start = Reached {
        format: Format::JsonLines,
        bytes: 0,
        records: 0,
    };
    over(reader, Some(from.unwrap_or(start)), sink)
}

fn over(
    mut reader: impl BufRead,
    mut reached: Option<Reached>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let limit = sink.limits.record_bytes();
    let mut line = Vec::new();
    let former = reached.map_or(0, |reached| reached.records);
    let mut records = former > 0;
    for number in former + 1.. {
        line.clear();
        let place = Place("line", number);
        let taken = (&mut reader)
            .take(limit.saturating_add(1))
            .read_until(b'\n', &mut line);
        match taken.map_err(|cause| after(number, why(&cause)))? {
            0 => break,
            taken if taken as u64 > limit && line.last() != Some(&b'\n') => {
                sink.skip(place, sink.limits.record_too_large());
                line = Vec::new();
                let (rest, is_ended) =
                    skip_line(&mut reader).map_err(|cause| after(number, why(&cause)))?;
                if let (Some(reached), true) = (&mut reached, is_ended) {
                    reached.bytes += taken as u64 + rest;
                    reached.records = number;
                    sink.reached(*reached);
                }
                records = true;
                continue;
            }
            _ if line.trim_ascii().is_empty() => {}
            _ => {
                sink.record(line.trim_ascii(), place);
                records = true;
            }
        }
        // A line without an end may still be written to.
        if let (Some(reached), true) = (&mut reached, line.ends_with(b"\n")) {
            reached.bytes += line.len() as u64;
            reached.records = number;
            sink.reached(*reached);
        }
    }
    if records {
        Ok(())
    } else {
        Err(SkipReason::Empty)
    }
}

/// Goes behind the next line break: by how many bytes, and whether there is one.
fn skip_line(reader: &mut impl BufRead) -> io::Result<(u64, bool)> {
    let mut passed = 0;
    loop {
        let ready = match reader.fill_buf() {
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
            ready => ready?,
        };
        let end = ready.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(ready.len(), |at| at + 1);
        reader.consume(length);
        passed += length as u64;
        if end.is_some() || length == 0 {
            return Ok((passed, end.is_some()));
        }
    }
}

/// Damage with the number of the line that it cost.
fn after(number: u64, reason: SkipReason) -> SkipReason {
    match reason {
        SkipReason::Damaged(words) => SkipReason::Damaged(format!("{words} in line {number}")),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Asked, Choice, Limits, sources_from};

    /// How far a file is read: bytes, records, and what comes from behind.
    #[track_caller]
    fn check(text: &str, wanted: Option<(u64, u64, &[&str])>) {
        let limits = Limits {
            record_mb: 1,
            ..Limits::default()
        };
        let choice = Choice::default();
        let asked = Asked {
            declared: None,
            limits: &limits,
            choice: &choice,
            from: None,
            understands: None,
        };
        let end = sources_from(text.as_bytes(), "a.jsonl", &asked, &mut |_| {});
        let found = end
            .as_ref()
            .map(|end| (end.reached.bytes, end.reached.records, &end.beyond[..]));
        let wanted = wanted
            .map(|(bytes, records, ids)| (bytes, records, ids.iter().map(|id| (*id).to_owned())))
            .map(|(bytes, records, ids)| (bytes, records, ids.collect::<Vec<_>>()));
        let wanted = wanted
            .as_ref()
            .map(|(bytes, records, ids)| (*bytes, *records, &ids[..]));
        assert_eq!(found, wanted, "{}", &text[..text.len().min(100)]);
    }

    #[test]
    fn how_far_a_file_is_read() {
        let one = "{\"id\":1}\n";
        check(one, Some((9, 1, &[])));
        check(&one[..8], None);
        check(&format!("{one}{{\"id\":2}}"), Some((9, 1, &["a.jsonl#2"])));
        // Of two records of one id the first stays, whatever follows.
        check(&format!("{one}{{\"id\":1}}"), Some((9, 1, &[])));
        // A line that is too large is done with when it is ended.
        let large = format!("{one}{{\"id\":\"{}", "x".repeat(1_500_000));
        check(&large, Some((9, 1, &["a.jsonl, line 2"])));
        check(
            &format!("{large}\n"),
            Some((large.len() as u64 + 1, 2, &[])),
        );
    }
}
