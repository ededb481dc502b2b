//! A table as bytes → its rows, one in memory at a time. A quotation mark that
//! nobody closed costs its own row, not the rest of the file.

use std::io::{BufRead, Read};

use super::cells::{self, Byte, State};
use super::swallowed::Shape;
use crate::corpus::{SkipReason, encoding, why};

/// A row: the line that it starts in, and its cells or what is wrong.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: Result<Vec<String>, SkipReason>,
}

pub(super) struct Rows<R> {
    reader: R,
    /// Read and not yet looked at: `buffer[at..]`.
    buffer: Vec<u8>,
    at: usize,
    /// The line that the next byte stands in, counted from 1.
    line: u64,
    /// The largest row in bytes.
    limit: usize,
    separator: u8,
    /// How many cells a row has; 0 while nobody knows.
    width: usize,
    /// What the rows so far look like.
    shape: Shape,
    /// Bytes that came from the reader, and bytes that were put back: what is
    /// looked at twice is bounded by what was read once.
    read: u64,
    again: u64,
}

/// How the search for the end of a row ended.
enum Found {
    Row,
    /// The file ends, or the row is too large, or a mark stands where none can.
    Unclosed {
        loose: bool,
    },
    TooLarge,
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(reader: R, limit: usize) -> Self {
        Rows {
            reader,
            buffer: Vec::new(),
            at: 0,
            line: 1,
            limit,
            separator: b',',
            width: 0,
            shape: Shape::default(),
            read: 0,
            again: 0,
        }
    }

    /// The line that is read just now, for messages.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The names in the first row; `None` for an empty file. Takes a line
    /// `sep=;` for what it is.
    pub(super) fn header(&mut self) -> Result<Option<Row>, SkipReason> {
        let mut first = self.first_line()?;
        if let Some(separator) = excel_separator(&first) {
            self.skip_line()?;
            self.separator = separator;
        } else {
            while first.trim_ascii().is_empty() && !first.is_empty() {
                self.skip_line()?;
                first = self.first_line()?;
            }
            self.separator = cells::separator(&first);
        }
        let header = self.next_row()?;
        if let Some(Row {
            cells: Ok(names), ..
        }) = &header
        {
            self.width = names.len();
        }
        Ok(header)
    }

