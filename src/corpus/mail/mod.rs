//! Mail → records: one message, or the messages of a mailbox (mbox), one in
//! memory at a time. A message gives its page, else its plain text; what its
//! header says is told beside it.

mod header;
mod mime;

use std::io::{BufRead, Read};

use super::record::{Place, Sink};
use super::{Format, SkipReason, why};

/// Hands every message to the sink. A bad one is reported, and the rest goes on.
pub(super) fn read(reader: impl BufRead, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    let limit = usize::try_from(sink.limits.record_bytes()).unwrap_or(usize::MAX);
    let mut lines = Lines {
        reader,
        line: Vec::new(),
        starts: true,
    };
    let mut message = Message::new(limit);
    let mut mailbox = false;
    let (mut number, mut blank) = (0, true);
    while lines.next()? {
        let begins = lines.starts && blank && is_separator(&lines.line);
        if begins && (mailbox || message.is_blank()) {
            if mailbox {
                number += 1;
                put(&message, Some(number), sink)?;
            }
            mailbox = true;
            message = Message::new(limit);
        } else {
            message.push(lines.unquoted(mailbox));
        }
        blank = lines.starts && lines.line.trim_ascii().is_empty();
    }
    if mailbox {
        return put(&message, Some(number + 1), sink);
    }
    put(&message, None, sink)
}

/// Hands a message on: one of a mailbox with its number, or the only one.
fn put(message: &Message, number: Option<u64>, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    let found = if message.too_large {
        Err(sink.limits.record_too_large())
    } else if message.is_blank() {
        Err(SkipReason::Empty)
    } else {
        mime::message(&message.bytes)
    };
    let (found, number) = match (found, number) {
        (Err(reason), None) => return Err(reason),
        (Err(reason), Some(number)) => {
            sink.skip(Place("message", number), reason);
            return Ok(());
        }
        (Ok(found), number) => (found, number),
    };
    let format = if found.is_page {
        Format::Html
    } else {
        Format::Mail
    };
    if number.is_some() {
        sink.among(&found.id, format, found.text, found.told);
    } else {
        sink.put_alone(format, found.text, found.told);
    }
    Ok(())
}

/// A message as it grows.
struct Message {
    bytes: Vec<u8>,
    limit: usize,
    too_large: bool,
}

impl Message {
    fn new(limit: usize) -> Self {
        Message {
            bytes: Vec::new(),
            limit,
            too_large: false,
        }
    }

    fn push(&mut self, line: &[u8]) {
        self.too_large |= self.bytes.len() + line.len() > self.limit;
        if self.too_large {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(line);
        }
    }

    fn is_blank(&self) -> bool {
        !self.too_large && self.bytes.trim_ascii().is_empty()
    }
}

/// Lines with their ends; a very long one comes in pieces.
struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    /// True where `line` is the beginning of a line.
    starts: bool,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<bool, SkipReason> {
        const PIECE_BYTES: u64 = 64 * 1024;
        self.starts = self.line.is_empty() || self.line.ends_with(b"\n");
        self.line.clear();
        (&mut self.reader)
            .take(PIECE_BYTES)
            .read_until(b'\n', &mut self.line)
            .map_err(|cause| why(&cause))?;
        Ok(!self.line.is_empty())
    }

    /// The line without the mark that keeps `From ` in a mailbox from being
    /// taken for the beginning of the next message.
    fn unquoted(&self, mailbox: bool) -> &[u8] {
        let marks = self.line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = marks > 0 && self.line[marks..].starts_with(b"From ");
        if mailbox && self.starts && quoted {
            &self.line[1..]
        } else {
            &self.line
        }
    }
}

/// `From ann@mail.example Mon Jun  3 10:15:00 2024`: a line of a text may begin
/// with the word, but has no such time.
fn is_separator(line: &[u8]) -> bool {
    const LENGTH_MAX: usize = 500;
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let time = |bytes: &[u8]| {
        let at = |at: usize| bytes.get(at).copied().unwrap_or_default();
        at(2) == b':' && [0, 1, 3, 4].iter().all(|&digit| at(digit).is_ascii_digit())
    };
    rest.len() < LENGTH_MAX && rest.windows(5).any(time)
}

#[cfg(test)]
mod tests;
