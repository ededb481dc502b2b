//! JSON Lines → records, one line in memory at a time.

use std::io::{BufRead, Read};

use super::record::{Place, Sink};
use super::{SkipReason, why};

/// Hands every line to the sink. A bad line is reported, and the rest goes on;
/// an archive that ends too early gives the lines before its end.
pub(super) fn read(mut reader: impl BufRead, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    let limit = sink.limits.record_bytes();
    let mut line = Vec::new();
    let mut records = false;
    for number in 1_u64.. {
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
                reader
                    .skip_until(b'\n')
                    .map_err(|cause| after(number, why(&cause)))?;
                records = true;
            }
            _ if line.trim_ascii().is_empty() => {}
            _ => {
                sink.record(line.trim_ascii(), place);
                records = true;
            }
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
