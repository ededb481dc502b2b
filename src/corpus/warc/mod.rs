//! A web archive (WARC 1.0 and 1.1) → the pages in it, one in memory at a time.
//!
//! Taken are answers that are web pages, and pages or plain texts that were
//! stored as such. Everything else is passed over and counted by what it is.
//! Damage costs the record in which it lies.

mod chunks;
mod header;
mod http;
mod input;
mod page;

use std::io::{self, BufRead, Read};

use super::record::{Place, Sink};
use super::unpack::is_cut_off;
use super::{Format, Kind, PassedOver, Reached, SkipReason, encoding, why};
use header::Headers;
use input::Input;
use page::{Content, Found, Wanted};

/// What every record begins with.
pub(super) const MAGIC: [u8; 7] = *b"WARC/1.";

/// The header of one record is never longer.
const HEADER_BYTES_MAX: u64 = 256 * 1024;

/// True for the first bytes of a web archive, compressed or not.
pub(super) fn is_begun_by(start: &[u8]) -> bool {
    let mut first = [0; MAGIC.len()];
    let limits = super::Limits::default();
    start.starts_with(&MAGIC)
        // A dictionary in the first frame is a habit of web archives.
        || start.starts_with(super::unpack::ZSTD_DICTIONARY)
        || (super::unpack::is_packed(start)
            && super::unpack::unpack(start, &limits)
                .and_then(|mut unpacked| unpacked.read_exact(&mut first))
                .is_ok()
            && first == MAGIC)
}

/// Hands on the pages of a web archive.
pub(super) fn read<'r>(
    reader: impl Read + 'r,
    from: Option<Reached>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let (bytes, records) = from.map_or((0, 0), |from| (from.bytes, from.records));
    let input = Input::new(reader, bytes, sink.limits).map_err(|cause| why(&cause))?;
    let mut archive = Archive {
        input,
        sink,
        records,
        address: None,
        tally: Tally::default(),
        before: Tally::default(),
    };
    let end = archive.records();
    let (behind, mut all) = (archive.tally, archive.before);
    sink.behind(&behind.passed_over, behind.unchosen);
    all.add(behind);
    sink.summary(all.passed_over, all.unchosen);
    end
}

struct Archive<'a, 'r, 's> {
    input: Input<'r>,
    sink: &'a mut Sink<'s>,
    /// How many were met, good and bad.
    records: u64,
    /// The address in the header of the last of them, for messages.
    address: Option<String>,
    /// What was counted since the last place from which reading could start.
    tally: Tally,
    /// What was counted before it.
    before: Tally,
}

/// How many records give nothing, by design.
#[derive(Default)]
struct Tally {
    passed_over: PassedOver,
    unchosen: u64,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.passed_over.extend(&other.passed_over);
        self.unchosen += other.unchosen;
    }
}

/// Why a record ends before it was read to its end.
enum Stop {
    /// Its bytes are damaged; there may be others behind them.
    Damaged(SkipReason),
    /// The file ends within it.
    CutOff(SkipReason),
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        Stop::Damaged(why(&cause))
    }
}

