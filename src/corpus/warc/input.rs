//! The bytes of a web archive, plain, gzip or zstd → one stream of records that
//! knows where in the file it is, and finds the next record behind damage.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::super::unpack::{self, GZIP};
use super::super::{Limits, SkipReason, why};

/// How much is read at a time.
const STEP_BYTES: usize = 64 * 1024;

/// The header of a record lies in the first bytes of a member; they are unpacked
/// in small steps, so that it is had where there is damage behind it.
const START_BYTES: u64 = 4 * 1024;
const SMALL_STEP_BYTES: usize = 512;

/// The unpacked bytes of a web archive.
pub(super) enum Input<'r> {
    Plain(Packed<'r>),
    Gzip(Box<Members<'r>>),
    /// zstd: a frame need not be a record, so that damage ends the reading.
    Other(Packed<'r>),
}

impl<'r> Input<'r> {
    /// `from` is the place in the file at which the reader stands.
    pub(super) fn new(reader: impl Read + 'r, from: u64, limits: &Limits) -> io::Result<Self> {
        let mut packed = Packed::new(Box::new(reader), from);
        let start = packed.ahead(4)?;
        if start.starts_with(GZIP) {
            Ok(Input::Gzip(Box::new(Members::new(packed, *limits))))
        } else if unpack::is_packed(start) {
            let unpacked = unpack::unpack(packed, limits)?;
            Ok(Input::Other(Packed::new(Box::new(unpacked), 0)))
        } else {
            Ok(Input::Plain(packed))
        }
    }

    /// The place in the file of the next byte, if reading could start there.
    pub(super) fn place(&self) -> Option<u64> {
        match self {
            Input::Plain(packed) => Some(packed.place()),
            Input::Gzip(members) => members.place(),
            Input::Other(_) => None,
        }
    }

    /// What lies ahead, `wanted` bytes at least; less at the end of the file, or
    /// of what a gzip member gives at a time.
    pub(super) fn ahead(&mut self, wanted: usize) -> io::Result<&[u8]> {
        match self {
            Input::Plain(packed) | Input::Other(packed) => packed.ahead(wanted),
            Input::Gzip(members) => members.fill_buf(),
        }
    }

    /// While a record is read: the data ends before a gzip member that begins
    /// with another one. Members that are pieces of a record are joined.
    pub(super) fn fence(&mut self, is_up: bool) {
        if let Input::Gzip(members) = self {
            members.is_fenced = is_up;
            members.at_fence = false;
        }
    }

    /// True where the data ended so.
    pub(super) fn is_at_fence(&self) -> bool {
        matches!(self, Input::Gzip(members) if members.at_fence)
    }

    /// True where nothing was unpacked yet of the gzip member.
    pub(super) fn is_at_start(&self) -> bool {
        matches!(self, Input::Gzip(members) if members.member_bytes == 0 && !members.ended)
    }

    /// Goes on behind damage in the compressed data; false where nothing more
    /// can be found.
    pub(super) fn recover(&mut self) -> Result<bool, SkipReason> {
        match self {
            Input::Gzip(members) => members.recover(),
            Input::Plain(_) | Input::Other(_) => Ok(false),
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let length = ready.len().min(buffer.len());
        buffer[..length].copy_from_slice(&ready[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Input::Plain(packed) => packed.fill_buf(),
            Input::Gzip(members) => members.fill_buf(),
            Input::Other(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, length: usize) {
        match self {
            Input::Plain(packed) => packed.consume(length),
            Input::Gzip(members) => members.consume(length),
            Input::Other(reader) => reader.consume(length),
        }
    }
}

/// The bytes as they lie in the file, with the way back to a held place.
pub(super) struct Packed<'r> {
    reader: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    /// The next byte in the buffer.
    at: usize,
    /// The place in the file of the buffer's first byte.
    base: u64,
    /// Bytes from here on are kept.
    held: Option<usize>,
}

/// So many bytes are kept for the way back.
const HELD_BYTES_MAX: usize = 2_000_000;

impl<'r> Packed<'r> {
    fn new(reader: Box<dyn Read + 'r>, from: u64) -> Self {
        Packed {
            reader,
            buffer: Vec::new(),
            at: 0,
            base: from,
            held: None,
        }
    }

    fn place(&self) -> u64 {
        self.base + self.at as u64
    }

    fn hold(&mut self) {
        self.held = Some(self.at);
    }

    /// Goes back to the held place, if it is still there; returns by how much.
    fn rewind(&mut self) -> usize {
        let back = self.held.take().map_or(0, |held| self.at - held);
        self.at -= back;
        back
    }

    /// What lies ahead, `wanted` bytes at least where there are so many.
    fn ahead(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < wanted {
            match self.more() {
                Ok(0) => break,
                Ok(_) => {}
                // What came before a failure is still good.
                Err(_) if self.at < self.buffer.len() => break,
                Err(cause) => return Err(cause),
            }
        }
        Ok(&self.buffer[self.at..])
    }

    fn more(&mut self) -> io::Result<usize> {
        let needed = match self.held {
            Some(held) if self.buffer.len() - held < HELD_BYTES_MAX => held,
            _ => {
                self.held = None;
                self.at
            }
        };
        self.buffer.drain(..needed);
        self.base += needed as u64;
        self.at -= needed;
        self.held = self.held.map(|_| 0);
        let before = self.buffer.len();
        self.buffer.resize(before + STEP_BYTES, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer[before..]) {
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        read
    }
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let length = ready.len().min(buffer.len());
        buffer[..length].copy_from_slice(&ready[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Packed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead(1)
    }

    fn consume(&mut self, length: usize) {
        self.at = (self.at + length).min(self.buffer.len());
    }
}

/// Compressed data may be gone over again so often, in bytes of one file.
const REWOUND_BYTES_MAX: usize = 256_000_000;

/// So many places that look like the start of a member may turn out to be none.
const TRIALS_MAX: u32 = 100_000;

/// gzip members, one behind the other. As a rule each is one record.
pub(super) struct Members<'r> {
    /// `None` only while one is exchanged for the next.
    decoder: Option<GzDecoder<Packed<'r>>>,
    /// Where the member begins in the file.
    start: u64,
    /// Unpacked bytes of the member so far, and of all before it.
    member_bytes: u64,
    former_bytes: u64,
    /// Unpacked and not yet handed on: `ready[at..]`.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
    /// Whether to stop before a member that begins with a record, and whether
    /// that is the case.
    is_fenced: bool,
    at_fence: bool,
    rewound: usize,
    trials: u32,
    limits: Limits,
}

impl<'r> Members<'r> {
    fn new(packed: Packed<'r>, limits: Limits) -> Self {
        let mut members = Members {
            decoder: None,
            start: 0,
            member_bytes: 0,
            former_bytes: 0,
            ready: Vec::new(),
            at: 0,
            ended: false,
            is_fenced: false,
            at_fence: false,
            rewound: 0,
            trials: 0,
            limits,
        };
        members.begin(packed);
        members
    }

    fn begin(&mut self, mut packed: Packed<'r>) {
        packed.hold();
        self.start = packed.place();
        self.former_bytes += self.member_bytes;
        self.member_bytes = 0;
        self.decoder = Some(GzDecoder::new(packed));
        self.ready.clear();
        self.at = 0;
    }

    fn place(&self) -> Option<u64> {
        match &self.decoder {
            Some(decoder) if self.ended => Some(decoder.get_ref().place()),
            _ => {
                (self.member_bytes == self.ready.len() as u64 && self.at == 0).then_some(self.start)
            }
        }
    }

    /// Unpacks the next bytes, of the next member where this one is at its end.
    fn refill(&mut self) -> io::Result<()> {
        while !self.ended && !self.at_fence && self.at == self.ready.len() {
            let Some(decoder) = &mut self.decoder else {
                self.ended = true;
                break;
            };
            // Damage takes with it what is unpacked in one step.
            let is_start = self.member_bytes < START_BYTES;
            let step = if is_start {
                SMALL_STEP_BYTES
            } else {
                STEP_BYTES
            };
            self.ready.resize(step, 0);
            self.at = 0;
            let read = decoder.read(&mut self.ready);
            self.ready.truncate(*read.as_ref().unwrap_or(&0));
            let read = read.map_err(|cause| unpack::damage("gzip", cause))?;
            self.member_bytes += read as u64;
            self.check().map_err(io::Error::other)?;
            if read == 0 {
                self.next_member()?;
            }
        }
        Ok(())
    }

    fn next_member(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let packed = decoder.get_mut();
        let start = packed.ahead(GZIP.len())?;
        if start.is_empty() {
            self.ended = true;
            return Ok(());
        }
        let is_cut = GZIP.starts_with(start) && start.len() < GZIP.len();
        if !start.starts_with(GZIP) && !is_cut {
            packed.hold();
            let words = "gzip data is damaged: something else between its members";
            return Err(io::Error::other(SkipReason::Damaged(words.to_owned())));
        }
        if self.is_fenced && begins_record(packed.ahead(TRIAL_BYTES)?) {
            self.at_fence = true;
            return Ok(());
        }
        if let Some(decoder) = self.decoder.take() {
            self.begin(decoder.into_inner());
        }
        Ok(())
    }

    /// A member that unpacks out of proportion is given up as damaged.
    fn check(&self) -> Result<(), SkipReason> {
        let limits = &self.limits;
        let gigabytes_mb = limits.unpacked_gb.saturating_mul(1_000);
        if self.former_bytes + self.member_bytes > gigabytes_mb.saturating_mul(1_000_000) {
            return Err(SkipReason::TooLarge {
                what: "unpacked",
                limit_mb: gigabytes_mb,
            });
        }
        let end = self.decoder.as_ref().map_or(0, |d| d.get_ref().place());
        let packed = end.saturating_sub(self.start).max(1);
        if self.member_bytes > limits.record_bytes() && self.member_bytes / packed > limits.ratio {
            return Err(unpack::out_of_proportion(limits));
        }
        Ok(())
    }

    /// Looks for the next member that begins with a record, from right behind
    /// the start of the damaged one: its data may have been read past its end.
    fn recover(&mut self) -> Result<bool, SkipReason> {
        let Some(decoder) = self.decoder.take() else {
            return Ok(false);
        };
        let mut packed = decoder.into_inner();
        if self.rewound < REWOUND_BYTES_MAX {
            self.rewound += packed.rewind();
        }
        packed.consume(1);
        loop {
            let ahead = packed.ahead(TRIAL_BYTES).map_err(|cause| why(&cause))?;
            if ahead.len() < GZIP.len() || self.trials > TRIALS_MAX {
                self.ended = true;
                return Ok(false);
            }
            match next_magic(ahead) {
                Some(0) => {
                    if begins_record(ahead) {
                        self.begin(packed);
                        return Ok(true);
                    }
                    self.trials += 1;
                    packed.consume(1);
                }
                Some(at) => packed.consume(at),
                None => {
                    let passed = ahead.len() - (GZIP.len() - 1);
                    packed.consume(passed);
                }
            }
        }
    }

    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.ready.len() {
            self.refill()?;
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, length: usize) {
        self.at = (self.at + length).min(self.ready.len());
    }
}

/// Enough of a member to unpack the first word of a record.
const TRIAL_BYTES: usize = 4 * 1024;

fn next_magic(bytes: &[u8]) -> Option<usize> {
    bytes.windows(GZIP.len()).position(|window| window == GZIP)
}

fn begins_record(packed: &[u8]) -> bool {
    let mut first = [0; super::MAGIC.len()];
    let packed = &packed[..packed.len().min(TRIAL_BYTES)];
    GzDecoder::new(packed).read_exact(&mut first).is_ok() && first == super::MAGIC
}
