//! One file → its articles in the index: those that are new or changed are
//! read and written, those that are no more are removed.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{self, Article, Reading};
use crate::corpus::{self, Asked, Choice, End, File, Skip, SkipReason, Source};
use crate::error::Result;
use crate::index::{FileRecord, FileState, Skipped, Writer};
use crate::quote::{self, Method, Quote};

use super::change::{Due, UNREADABLE};
use super::digest::{capture, hash, is_capture};
use super::grown::{self, Former};
use super::tally::{Tally, What, merged, records};
use super::{Run, skipped_of};

/// Records that are read together, in parallel: so many, or so many bytes.
const BATCH_RECORDS: usize = 256;
const BATCH_BYTES: usize = 2_000_000;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) added: u64,
    pub(super) replaced: u64,
    pub(super) removed: u64,
}

/// So many skipped records of a file are listed; the rest is counted.
const LISTED_MAX: u64 = 1_000;

/// A file of this size or more is unpacked by a thread of its own, while its
/// records are read.
const APART_BYTES: u64 = 4_000_000;

/// One file while it is read.
struct FileReading<'r> {
    run: &'r Run<'r>,
    writer: &'r Writer,
    file: &'r File,
    /// Articles of the file in the index, with the hashes of their sources.
    before: FxHashMap<String, u64>,
    /// Articles of the file now.
    after: FxHashSet<String>,
    /// Captures of web pages so far, by their address and content.
    captures: FxHashSet<u64>,
    /// Ids of the part of the file that is not read again.
    former_ids: FxHashSet<String>,
    batch: Vec<Source>,
    batch_bytes: usize,
    /// What was skipped in the part that is not read again, and since.
    former_skipped: Vec<Skipped>,
    /// How many records these lines are about.
    former_listed: u64,
    skipped: Vec<Skip>,
    tally: Tally,
    counts: Counts,
}

/// What became of a record.
enum Outcome {
    /// In the index as it is.
    Same,
    New(Box<Article>, Vec<Quote>),
    Skipped(SkipReason),
    /// Not among those that the index is made of.
    Unchosen,
    /// The same page, fetched again, with the same content.
    Repeated,
}

impl<'r> FileReading<'r> {
    fn new(
        run: &'r Run<'r>,
        writer: &'r Writer,
        due: &'r Due<'_>,
        before: FxHashMap<String, u64>,
        former: Former,
    ) -> Self {
        let mut reading = FileReading {
            run,
            writer,
            file: &due.file,
            before,
            after: FxHashSet::default(),
            captures: FxHashSet::default(),
            former_ids: FxHashSet::default(),
            batch: Vec::new(),
            batch_bytes: 0,
            former_listed: records(&former.skipped),
            former_skipped: former.skipped,
            skipped: Vec::new(),
            tally: Tally::from(former.numbers),
            counts: Counts::default(),
        };
        if former.from.is_some() {
            let kept = |id: &&String| !former.beyond.contains(*id);
            reading.after = reading.before.keys().filter(kept).cloned().collect();
            reading.former_ids = reading.after.clone();
            let skipped = reading.former_skipped.iter().map(|skip| skip.id.clone());
            reading.former_ids.extend(skipped);
            let captures = reading
                .after
                .iter()
                .filter_map(|id| capture(id, *reading.before.get(id)?));
            reading.captures = captures.collect();
        }
        reading
    }

