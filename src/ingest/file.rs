//! One file → its articles in the index: those that are new or changed are
//! read and written, those that are no more are removed.

use std::fs;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::article::{self, Article, Reading};
use crate::corpus::{self, File, Skip, SkipReason, Source};
use crate::error::Result;
use crate::index::{FileState, Skipped, Writer};
use crate::quote::{self, Method, Quote};

use super::change::{Due, UNREADABLE};
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

/// One file while it is read.
struct FileReading<'r> {
    run: &'r Run<'r>,
    writer: &'r Writer,
    file: &'r File,
    /// Articles of the file in the index, with the hashes of their sources.
    before: FxHashMap<String, u64>,
    /// Articles of the file now.
    after: FxHashSet<String>,
    batch: Vec<Source>,
    batch_bytes: usize,
    skipped: Vec<Skip>,
    counts: Counts,
}

impl FileReading<'_> {
    fn take(&mut self, source: std::result::Result<Source, Skip>) -> Result<()> {
        match source {
            Ok(source) => {
                self.batch_bytes += source.text.len();
                self.batch.push(source);
            }
            Err(skip) => self.skipped.push(skip),
        }
        if self.batch.len() >= BATCH_RECORDS || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let reading = Reading {
            now_seconds: self.run.options.now_seconds,
        };
        let before = &self.before;
        let quotes_by = quote::fingerprint();
        let read = |source: &Source| {
            let hash = hash(source, &quotes_by);
            let same = before.get(&source.id) == Some(&hash);
            (hash, (!same).then(|| read_quoted(source, &reading)))
        };
        let outcomes: Vec<_> = if batch.len() > 1 {
            batch.par_iter().map(read).collect()
        } else {
            batch.iter().map(read).collect()
        };
        for (source, (hash, outcome)) in batch.into_iter().zip(outcomes) {
            self.note(source.id, hash, outcome)?;
        }
        Ok(())
    }

    fn note(
        &mut self,
        id: String,
        hash: u64,
        outcome: Option<std::result::Result<(Article, Vec<Quote>), SkipReason>>,
    ) -> Result<()> {
        match outcome {
            Some(Err(reason)) => {
                self.skipped.push(Skip { id, reason });
                return Ok(());
            }
            Some(Ok((article, quotes))) => {
                if self.before.contains_key(&id) {
                    self.counts.replaced += 1;
                } else {
                    self.counts.added += 1;
                }
                let now = self.run.options.now_seconds;
                self.writer.put(article, quotes, &self.file.id, hash, now)?;
            }
            None => {}
        }
        self.run.meter.articles.fetch_add(1, Ordering::Relaxed);
        self.after.insert(id);
        Ok(())
    }

    fn finish(mut self) -> Result<Counts> {
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
            skipped: self.skipped.len() as u64,
        };
        let skipped: Vec<Skipped> = self.skipped.iter().map(skipped_of).collect();
        self.writer.put_file(&state, &skipped)?;
        Ok(self.counts)
    }
}

/// Reads a file that is due.
pub(super) fn read(run: &Run<'_>, writer: &Writer, due: &Due<'_>) -> Result<Counts> {
    let before = match (&run.reader, due.known) {
        (Some(reader), Some(_)) => reader.hashes(&due.file.id)?,
        _ => FxHashMap::default(),
    };
    let mut reading = FileReading {
        run,
        writer,
        file: &due.file,
        before,
        after: FxHashSet::default(),
        batch: Vec::new(),
        batch_bytes: 0,
        skipped: Vec::new(),
        counts: Counts::default(),
    };
    let mut outcome = Ok(());
    let mut take = |source| {
        if outcome.is_ok() {
            outcome = reading.take(source);
        }
    };
    let (format, limits) = (run.options.format, run.limits());
    match fs::File::open(&due.file.path) {
        Ok(file) => {
            let counted = Counted {
                inner: file,
                bytes: &run.meter.bytes,
            };
            corpus::sources_of(counted, &due.file.id, format, &limits, &mut take);
        }
        Err(_) => corpus::sources(&due.file, format, &limits, &mut take),
    }
    outcome?;
    reading.finish()
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

/// Reads one record and the quotes in it.
fn read_quoted(
    source: &Source,
    reading: &Reading,
) -> std::result::Result<(Article, Vec<Quote>), SkipReason> {
    let mut article = read_article(source, reading)?;
    let quotes = read_quotes(&mut article, Method::default());
    Ok((article, quotes))
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

/// Differs where the record does, or what is made of it.
fn hash(source: &Source, quotes_by: &str) -> u64 {
    let mut hash = Sha256::new();
    hash.update(article::READING.to_le_bytes());
    hash.update(quotes_by);
    hash.update([0]);
    hash.update([source.format as u8]);
    hash.update(&source.text);
    hash.update(source.told.by);
    for (name, value) in &source.told.fields {
        hash.update([0]);
        hash.update(name);
        hash.update([0]);
        hash.update(value.to_string());
    }
    let digest = hash.finalize();
    u64::from_le_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ])
}
