//! What stands behind a broken record of a list → the records that go on there,
//! without the objects inside the broken one.

use std::collections::HashSet;
use std::io::Read;

use super::super::SkipReason;
use super::super::record::Place;
use super::{BODIES, Json, key};

/// The last two bytes that are no white space.
type Last = [u8; 2];

/// What the objects of a list are told by from those inside of them: what the
/// first sound ones have.
#[derive(Default)]
pub(super) struct Known {
    records: usize,
    keys: HashSet<Vec<u8>>,
    /// How many of them hold a text.
    texts: usize,
}

/// Records that may yet turn out to stand inside the broken one.
#[derive(Default)]
struct Held {
    records: Vec<Vec<u8>>,
    bytes: usize,
    /// Their list ended in a way that leaves it open.
    perhaps: bool,
}

/// What a `]` is the end of.
enum End {
    List,
    /// Of a list inside the broken record.
    Nested(Last),
    /// Of either: a further key follows.
    Perhaps(Last, String),
}

impl<R: Read> Json<'_, '_, R> {
    /// The bytes of a value in a list, unless they are too many, and whether it
    /// broke off or something stands behind it that cannot.
    pub(super) fn listed_value(&mut self) -> Result<(Option<Vec<u8>>, bool), SkipReason> {
        self.bytes.keep();
        self.listed = true;
        let read = self.value();
        self.listed = false;
        read?;
        let mut broken = std::mem::take(&mut self.broken);
        let next = self.bytes.past_space()?;
        if !broken && !matches!(next, None | Some(b',' | b']' | b'{')) {
            self.bytes.next()?;
            broken = true;
        }
        Ok((self.bytes.kept(), broken))
    }

    /// Goes on behind a broken element, of which `kept` is what was passed;
    /// false at the end of the list or the file.
    pub(super) fn behind_broken(&mut self, kept: Option<Vec<u8>>) -> Result<bool, SkipReason> {
        let mut held = Held::default();
        let found = self.search(&mut held, kept, [b' '; 2]);
        // Where the file is cut off, what came before it is good.
        self.hand_on(&mut held);
        found
    }

    /// At a `]` that may be that of a list inside a broken element, the objects
    /// of which were too many to be held back; false at the end of the list.
    pub(super) fn behind_bracket(&mut self) -> Result<bool, SkipReason> {
        let last = match self.bracket()? {
            End::List => return Ok(false),
            End::Perhaps(_, key) if !self.known.keys.contains(key.as_bytes()) => return Ok(false),
            End::Nested(last) | End::Perhaps(last, _) => last,
        };
        // What was learned may be of these.
        self.known = Known::default();
        let mut held = Held::default();
        let found = self.search(&mut held, None, last);
        self.hand_on(&mut held);
        found
    }

    /// Looks for the objects behind `},` that are records by their keys, and
    /// holds them back until the brackets behind them tell whose they are; true
    /// where they are too many for that.
    fn search(
        &mut self,
        held: &mut Held,
        mut kept: Option<Vec<u8>>,
        mut last: Last,
    ) -> Result<bool, SkipReason> {
        const HELD_BYTES: usize = 1_000_000;
        let nothing = Known::default();
        loop {
            // A text without an end reaches into the next record.
            let rest = kept.take();
            match rest.and_then(|kept| Some(kept[last_start(&kept)?..].to_vec())) {
                Some(rest) => self.bytes.back(&rest),
                None if self.past_brace_and_comma(last)? => {}
                None => return Ok(false),
            }
            let (value, broken) = self.listed_value()?;
            // Behind one that is held others of its list may be unlike.
            let alone = held.records.is_empty() || held.perhaps;
            let known = if alone { &self.known } else { &nothing };
            let record = value.as_deref().filter(|value| known.is_record(value));
            if let (Some(record), true) = (record, broken) {
                if held.perhaps {
                    *held = Held::default();
                }
                // It stands in the same list as these.
                self.hand_on(held);
                self.records += 1;
                self.sink
                    .record(record.trim_ascii_end(), Place("record", self.records));
            }
            if broken {
                (kept, last) = (value, [b' '; 2]);
                continue;
            }
            if record.is_some() {
                held.take(value);
            }
            if held.bytes > HELD_BYTES {
                return Ok(true);
            }
            last = [b' ', b'}'];
            if self.bytes.past_space()? == Some(b']') {
                match self.whose_end(held)? {
                    Some(nested) => last = nested,
                    None => return Ok(false),
                }
            }
        }
    }

    /// At the `]` behind an object: `None` at the end of the list, else the last
    /// bytes, and what was held back of a list inside the broken record is gone.
    fn whose_end(&mut self, held: &mut Held) -> Result<Option<Last>, SkipReason> {
        let last = match self.bracket()? {
            End::List => return Ok(None),
            End::Perhaps(last, key) if !held.records.is_empty() => {
                if self.known.records == 0 {
                    held.perhaps = true;
                    return Ok(Some(last));
                }
                if !self.known.keys.contains(key.as_bytes()) {
                    return Ok(None);
                }
                last
            }
            End::Nested(last) | End::Perhaps(last, _) => last,
        };
        *held = Held::default();
        Ok(Some(last))
    }