    fn take(&mut self, source: std::result::Result<Source, Skip>) -> Result<()> {
        match source {
            Ok(source) if self.former_ids.contains(&source.id) => self.skip(Skip {
                id: source.id,
                reason: SkipReason::SameId,
            }),
            Ok(source) => {
                self.batch_bytes += source.text.len();
                self.batch.push(source);
            }
            Err(skip) => match skip.reason {
                SkipReason::PassedOver(passed_over) => {
                    self.tally.numbers.passed_over.extend(&passed_over);
                }
                SkipReason::Unchosen(records) => self.tally.numbers.unchosen += records,
                _ => self.skip(skip),
            },
        }
        if self.batch.len() >= BATCH_RECORDS || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Notes what was skipped. A file of millions of bad records has a list that
    /// ends.
    fn skip(&mut self, skip: Skip) {
        let is_listed = self.former_listed + (self.skipped.len() as u64) < LISTED_MAX;
        let of_file = matches!(
            skip.reason,
            SkipReason::Unreadable(_) | SkipReason::NotUnderstood(_)
        );
        if is_listed || of_file {
            self.skipped.push(skip);
        } else {
            self.tally.count(skip.id, What::Unlisted);
        }
    }

    fn flush(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let reading = Reading {
            now_seconds: self.run.options.now_seconds,
        };
        let (before, captures) = (&self.before, &self.captures);
        let quotes_by = quote::fingerprint();
        let choice = &self.run.choice;
        let read = |source: &Source| {
            let hash = hash(source, &quotes_by, choice);
            if before.get(&source.id) == Some(&hash) {
                return (hash, Outcome::Same);
            }
            let is_repeated = is_capture(source)
                && capture(&source.id, hash).is_some_and(|seen| captures.contains(&seen));
            if is_repeated {
                return (hash, Outcome::Repeated);
            }
            (hash, read_chosen(source, &reading, choice))
        };
        let outcomes: Vec<_> = if batch.len() > 1 {
            batch.par_iter().map(read).collect()
        } else {
            batch.iter().map(read).collect()
        };
        for (source, (hash, outcome)) in batch.into_iter().zip(outcomes) {
            self.note(&source, hash, outcome)?;
        }
        Ok(())
    }

    fn note(&mut self, source: &Source, hash: u64, mut outcome: Outcome) -> Result<()> {
        let gives_article = matches!(outcome, Outcome::Same | Outcome::New(..));
        if gives_article
            && is_capture(source)
            && let Some(seen) = capture(&source.id, hash)
            && !self.captures.insert(seen)
        {
            outcome = Outcome::Repeated;
        }
        let id = source.id.clone();
        match outcome {
            Outcome::Skipped(reason) => {
                self.skip(Skip { id, reason });
                return Ok(());
            }
            Outcome::Unchosen => {
                self.tally.count(id, What::Unchosen);
                return Ok(());
            }
            Outcome::Repeated => {
                self.tally.count(id, What::Repeated);
                return Ok(());
            }
            Outcome::New(article, quotes) => {
                if self.before.contains_key(&id) {
                    self.counts.replaced += 1;
                } else {
                    self.counts.added += 1;
                }
                let now = self.run.options.now_seconds;
                self.writer
                    .put(*article, quotes, &self.file.id, hash, now)?;
            }
            Outcome::Same => {}
        }
        self.run.meter.articles.fetch_add(1, Ordering::Relaxed);
        self.after.insert(id);
        Ok(())
    }

    /// `opened` is the file that was read, `end` how far.
    fn finish(mut self, opened: Option<&fs::File>, end: Option<End>) -> Result<Counts> {
        self.flush()?;
        let unreadable = self
            .skipped
            .iter()
            .any(|skip| matches!(skip.reason, SkipReason::Unreadable(_)));
        if unreadable {
            // What cannot be read just now may be as it was: nothing of it is
            // lost until it can be read again.
            self.after
                .extend(std::mem::take(&mut self.before).into_keys());
        }
        for id in self.before.keys().filter(|id| !self.after.contains(*id)) {
            self.writer.remove(id)?;
            self.counts.removed += 1;
        }
        let mark = match (opened, end) {
            (Some(opened), Some(end)) if !unreadable => {
                let before = self.tally.before(&end);
                grown::mark(opened, end, before)
            }
            _ => None,
        };
        let mut skipped = self.former_skipped;
        let file = &self.file.id;
        let of_file = |skip: &Skip| skipped_of(skip, u64::from(skip.id != *file));
        skipped.extend(self.skipped.iter().map(of_file));
        let mut skipped = merged(skipped);
        let numbers = self.tally.numbers;
        skipped.extend(numbers.lines(file));
        let state = FileState {
            id: self.file.id.clone(),
            size: self.file.size,
            // What could not be read is tried again, whatever its time says.
            mtime_ns: if unreadable {
                UNREADABLE
            } else {
                self.file.mtime_ns
            },
            articles: self.after.len() as u64,
            skipped: skipped.len() as u64 + numbers.unlisted,
            unchosen: numbers.unchosen,
        };
        self.writer.put_file(
            &state,
            &FileRecord {
                skipped,
                unlisted: numbers.unlisted,
                mark,
            },
        )?;
        Ok(self.counts)
    }
}

/// Reads a file that is due.
pub(super) fn read(run: &Run<'_>, writer: &Writer, due: &Due<'_>) -> Result<Counts> {
    let before = match (&run.reader, due.known) {
        (Some(reader), Some(_)) => reader.hashes(&due.file.id)?,
        _ => FxHashMap::default(),
    };
    let Ok(mut opened) = fs::File::open(&due.file.path) else {
        let mut reading = FileReading::new(run, writer, due, before, Former::default());
        let mut outcome = Ok(());
        let (format, limits) = (run.options.format, run.limits());
        corpus::sources(&due.file, format, &limits, &mut |source| {
            if outcome.is_ok() {
                outcome = reading.take(source);
            }
        });
        outcome?;
        return reading.finish(None, None);
    };
    let mut former = Former::default();
    if let (Some(reader), Some(state), true) = (&run.reader, due.known, run.may_go_on())
        && let Some(record) = reader.file_record(&due.file.id)?
    {
        former = grown::former(&opened, due.file.size, state, record);
    }
    let mut from = former.from;
    if let Some(place) = from
        && opened.seek(SeekFrom::Start(place.bytes)).is_err()
    {
        (from, former) = (None, Former::default());
    }
    let limits = run.limits();
    let understands = Reading {
        now_seconds: run.options.now_seconds,
    };
    let asked = Asked {
        declared: run.options.format,
        limits: &limits,
        choice: &run.choice,
        from,
        understands: Some(&understands),
    };
    let mut reading = FileReading::new(run, writer, due, before, former);
    let counted = Counted {
        inner: &opened,
        bytes: &run.meter.bytes,
    };
    let end = if due.file.size >= APART_BYTES {
        read_apart(counted, &asked, &mut reading)?
    } else {
        read_here(counted, &asked, &mut reading)?
    };
    reading.finish(Some(&opened), end)
}

/// A small file. Should a reader fail on some odd file, that costs what was
/// behind the place, not the run.
fn read_here(
    reader: impl Read,
    asked: &Asked<'_>,
    reading: &mut FileReading<'_>,
) -> Result<Option<End>> {
    let id = reading.file.id.clone();
    let mut outcome = Ok(());
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| {
        corpus::sources_from(reader, &id, asked, &mut |source| {
            if outcome.is_ok() {
                outcome = reading.take(source);
            }
        })
    }));
    outcome?;
    read.or_else(|_| reading.take(Err(failed(&id))).map(|()| None))
}

