//! JSON Lines → records, one line in memory at a time.

use std::io::{BufRead, Read};

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
                let rest = reader
                    .skip_until(b'\n')
                    .map_err(|cause| after(number, why(&cause)))?;
                if let Some(reached) = &mut reached {
                    reached.bytes += (taken + rest) as u64;
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

/// Damage with the number of the line that it cost.
fn after(number: u64, reason: SkipReason) -> SkipReason {
    match reason {
        SkipReason::Damaged(words) => SkipReason::Damaged(format!("{words} in line {number}")),
        other => other,
    }
}
