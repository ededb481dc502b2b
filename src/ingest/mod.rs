//! Folders → index: what is new, changed and gone since the last run, read in
//! parallel and written in one commit.

mod change;
mod digest;
mod file;
mod grown;
mod inbox;
mod place;
mod tally;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article;
use crate::corpus::{Choice, Format, Limits, Skip, SkipReason};
use crate::error::{Error, Result};
use crate::index::{self, FileState, Lock, NotRead, Reader, Skipped, Totals, Writer};
use crate::quote;

use change::{Changes, Due};
use file::Counts;
use place::Place;

pub use file::{read_article, read_quotes};
pub use inbox::keep;

/// Where an archive keeps what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// The folder of the archive.
    pub root: PathBuf,
    /// The articles as they came; never written to.
    pub corpus: PathBuf,
    /// The index; derived, can be deleted.
    pub index: PathBuf,
}

impl Archive {
    /// An archive with its folders in the usual places.
    pub fn at(root: &Path) -> Self {
        Archive {
            root: root.to_owned(),
            corpus: root.join("corpus"),
            index: root.join("index"),
        }
    }

    /// Where what came over standard input is kept, so that a rebuild finds it.
    pub fn inbox(&self) -> PathBuf {
        self.root.join("inbox")
    }
}

/// How to index.
#[derive(Clone, Debug)]
pub struct Options {
    /// Memory to stay within, in bytes, as far as it can be told beforehand.
    pub memory_bytes: u64,
    /// The format of every file, whatever its name says.
    pub format: Option<Format>,
    /// Which records the index is made of from now on; `None` leaves it as it
    /// is.
    pub choice: Option<Choice>,
    /// The present, in seconds since 1970 UTC.
    pub now_seconds: i64,
    /// How long to wait for another writer.
    pub patience: Duration,
    /// Who is writing, for a second writer to read.
    pub holder: String,
}

/// How far a run has come; read by whoever shows it.
#[derive(Debug, Default)]
pub struct Meter {
    /// Files to read.
    pub files_total: AtomicU64,
    /// Files read.
    pub files: AtomicU64,
    /// Articles read.
    pub articles: AtomicU64,
    /// Bytes to read, as on disk.
    pub bytes_total: AtomicU64,
    /// Bytes of the files read.
    pub bytes: AtomicU64,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files looked at.
    pub files: u64,
    /// Files that were not in the index.
    pub new: u64,
    /// Files that were in it otherwise.
    pub changed: u64,
    /// Files that were in it and are no more.
    pub gone: u64,
    /// Files that are as they were, and were read again since other records are
    /// chosen now.
    pub chosen_anew: u64,
    /// Files that are as they were, and were read again by other rules.
    pub read_again: u64,
    /// Articles added.
    pub articles_added: u64,
    /// Articles replaced by a new text.
    pub articles_replaced: u64,
    /// Articles removed.
    pub articles_removed: u64,
    /// Everything in the index that gave no article, and why.
    pub skipped: Vec<Skipped>,
    /// Which records the index is made of.
    pub choice: Choice,
    /// How many records that leaves out.
    pub left_out: u64,
    /// Articles in the index now.
    pub articles: u64,
    /// Passages in the index now.
    pub passages: u64,
    /// Quotes in the index now.
    pub quotes: u64,
}

impl Report {
    /// How much of what is in the index gave no article.
    pub fn not_read(&self) -> NotRead {
        NotRead::of(&self.skipped)
    }

    /// True where something could not be read, or not be understood.
    pub fn is_incomplete(&self) -> bool {
        self.skipped.iter().any(|skip| !skip.by_design)
    }
}

/// Brings the index up to date. `paths` limits the run to these files and
/// folders; one outside the corpus is added to it, and stays so. Without
/// `paths`, everything is looked at.
///
/// # Errors
///
/// Nothing is changed on error: the index stays at its last commit.
pub fn update(
    archive: &Archive,
    paths: &[PathBuf],
    options: &Options,
    meter: &Meter,
) -> Result<Report> {
    let lock = lock(archive, options)?;
    let reader = match index::exists(&archive.index) {
        true => Some(Reader::open(&archive.index)?),
        false => None,
    };
    let roots = reader
        .as_ref()
        .map_or(&[][..], Reader::roots)
        .iter()
        .map(PathBuf::from)
        .collect();
    let former = reader.as_ref().map(Reader::choice).cloned();
    let mut run = Run {
        archive,
        options,
        choice: options.choice.clone().or(former).unwrap_or_default(),
        meter,
        reader,
        roots,
    };
    // Rules of reading that have changed apply to all articles or to none.
    let limited = !paths.is_empty() && !run.is_stale();
    let mut places = Vec::new();
    for path in paths {
        let place = Place::of(archive, path, &run.roots)?;
        if place.is_outside && !run.roots.iter().any(|root| place.path.starts_with(root)) {
            run.roots.push(place.path.clone());
        }
        places.push(place);
    }
    if !limited {
        places = run.everything();
    }
    run.roots.sort();
    run.over(&places, lock)
}

