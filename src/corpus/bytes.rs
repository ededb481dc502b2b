//! A stream of bytes with one to look ahead at, and a bounded copy of those
//! that matter: what containers are cut into records with.

use std::io::Read;

use super::{SkipReason, why};

/// Bytes with one to look ahead at, and a bounded copy of those that matter.
pub(super) struct Bytes<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    kept: Kept,
    limit: usize,
}

enum Kept {
    No,
    /// The bytes since [`Bytes::keep`].
    Yes(Vec<u8>),
    TooLarge,
}

impl<R: Read> Bytes<R> {
    /// `limit`: the most bytes that are kept.
    pub(super) fn new(reader: R, limit: usize) -> Self {
        Bytes {
            reader,
            buffer: Vec::new(),
            at: 0,
            kept: Kept::No,
            limit,
        }
    }

    /// Keeps what comes from here on.
    pub(super) fn keep(&mut self) {
        self.kept = Kept::Yes(Vec::new());
    }

    /// Keeps nothing any more.
    pub(super) fn drop_kept(&mut self) {
        self.kept = Kept::No;
    }

    /// What was kept; `None` where it was too large.
    pub(super) fn kept(&mut self) -> Option<Vec<u8>> {
        match std::mem::replace(&mut self.kept, Kept::No) {
            Kept::Yes(kept) => Some(kept),
            Kept::No | Kept::TooLarge => None,
        }
    }

    /// How many bytes are kept by now; `None` where they were too many.
    pub(super) fn kept_bytes(&self) -> Option<usize> {
        match &self.kept {
            Kept::Yes(kept) => Some(kept.len()),
            Kept::No | Kept::TooLarge => None,
        }
    }

    /// Takes what was kept before `at`; what came after stays.
    pub(super) fn kept_before(&mut self, at: usize) -> Option<Vec<u8>> {
        match &mut self.kept {
            Kept::Yes(kept) => {
                let after = kept.split_off(at.min(kept.len()));
                Some(std::mem::replace(kept, after))
            }
            Kept::No | Kept::TooLarge => None,
        }
    }

    /// The next byte, left where it is.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, SkipReason> {
        const STEP_BYTES: u64 = 64 * 1024;
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
            let step = (&mut self.reader)
                .take(STEP_BYTES)
                .read_to_end(&mut self.buffer);
            // What came before a failure is still good.
            if let (Err(cause), true) = (step, self.buffer.is_empty()) {
                return Err(why(&cause));
            }
        }
        Ok(self.buffer.get(self.at).copied())
    }

    /// The next byte, and past it.
    pub(super) fn next(&mut self) -> Result<Option<u8>, SkipReason> {
        let Some(byte) = self.peek()? else {
            return Ok(None);
        };
        self.at += 1;
        if let Kept::Yes(kept) = &mut self.kept {
            kept.push(byte);
            if kept.len() > self.limit {
                self.kept = Kept::TooLarge;
            }
        }
        Ok(Some(byte))
    }

    /// Past everything before the next `stop`, many bytes at once; the last of
    /// them are handed back through `last`, the newest at its end.
    pub(super) fn until(&mut self, stop: u8, last: &mut [u8; 3]) -> Result<(), SkipReason> {
        while let Some(byte) = self.peek()? {
            if byte == stop {
                break;
            }
            let ready = &self.buffer[self.at..];
            let length = ready.iter().position(|byte| *byte == stop);
            let passed = &ready[..length.unwrap_or(ready.len())];
            for byte in &passed[passed.len().saturating_sub(last.len())..] {
                *last = [last[1], last[2], *byte];
            }
            if let Kept::Yes(kept) = &mut self.kept {
                kept.extend_from_slice(passed);
                if kept.len() > self.limit {
                    self.kept = Kept::TooLarge;
                }
            }
            self.at += passed.len();
        }
        Ok(())
    }

    /// Gives bytes back, which come again before all others.
    pub(super) fn back(&mut self, bytes: &[u8]) {
        // What was just passed is in the buffer still, as a rule.
        if self.buffer[..self.at].ends_with(bytes) {
            self.at -= bytes.len();
            return;
        }
        let mut again = bytes.to_vec();
        again.extend_from_slice(&self.buffer[self.at..]);
        self.buffer = again;
        self.at = 0;
    }

    /// The next byte that is no white space, left where it is.
    pub(super) fn past_space(&mut self) -> Result<Option<u8>, SkipReason> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.next()?;
        }
        Ok(None)
    }
}