    /// Looks behind a `]`: the list of the file can only end where all that is
    /// around it can. All behind the bracket comes again, unless it is nested.
    fn bracket(&mut self) -> Result<End, SkipReason> {
        self.bytes.next()?;
        self.bytes.keep();
        let mut closed = 0;
        let mut last = [b' ', b']'];
        let end = loop {
            match self.bytes.past_space()? {
                None => break End::List,
                Some(b'{' | b'[') if closed == self.around => break End::List,
                Some(byte @ (b'}' | b',')) if closed < self.around => {
                    self.bytes.next()?;
                    last = [last[1], byte];
                    if byte == b'}' {
                        closed += 1;
                    } else if self.bytes.past_space()? == Some(b'"') {
                        let key = key(&mut self.bytes).unwrap_or_default();
                        break End::Perhaps(last, key);
                    } else {
                        break End::Nested(last);
                    }
                }
                Some(_) => break End::Nested(last),
            }
        };
        match (self.bytes.kept(), &end) {
            (_, End::Nested(_)) => {}
            (Some(kept), _) => self.bytes.back(&kept),
            (None, _) => return Ok(End::Nested(last)),
        }
        Ok(end)
    }

    /// Hands on what was held back: it belongs to the list of the file.
    fn hand_on(&mut self, held: &mut Held) {
        for record in std::mem::take(held).records {
            let record = record.trim_ascii_end();
            self.records += 1;
            self.sink.record(record, Place("record", self.records));
        }
    }

    /// Goes to the `{` of the next `}, {`; false at the end of the file. `last`:
    /// what is passed already.
    fn past_brace_and_comma(&mut self, mut last: Last) -> Result<bool, SkipReason> {
        while let Some(byte) = self.bytes.past_space()? {
            if byte == b'{' && last == *b"}," {
                return Ok(true);
            }
            last = [last[1], byte];
            self.bytes.next()?;
        }
        self.ended = true;
        Ok(false)
    }
}

impl Held {
    fn take(&mut self, record: Option<Vec<u8>>) {
        if self.perhaps {
            // Others follow, so the list of the file goes on.
            *self = Held::default();
        }
        self.bytes += record.as_ref().map_or(0, Vec::len);
        self.records.extend(record);
    }
}

impl Known {
    /// Takes note of a sound record; the first ones are enough.
    pub(super) fn learn(&mut self, record: &[u8]) {
        const RECORDS_MAX: usize = 20;
        const KEY_BYTES_MAX: usize = 64;
        if self.records == RECORDS_MAX {
            return;
        }
        let keys = keys(record);
        self.records += 1;
        self.texts += usize::from(keys.iter().any(|key| is_text(key)));
        let short = keys.into_iter().filter(|key| key.len() <= KEY_BYTES_MAX);
        self.keys.extend(short.map(<[u8]>::to_vec));
    }

    /// True for the beginning of an object that holds a text, or an id and a
    /// title, and has the keys of the sound ones: not for an author, a comment
    /// or a picture in a record.
    fn is_record(&self, object: &[u8]) -> bool {
        const IDS: &[&str] = &["id", "_id", "uri", "guid", "uuid"];
        const TITLES: &[&str] = &["title", "headline", "headlines"];
        let keys = keys(object);
        let has = |names: &[&str]| {
            keys.iter()
                .any(|key| names.iter().any(|n| n.as_bytes() == *key))
        };
        let text = keys.iter().any(|key| is_text(key));
        if self.records == 0 {
            return text || (has(IDS) && has(TITLES));
        }
        let like = keys.iter().filter(|key| self.keys.contains(**key)).count();
        let texts = self.texts == self.records;
        (text || (!texts && has(IDS) && has(TITLES))) && 2 * like >= keys.len()
    }
}

fn is_text(key: &[u8]) -> bool {
    let named = BODIES.iter().any(|name| name.as_bytes() == key);
    named || key.starts_with(b"body_") || key == b"bodies"
}

/// What may follow what, inside an object or a list. Only what tells that a
/// quotation mark was taken for the end of a text: the rest is left to those who
/// read the value.
pub(super) struct Order {
    /// The last byte that is no white space, outside of strings.
    last: u8,
    /// White space stands behind it.
    spaced: bool,
}

impl Default for Order {
    fn default() -> Self {
        Order {
            last: b',',
            spaced: false,
        }
    }
}

impl Order {
    /// Takes the next byte outside of strings, of which only the first
    /// quotation mark counts.
    pub(super) fn allows(&mut self, byte: u8) -> bool {
        if byte.is_ascii_whitespace() {
            self.spaced = true;
            return true;
        }
        let starts = matches!(self.last, b',' | b':' | b'{' | b'[');
        let allowed = match byte {
            b',' | b':' | b'}' | b']' => true,
            // Behind a value only these.
            _ if matches!(self.last, b'"' | b'}' | b']') => false,
            b'{' | b'[' | b'"' => starts,
            b'-' | b'+' | b'.' | b'0'..=b'9' | b't' | b'f' | b'n' if starts => true,
            // `NaN`, `Infinity`, `True`, `undefined`: no JSON, but the structure is whole.
            b'N' | b'I' | b'T' | b'F' | b'u' if starts => true,
            _ if starts => false,
            // Within a number or `true`.
            _ => !self.spaced,
        };
        self.last = byte;
        self.spaced = false;
        allowed
    }
}

/// Where in a broken object the last `}, {` has its second bracket.
fn last_start(object: &[u8]) -> Option<usize> {
    let mut starts = (1..object.len()).rev().filter(|at| object[*at] == b'{');
    starts.find(|at| {
        let before = object[..*at].trim_ascii_end().strip_suffix(b",");
        before.is_some_and(|before| before.trim_ascii_end().ends_with(b"}"))
    })
}

/// The keys of an object itself, as far as it can be followed.
fn keys(object: &[u8]) -> Vec<&[u8]> {
    const KEYS_MAX: usize = 1_000;
    let mut keys = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < object.len() && keys.len() < KEYS_MAX {
        match object[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                at = start;
                while at < object.len() && object[at] != b'"' {
                    at += 1 + usize::from(object[at] == b'\\');
                }
                let after = object.get(at + 1..).unwrap_or_default().trim_ascii_start();
                if depth == 1 && after.starts_with(b":") {
                    keys.push(&object[start..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}