/// Makes the index from nothing beside the one in use, and swaps it in.
///
/// # Errors
///
/// On error the former index stays in use.
pub fn rebuild(archive: &Archive, options: &Options, meter: &Meter) -> Result<Report> {
    let lock = lock(archive, options)?;
    // The former index is asked only for what was added from elsewhere, and may
    // be damaged or of another version.
    let roots = index::former_roots(&archive.index).unwrap_or_default();
    let roots = roots.into_iter().map(PathBuf::from).collect();
    let former = || index::former_choice(&archive.index);
    let run = Run {
        archive,
        options,
        choice: options.choice.clone().or_else(former).unwrap_or_default(),
        meter,
        reader: None,
        roots,
    };
    let places = run.everything();
    run.over(&places, lock)
}

fn lock(archive: &Archive, options: &Options) -> Result<Lock> {
    let home = &archive.index;
    fs::create_dir_all(home).map_err(|cause| Error::io("make the index folder", home, cause))?;
    let lock = Lock::take(home, &options.holder, options.patience)?;
    index::tidy(home);
    Ok(lock)
}

/// One run under way.
struct Run<'a> {
    archive: &'a Archive,
    options: &'a Options,
    /// Which records the index is made of.
    choice: Choice,
    meter: &'a Meter,
    /// The index as it was, where there was one.
    reader: Option<Reader>,
    /// Files and folders outside the corpus.
    roots: Vec<PathBuf>,
}