fn failed(id: &str) -> Skip {
    Skip {
        id: id.to_owned(),
        reason: SkipReason::Damaged("the reader of this format failed on it".to_owned()),
    }
}

/// Unpacks in a thread of its own what is read here meanwhile. Two batches are
/// on the way at most.
fn read_apart(
    reader: impl Read + Send,
    asked: &Asked<'_>,
    reading: &mut FileReading<'_>,
) -> Result<Option<End>> {
    let id = reading.file.id.as_str();
    let (send, receive) = crossbeam_channel::bounded(1);
    thread::scope(|scope| {
        let unpacking = scope.spawn(move || {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            let end = corpus::sources_from(reader, id, asked, &mut |source| {
                bytes += source.as_ref().map_or(0, |source| source.text.len());
                batch.push(source);
                if batch.len() >= BATCH_RECORDS || bytes >= BATCH_BYTES {
                    bytes = 0;
                    // Nobody receives where the run has failed.
                    let _ = send.send(std::mem::take(&mut batch));
                }
            });
            let _ = send.send(batch);
            end
        });
        for batch in receive {
            for source in batch {
                reading.take(source)?;
            }
        }
        match unpacking.join() {
            Ok(end) => Ok(end),
            Err(_) => reading.take(Err(failed(id))).map(|()| None),
        }
    })
}

/// Tells the meter how much was read.
struct Counted<'m, R> {
    inner: R,
    bytes: &'m AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Reads one record. Odd input must not end the run, and the readers of web
/// pages are other people's code: a panic there costs one article.
pub fn read_article(
    source: &Source,
    reading: &Reading,
) -> std::result::Result<Article, SkipReason> {
    std::panic::catch_unwind(|| article::read(source, reading)).unwrap_or_else(|_| {
        Err(SkipReason::Damaged(
            "the reader of this format failed on it".to_owned(),
        ))
    })
}

/// Reads one record and the quotes in it, if it is chosen.
fn read_chosen(source: &Source, reading: &Reading, choice: &Choice) -> Outcome {
    if !choice.takes_told(&source.told) {
        return Outcome::Unchosen;
    }
    let mut article = match read_article(source, reading) {
        Ok(article) => article,
        Err(reason) => return Outcome::Skipped(reason),
    };
    // The address that the container told was asked before.
    let is_asked = source.told.fields.contains_key("url");
    let day = article.published.map(|when| when.day());
    let is_chosen = (is_asked || choice.takes_address(article.url.as_deref()))
        && choice.takes_day(day)
        && choice.takes_language(article.language.as_deref());
    if !is_chosen {
        return Outcome::Unchosen;
    }
    let quotes = read_quotes(&mut article, Method::default());
    Outcome::New(Box::new(article), quotes)
}

/// Finds the quotes of an article. Should it fail on some odd text, that costs
/// the quotes, not the article.
pub fn read_quotes(article: &mut Article, method: Method) -> Vec<Quote> {
    std::panic::catch_unwind(|| quote::of_article(article, method)).unwrap_or_else(|_| {
        let note = "the quotes could not be read from this text".to_owned();
        article.notes.push(note);
        Vec::new()
    })
}