impl Archive<'_, '_, '_> {
    fn records(&mut self) -> Result<(), SkipReason> {
        let mut lost = false;
        loop {
            match self.next(lost) {
                Ok(true) => lost = false,
                Ok(false) => return Ok(()),
                Err(Stop::CutOff(reason)) => {
                    self.skip(reason);
                    // Damaged data may also seem to end too late.
                    if !self.input.recover()? {
                        return Ok(());
                    }
                }
                Err(Stop::Damaged(reason)) => {
                    // The system's failures do not go away behind the next record.
                    if matches!(reason, SkipReason::Unreadable(_)) {
                        return Err(reason);
                    }
                    if matches!(
                        reason,
                        SkipReason::TooLarge {
                            what: "unpacked",
                            ..
                        }
                    ) {
                        return Err(reason);
                    }
                    self.skip(reason);
                    lost = !self.input.recover()?;
                    if lost
                        && self
                            .input
                            .fill_buf()
                            .map_err(|cause| why(&cause))?
                            .is_empty()
                    {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Tells what is wrong with the record, and at which address it was.
    fn skip(&mut self, reason: SkipReason) {
        let reason = match (reason, &self.address) {
            (SkipReason::Damaged(words), Some(address)) => {
                SkipReason::Damaged(format!("{words} ({address})"))
            }
            (reason, _) => reason,
        };
        self.sink.skip(Place("record", self.records), reason);
    }

    /// Reads one record; false at the end. `lost`: what comes next need not be
    /// the start of one.
    fn next(&mut self, lost: bool) -> Result<bool, Stop> {
        if lost {
            self.find_record()?;
        }
        let more = self.past_blank().inspect_err(|_| {
            // Damage before the first word is of the record that begins there.
            if self.input.is_at_start() {
                self.begin();
            }
        })?;
        self.reached();
        if !more {
            return Ok(false);
        }
        self.begin();
        self.input.fence(true);
        let read = self.record();
        let met_another = self.input.is_at_fence();
        self.input.fence(false);
        match read {
            Err(Stop::CutOff(_)) if met_another => {
                let words = "the record is longer than its data";
                self.skip(SkipReason::Damaged(words.to_owned()));
                Ok(true)
            }
            other => other.map(|()| true),
        }
    }

    fn begin(&mut self) {
        self.records += 1;
        self.address = None;
    }

    /// Notes the place, if reading could start there.
    fn reached(&mut self) {
        let Some(bytes) = self.input.place() else {
            return;
        };
        self.before.add(std::mem::take(&mut self.tally));
        self.sink.reached(Reached {
            format: Format::Warc,
            bytes,
            records: self.records,
        });
    }

    fn record(&mut self) -> Result<(), Stop> {
        let header = self.header()?;
        let headers = Headers::parse(&header);
        self.address = page::address(&headers).map(shortened);
        let length = headers
            .get("content-length")
            .and_then(|value| value.parse::<u64>().ok());
        let Some(length) = length else {
            let words = "the record does not say how long it is";
            return Err(Stop::Damaged(SkipReason::Damaged(words.to_owned())));
        };
        match page::wanted(&headers, self.sink.choice) {
            Wanted::Yes(_) if length > self.sink.limits.record_bytes() => {
                self.pass(length)?;
                self.skip(self.sink.limits.record_too_large());
            }
            Wanted::Yes(content) => self.content(content, &headers, length)?,
            // Counted when it is there to its end: until then it is read again.
            Wanted::Other(kind) => {
                self.pass(length)?;
                self.tally.passed_over.count(kind);
            }
            Wanted::Unchosen => {
                self.pass(length)?;
                self.tally.unchosen += 1;
            }
            Wanted::No => self.pass(length)?,
        }
        Ok(())
    }

    fn content(
        &mut self,
        content: Content,
        headers: &Headers<'_>,
        length: u64,
    ) -> Result<(), Stop> {
        let mut bytes = Vec::new();
        let taken = (&mut self.input).take(length).read_to_end(&mut bytes);
        let is_cut = match taken {
            Ok(taken) => (taken as u64) < length,
            Err(cause) if is_cut_off(&cause) => true,
            Err(cause) => return Err(cause.into()),
        };
        let may_be_damage = is_cut && !self.input.is_at_fence();
        if may_be_damage && self.input.recover().map_err(Stop::Damaged)? {
            let words = "gzip data is damaged: it does not end";
            self.skip(SkipReason::Damaged(words.to_owned()));
            return Ok(());
        }
        self.page(content, headers, &bytes, is_cut);
        if is_cut {
            return Err(Stop::CutOff(cut_off()));
        }
        Ok(())
    }

    /// Passes over white space between records; false at the end of the file.
    fn past_blank(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.input.fill_buf()?;
            if ready.is_empty() {
                return Ok(false);
            }
            match ready.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(0) => return Ok(true),
                Some(at) => self.input.consume(at),
                None => {
                    let length = ready.len();
                    self.input.consume(length);
                }
            }
        }
    }

    /// The header of a record, without its first and its blank line.
    fn header(&mut self) -> Result<Vec<u8>, Stop> {
        let mut header = Vec::new();
        let mut line_start = 0;
        loop {
            let room = HEADER_BYTES_MAX.saturating_sub(header.len() as u64);
            let line = (&mut self.input).take(room).read_until(b'\n', &mut header);
            let read = match line {
                Ok(read) => read,
                Err(cause) if is_cut_off(&cause) => return Err(Stop::CutOff(cut_off())),
                Err(cause) => return Err(cause.into()),
            };
            let first = line_start == 0;
            if first && !header.starts_with(&MAGIC) && !MAGIC.starts_with(&header) {
                let words = "this is no record of a web archive";
                return Err(Stop::Damaged(SkipReason::Damaged(words.to_owned())));
            }
            if header.last() != Some(&b'\n') {
                return Err(if header.len() as u64 >= HEADER_BYTES_MAX {
                    let words = "the header of the record does not end";
                    Stop::Damaged(SkipReason::Damaged(words.to_owned()))
                } else {
                    Stop::CutOff(cut_off())
                });
            }
            if read == 0 || header[line_start..].trim_ascii().is_empty() {
                return Ok(header);
            }
            line_start = header.len();
        }
    }

    /// Goes to the next line that begins a record.
    fn find_record(&mut self) -> Result<(), Stop> {
        loop {
            // The first word of a line may lie across two pieces.
            let ready = self.input.ahead(MAGIC.len())?;
            // Also where the file ends within the word, or at once.
            if ready.starts_with(&MAGIC) || MAGIC.starts_with(ready) {
                return Ok(());
            }
            self.input.skip_until(b'\n')?;
        }
    }

    /// Passes over the content of a record.
    fn pass(&mut self, length: u64) -> Result<(), Stop> {
        let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink());
        match passed {
            Ok(passed) if passed == length => Ok(()),
            Ok(_) => Err(Stop::CutOff(cut_off())),
            Err(cause) if is_cut_off(&cause) => Err(Stop::CutOff(cut_off())),
            Err(cause) => Err(cause.into()),
        }
    }

    /// Hands on the page in a record, or counts what it is instead.
    fn page(&mut self, content: Content, headers: &Headers<'_>, bytes: &[u8], is_cut: bool) {
        let page = match page::find(content, headers, bytes, self.sink.limits) {
            Found::Page(page) => page,
            Found::Damaged(reason) => return self.skip(reason),
            // What is cut off is counted when it is whole.
            Found::Other(_) if is_cut => return,
            Found::Other(kind) => return self.tally.passed_over.count(kind),
        };
        let (format, body) = (page.format, page.body);
        if body.is_damaged {
            let words = "the chunks of the page are damaged, some of it may be missing";
            self.skip(SkipReason::Damaged(words.to_owned()));
        }
        let is_partial = is_cut || body.is_partial;
        let text = match encoding::decode_told(body.bytes, format == Format::Html, page.charset) {
            Ok(text) if text.trim().is_empty() => {
                if !is_partial {
                    self.tally.passed_over.count(Kind::Empty);
                }
                return;
            }
            Ok(text) => text,
            Err(reason) => return self.skip(reason),
        };
        let address = page::address(headers).unwrap_or_default();
        let date = headers.get("warc-date").unwrap_or_default();
        let told = page::told(&address, headers, is_partial);
        self.sink
            .among(&page::own_id(&address, &date), format, text, told);
    }
}

fn cut_off() -> SkipReason {
    SkipReason::Damaged("the file ends within this record".to_owned())
}

/// An address in a message is not endless.
fn shortened(mut address: String) -> String {
    if address.len() > page::ADDRESS_BYTES_MAX {
        address.truncate(address.floor_char_boundary(page::ADDRESS_BYTES_MAX));
        address.push('…');
    }
    address
}

#[cfg(test)]
mod tests;