    /// The next row that is not blank.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, SkipReason> {
        loop {
            let line = self.line;
            let mut raw = Vec::new();
            // Where in `raw` the second line of the row begins.
            let mut second = None;
            let found = self.row_end(&mut raw, &mut second)?;
            let cells = match found {
                Found::Row if raw.trim_ascii().is_empty() => {
                    if self.peek()?.is_none() {
                        return Ok(None);
                    }
                    continue;
                }
                Found::Row => match second.filter(|second| *second < raw.len()) {
                    Some(second) => self.over_lines(line, raw, second)?,
                    None => self.learnt(raw),
                },
                Found::TooLarge => {
                    self.skip_line()?;
                    Err(self.too_large())
                }
                Found::Unclosed { loose } => self.unclosed(line, raw, second, loose)?,
            };
            return Ok(Some(Row { line, cells }));
        }
    }

    /// Reads to the end of the row and over it.
    fn row_end(
        &mut self,
        raw: &mut Vec<u8>,
        second: &mut Option<usize>,
    ) -> Result<Found, SkipReason> {
        let mut state = State::Start;
        // In a cell with a quotation mark that should have been doubled.
        let mut loose = false;
        loop {
            let Some(byte) = self.peek()? else {
                return Ok(match state {
                    State::Quoted => Found::Unclosed { loose },
                    _ => Found::Row,
                });
            };
            if raw.len() >= self.limit {
                let unclosed = state == State::Quoted && second.is_some();
                return Ok(if unclosed {
                    Found::Unclosed { loose }
                } else {
                    Found::TooLarge
                });
            }
            let (next, kind) = cells::step(state, byte, self.separator, true);
            if kind == Byte::TextBehindMark {
                // Marks inside a cell of one line are how people write; over
                // several lines they are marks of different cells.
                if second.is_some() {
                    return Ok(Found::Unclosed { loose: false });
                }
                loose = true;
            }
            if matches!(kind, Byte::Separator) {
                loose = false;
            }
            state = next;
            self.at += 1;
            raw.push(byte);
            if matches!(byte, b'\r' | b'\n') {
                if byte == b'\r' && self.peek()? == Some(b'\n') {
                    self.at += 1;
                    raw.push(b'\n');
                }
                self.line += 1;
                second.get_or_insert(raw.len());
                if kind == Byte::End {
                    return Ok(Found::Row);
                }
                if loose {
                    return Ok(Found::Unclosed { loose });
                }
            }
        }
    }

    /// The cells of a row that is sound, from which its columns are learnt.
    fn learnt(&mut self, raw: Vec<u8>) -> Result<Vec<String>, SkipReason> {
        let cells = self.cells(raw)?;
        if cells.len() == self.width {
            self.shape.learn(&cells);
        }
        Ok(cells)
    }

    /// The cells of a row over several lines, unless these are rows that a mark
    /// swallowed: then all but the first are read again.
    fn over_lines(
        &mut self,
        line: u64,
        raw: Vec<u8>,
        second: usize,
    ) -> Result<Result<Vec<String>, SkipReason>, SkipReason> {
        let below = raw[second..].split(|byte| matches!(byte, b'\r' | b'\n'));
        let separators = below
            .take(1)
            .flatten()
            .filter(|byte| **byte == self.separator);
        if self.width == 0 || separators.count() + 1 < self.width {
            return Ok(self.learnt(raw));
        }
        let lines = String::from_utf8_lossy(&raw).into_owned();
        let cells = self.cells(raw.clone());
        let is_whole = cells.as_ref().is_ok_and(|cells| cells.len() == self.width);
        let (width, sign) = (self.width, self.separator);
        if self.shape.are_rows(&lines, width, sign, is_whole) {
            return self.unclosed(line, raw, Some(second), false);
        }
        if let (Ok(cells), true) = (&cells, is_whole) {
            self.shape.learn(cells);
        }
        Ok(cells)
    }

    /// What is left of a row whose quotation marks do not pair: its first line.
    fn unclosed(
        &mut self,
        line: u64,
        raw: Vec<u8>,
        second: Option<usize>,
        loose: bool,
    ) -> Result<Result<Vec<String>, SkipReason>, SkipReason> {
        let (first, passed) = self.put_back(line, raw, second)?;
        if passed > 0 {
            return Ok(Err(SkipReason::Damaged(format!(
                "a quotation mark is not closed, and {passed} lines below it were passed over"
            ))));
        }
        Ok(self.unquoted(first, loose))
    }

    /// Gives everything behind the first line back to be read again; the first
    /// line, or what there is of it, and how many lines are not read again.
    fn put_back(
        &mut self,
        line: u64,
        mut raw: Vec<u8>,
        second: Option<usize>,
    ) -> Result<(Vec<u8>, u64), SkipReason> {
        let Some(second) = second else {
            return Ok((raw, 0));
        };
        const FREE_BYTES: u64 = 1_000_000;
        let back = raw.len() - second;
        if back == 0 {
            return Ok((raw, 0));
        }
        self.again += back as u64;
        if self.again > self.read.saturating_mul(2).saturating_add(FREE_BYTES) {
            // Somebody wants this to take for ever.
            if !raw.ends_with(b"\n") {
                self.skip_line()?;
            }
            raw.truncate(second);
            return Ok((raw, self.line - line - 1));
        }
        self.line = line + 1;
        // What was just looked at is in the buffer still, as a rule.
        if let Some(at) = self.at.checked_sub(back) {
            self.at = at;
            raw.truncate(second);
            return Ok((raw, 0));
        }
        let mut rest = raw.split_off(second);
        rest.extend_from_slice(&self.buffer[self.at..]);
        self.buffer = rest;
        self.at = 0;
        Ok((raw, 0))
    }

    /// The cells of a whole row.
    fn cells(&self, raw: Vec<u8>) -> Result<Vec<String>, SkipReason> {
        let cells = cells::cut(&decoded(raw)?, self.separator, true);
        if cells.len() > cells::COLUMNS_MAX {
            return Err(SkipReason::Damaged(format!(
                "more than {} columns",
                cells::COLUMNS_MAX
            )));
        }
        Ok(cells)
    }

    /// A line whose quotation marks do not pair: as it stands, where it has as
    /// many cells as the header and quotation marks are not what holds it
    /// together.
    fn unquoted(&self, line: Vec<u8>, loose: bool) -> Result<Vec<String>, SkipReason> {
        let row = decoded(line)?;
        let cells = cells::cut(&row, self.separator, false);
        let bare = matches!(self.separator, b'\t' | b'|') || loose;
        let whole = |cell: &String| cell.len() > 1 && cell.starts_with('"') && cell.ends_with('"');
        if bare && cells.len() == self.width && !cells.iter().any(whole) {
            return Ok(cells);
        }
        Err(SkipReason::Damaged(
            "a quotation mark is not closed".to_owned(),
        ))
    }

    fn too_large(&self) -> SkipReason {
        SkipReason::TooLarge {
            what: "in one record",
            limit_mb: self.limit as u64 / 1_000_000,
        }
    }

    /// The first line, or the beginning of a very long one, left in the buffer.
    fn first_line(&mut self) -> Result<Vec<u8>, SkipReason> {
        const LENGTH_MAX: usize = 64 * 1024;
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let mut looked_at = self.at;
        loop {
            let found = self.buffer[looked_at..].iter().position(is_end);
            let end = found.map(|found| looked_at + found + 1);
            looked_at = self.buffer.len();
            let enough = looked_at - self.at > LENGTH_MAX;
            if let Some(end) = end.or(enough.then_some(looked_at)) {
                return Ok(self.buffer[self.at..end].to_vec());
            }
            if !self.refill()? {
                return Ok(self.buffer[self.at..].to_vec());
            }
        }
    }

    /// Goes behind the next line break.
    fn skip_line(&mut self) -> Result<(), SkipReason> {
        while let Some(byte) = self.peek()? {
            self.at += 1;
            if matches!(byte, b'\r' | b'\n') {
                if byte == b'\r' && self.peek()? == Some(b'\n') {
                    self.at += 1;
                }
                self.line += 1;
                break;
            }
        }
        Ok(())
    }

    fn peek(&mut self) -> Result<Option<u8>, SkipReason> {
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
            self.refill()?;
        }
        Ok(self.buffer.get(self.at).copied())
    }

    /// More bytes behind those in the buffer; false at the end of the file.
    fn refill(&mut self) -> Result<bool, SkipReason> {
        const STEP_BYTES: u64 = 64 * 1024;
        let before = self.buffer.len();
        let taken = (&mut self.reader)
            .take(STEP_BYTES)
            .read_to_end(&mut self.buffer);
        let more = self.buffer.len() > before;
        self.read += (self.buffer.len() - before) as u64;
        // What came before a failure is still good.
        match taken {
            Err(cause) if !more => Err(why(&cause)),
            _ => Ok(more),
        }
    }
}

/// The first line `sep=;` that spreadsheets write.
fn excel_separator(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_end();
    let line = line
        .strip_prefix(b"\"")
        .and_then(|line| line.strip_suffix(b"\""))
        .unwrap_or(line);
    match line {
        // The tab is trimmed away.
        b"sep=" => Some(b'\t'),
        [s, e, p, b'=', separator] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some(*separator),
        _ => None,
    }
}

fn decoded(row: Vec<u8>) -> Result<String, SkipReason> {
    String::from_utf8(row).or_else(|invalid| encoding::decode(invalid.into_bytes(), false))
}