impl Run<'_> {
    fn everything(&self) -> Vec<Place> {
        let outside = self.roots.iter().map(|root| Place::outside(root));
        Place::usual(self.archive)
            .into_iter()
            .chain(outside)
            .collect()
    }

    /// True where the articles of the index were read by other rules, or others
    /// were chosen.
    fn is_stale(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| {
            reader.reading() != article::READING
                || reader.quotes_by() != quote::fingerprint()
                || *reader.choice() != self.choice
        })
    }

    /// True where what was read of a file before can stay.
    fn may_go_on(&self) -> bool {
        !self.is_stale() && self.options.format.is_none()
    }

    fn over(self, places: &[Place], lock: Lock) -> Result<Report> {
        let known = self
            .reader
            .as_ref()
            .map(Reader::files)
            .transpose()?
            .unwrap_or_default();
        let changes = Changes::find(
            places,
            &known,
            self.is_stale() || self.options.format.is_some(),
        )?;
        let mut report = Report {
            files: changes.files,
            new: changes.due.iter().filter(|due| due.known.is_none()).count() as u64,
            gone: changes.gone.len() as u64,
            ..Report::default()
        };
        let rechosen = self.reader.as_ref().map(Reader::choice) != Some(&self.choice);
        for due in changes.due.iter().filter(|due| due.known.is_some()) {
            match (due.is_changed, rechosen) {
                (true, _) => report.changed += 1,
                (false, true) => report.chosen_anew += 1,
                (false, false) => report.read_again += 1,
            }
        }
        // A place from elsewhere that is not there just now is still looked for,
        // unless it was named, or is a file that was deleted: then it is to be
        // forgotten.
        let forgotten = |root: &Path| {
            places.iter().any(|place| {
                let is_no_more = || place.is_deleted(&known) || place.is_named && !root.exists();
                place.path == *root && is_no_more()
            })
        };
        let kept = |root: &&PathBuf| !forgotten(root);
        let names: Vec<String> = self
            .roots
            .iter()
            .filter(kept)
            .map(|root| root.to_string_lossy().into_owned())
            .collect();
        let former = match &self.reader {
            Some(reader) => reader.orphans(&known)?,
            None => Vec::new(),
        };
        match &self.reader {
            // Nothing to write: the writer, its threads and its commit are
            // spared.
            Some(reader)
                if changes.is_empty()
                    && former.is_empty()
                    && reader.roots() == names
                    && *reader.choice() == self.choice =>
            {
                self.count(reader, &known, &changes, &mut report)?;
            }
            _ => {
                self.write((&changes, &former), &names, lock, &mut report)?;
                let mut reader = Reader::open(&self.archive.index)?;
                let left = reader.orphans(&reader.files()?)?;
                if !left.is_empty() {
                    // Rarely, after a run that was killed, the engine loses the
                    // removal of an article.
                    drop(reader);
                    self.sweep(&left, &names)?;
                    reader = Reader::open(&self.archive.index)?;
                }
                self.count(&reader, &reader.files()?, &changes, &mut report)?;
            }
        }
        Ok(report)
    }

    /// Removes what files that are no more have left behind.
    fn sweep(&self, files: &[String], roots: &[String]) -> Result<()> {
        let lock = lock(self.archive, self.options)?;
        let writer = Writer::open(&self.archive.index, lock, self.options.memory_bytes)?;
        for file in files {
            writer.remove_file(file)?;
        }
        writer.commit(roots, &self.choice)
    }

    fn write(
        &self,
        (changes, orphans): (&Changes<'_>, &[String]),
        roots: &[String],
        lock: Lock,
        report: &mut Report,
    ) -> Result<()> {
        let home = &self.archive.index;
        let writer = match self.reader {
            Some(_) => Writer::open(home, lock, self.options.memory_bytes)?,
            None => Writer::fresh(home, lock, self.options.memory_bytes)?,
        };
        let swept = orphans.iter().try_for_each(|file| writer.remove_file(file));
        if let Err(error) = swept.and_then(|()| self.fill(&writer, changes, report)) {
            return Err(writer.abandon(error));
        }
        writer.commit(roots, &self.choice)
    }

    fn fill(&self, writer: &Writer, changes: &Changes<'_>, report: &mut Report) -> Result<()> {
        for state in &changes.gone {
            writer.remove_file(&state.id)?;
            report.articles_removed += state.articles;
        }
        self.read_all(writer, &changes.due, report)
    }

    fn read_all(&self, writer: &Writer, due: &[Due<'_>], report: &mut Report) -> Result<()> {
        let bytes = due.iter().map(|due| due.file.size).sum();
        self.meter
            .files_total
            .store(due.len() as u64, Ordering::Relaxed);
        self.meter.bytes_total.store(bytes, Ordering::Relaxed);
        let total = Mutex::new(report);
        let pool = rayon::ThreadPoolBuilder::new()
            .stack_size(STACK_BYTES)
            .build()
            .map_err(|e| Error::usage(format!("cannot start threads: {e}")))?;
        pool.install(|| {
            due.par_iter().try_for_each(|due| {
                let Counts {
                    added,
                    replaced,
                    removed,
                } = file::read(self, writer, due)?;
                self.meter.files.fetch_add(1, Ordering::Relaxed);
                let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                total.articles_added += added;
                total.articles_replaced += replaced;
                total.articles_removed += removed;
                Ok(())
            })
        })
    }

    /// Counts what the index holds.
    fn count(
        &self,
        reader: &Reader,
        files: &FxHashMap<String, FileState>,
        changes: &Changes<'_>,
        report: &mut Report,
    ) -> Result<()> {
        let just_read: FxHashSet<&str> =
            changes.due.iter().map(|due| due.file.id.as_str()).collect();
        let Totals {
            articles,
            passages,
            quotes,
        } = reader.totals()?;
        (report.articles, report.passages, report.quotes) = (articles, passages, quotes);
        let folders = changes.skipped.iter();
        report.skipped = folders.map(|skip| skipped_of(skip, 0)).collect();
        report.choice = self.choice.clone();
        report.left_out = files.values().map(|file| file.unchosen).sum();
        // What is news comes first.
        let (new, old): (Vec<&FileState>, Vec<&FileState>) = files
            .values()
            .partition(|file| just_read.contains(file.id.as_str()));
        report.skipped.extend(reader.skipped(new)?);
        report.skipped.extend(reader.skipped(old)?);
        Ok(())
    }

    fn limits(&self) -> Limits {
        let standard = Limits::default();
        let room = (self.options.memory_bytes / 8_000_000).max(1);
        Limits {
            record_mb: standard.record_mb.min(room),
            ..standard
        }
    }
}

/// Threads that read articles have room for deeply nested pages.
const STACK_BYTES: usize = 16 << 20;

fn skipped_of(skip: &Skip, records: u64) -> Skipped {
    Skipped {
        id: skip.id.clone(),
        reason: skip.reason.to_string(),
        records,
        by_design: skip.reason.is_by_design(),
        note: matches!(skip.reason, SkipReason::NotUnderstood(_)),
    }
}
