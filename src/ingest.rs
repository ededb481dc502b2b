//! Folders → index: what is new, changed and gone since the last run, read in
//! parallel and written in one commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::article::{self, Article, Reading};
use crate::corpus::{self, File, Format, Limits, Skip, SkipReason, Source};
use crate::error::{Error, Result};
use crate::index::{self, FileState, Lock, Reader, Skipped, Writer};

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
    /// Articles added.
    pub articles_added: u64,
    /// Articles replaced by a new text.
    pub articles_replaced: u64,
    /// Articles removed.
    pub articles_removed: u64,
    /// Everything in the index that gave no article, and why.
    pub skipped: Vec<Skipped>,
    /// Articles in the index now.
    pub articles: u64,
    /// Passages in the index now.
    pub passages: u64,
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
    if !index::exists(&archive.index) {
        return run(
            archive,
            paths,
            options,
            meter,
            Writer::fresh(&archive.index, lock, options.memory_bytes)?,
            None,
        );
    }
    let reader = Reader::open(&archive.index)?;
    let writer = Writer::open(&archive.index, lock, options.memory_bytes)?;
    run(archive, paths, options, meter, writer, Some(reader))
}

/// Makes the index from nothing beside the one in use, and swaps it in.
///
/// # Errors
///
/// On error the former index stays in use.
pub fn rebuild(archive: &Archive, options: &Options, meter: &Meter) -> Result<Report> {
    let lock = lock(archive, options)?;
    // The former index is asked only for what was added from elsewhere; one
    // that cannot be read has nothing to say.
    let former = Reader::open(&archive.index).map(|reader| reader.roots().to_vec());
    let roots: Vec<PathBuf> = former
        .unwrap_or_default()
        .into_iter()
        .map(PathBuf::from)
        .collect();
    let writer = Writer::fresh(&archive.index, lock, options.memory_bytes)?;
    let mut places = usual_places(archive);
    places.extend(roots.iter().map(|root| Place::outside(root)));
    Run {
        options,
        meter,
        writer,
        reader: None,
    }
    .over(&places, &roots, None)
}

/// Keeps what came over standard input in the archive's inbox, under a name
/// made from its content, for [`update`] to find. Returns the file.
pub fn keep(
    archive: &Archive,
    mut input: impl std::io::Read,
    format: Option<Format>,
) -> Result<PathBuf> {
    let inbox = archive.inbox();
    let failed = |cause| Error::io("keep standard input", &inbox, cause);
    fs::create_dir_all(&inbox).map_err(failed)?;
    let mut file = tempfile::Builder::new()
        .prefix(".")
        .tempfile_in(&inbox)
        .map_err(failed)?;
    let mut hashed = Hashed {
        inner: &mut file,
        hash: Sha256::new(),
    };
    std::io::copy(&mut input, &mut hashed).map_err(failed)?;
    let name = hex(&hashed.hash.finalize()[..8]);
    let extension = format.map_or("", extension);
    let path = inbox.join(format!("{name}{extension}"));
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|e| failed(e.error))?;
    Ok(path)
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Text => ".txt",
        Format::Markdown => ".md",
        Format::Html => ".html",
        Format::Json => ".json",
        Format::JsonLines => ".jsonl",
    }
}

struct Hashed<'w, W> {
    inner: &'w mut W,
    hash: Sha256,
}

impl<W: std::io::Write> std::io::Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn lock(archive: &Archive, options: &Options) -> Result<Lock> {
    let home = &archive.index;
    fs::create_dir_all(home).map_err(|cause| Error::io("make the index folder", home, cause))?;
    Lock::take(home, &options.holder, options.patience)
}

fn run(
    archive: &Archive,
    paths: &[PathBuf],
    options: &Options,
    meter: &Meter,
    writer: Writer,
    reader: Option<Reader>,
) -> Result<Report> {
    let mut roots: Vec<PathBuf> = reader
        .iter()
        .flat_map(|reader| reader.roots())
        .map(PathBuf::from)
        .collect();
    let mut places = Vec::new();
    for path in paths {
        let place = place_of(archive, path)?;
        if place.is_outside && !roots.iter().any(|root| place.path.starts_with(root)) {
            roots.push(place.path.clone());
        }
        places.push(place);
    }
    if paths.is_empty() {
        places = usual_places(archive);
        places.extend(roots.iter().map(|root| Place::outside(root)));
    }
    roots.sort();
    let scope = (!paths.is_empty()).then(|| places.iter().map(|place| place.id.clone()).collect());
    Run {
        options,
        meter,
        writer,
        reader,
    }
    .over(&places, &roots, scope)
}

/// A file or folder to look through, and the id that it has or that its files'
/// ids begin with.
#[derive(Clone, Debug)]
struct Place {
    path: PathBuf,
    /// Prefix of the ids of what it holds, without the separator.
    id: String,
    is_outside: bool,
}

impl Place {
    fn outside(path: &Path) -> Self {
        Place {
            path: path.to_owned(),
            id: corpus::id_of(path),
            is_outside: true,
        }
    }

    /// What comes before the names of its files in their ids.
    fn prefix(&self, is_folder: bool) -> String {
        match (is_folder, self.id.rfind('/')) {
            (true, _) if self.id.is_empty() => String::new(),
            (true, _) => format!("{}/", self.id.trim_end_matches('/')),
            (false, Some(slash)) => self.id[..=slash].to_owned(),
            (false, None) => String::new(),
        }
    }
}

/// What came over standard input has ids below the sign for it.
const INBOX_ID: &str = "-";

fn usual_places(archive: &Archive) -> Vec<Place> {
    let corpus = Place {
        path: archive.corpus.clone(),
        id: String::new(),
        is_outside: false,
    };
    let inbox = Place {
        path: archive.inbox(),
        id: INBOX_ID.to_owned(),
        is_outside: false,
    };
    let mut places = vec![corpus];
    if inbox.path.is_dir() {
        places.push(inbox);
    }
    places
}

fn place_of(archive: &Archive, path: &Path) -> Result<Place> {
    // A file that was deleted has no canonical path; its folder may have.
    let absolute = match fs::canonicalize(path) {
        Ok(absolute) => absolute,
        Err(cause) => {
            let name = path
                .file_name()
                .ok_or_else(|| Error::io("find", path, clone(&cause)))?;
            let parent = path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty());
            let parent = fs::canonicalize(parent.unwrap_or(Path::new(".")));
            parent
                .map_err(|_| Error::io("find", path, cause))?
                .join(name)
        }
    };
    for (folder, id) in [(archive.corpus.clone(), ""), (archive.inbox(), INBOX_ID)] {
        let Ok(folder) = fs::canonicalize(&folder) else {
            continue;
        };
        if let Ok(inside) = absolute.strip_prefix(&folder) {
            let below = corpus::id_of(inside);
            let id = match (id, below.as_str()) {
                ("", below) => below.to_owned(),
                (id, "") => id.to_owned(),
                (id, below) => format!("{id}/{below}"),
            };
            return Ok(Place {
                path: absolute,
                id,
                is_outside: false,
            });
        }
    }
    if !absolute.exists() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(Error::io("find", path, missing));
    }
    Ok(Place::outside(&absolute))
}

fn clone(cause: &std::io::Error) -> std::io::Error {
    std::io::Error::from(cause.kind())
}

/// One run under way.
struct Run<'a> {
    options: &'a Options,
    meter: &'a Meter,
    writer: Writer,
    /// The index as it was, where there was one.
    reader: Option<Reader>,
}

/// What is on disk.
struct Walk {
    files: Vec<File>,
    skipped: Vec<Skip>,
}

/// A file that is to be read, and how it was when it was last read.
struct Due<'k> {
    file: File,
    known: Option<&'k FileState>,
}

impl Run<'_> {
    /// `scope` holds the ids of the places to which the run is limited.
    fn over(
        self,
        places: &[Place],
        roots: &[PathBuf],
        scope: Option<Vec<String>>,
    ) -> Result<Report> {
        let known = self
            .reader
            .as_ref()
            .map(Reader::files)
            .transpose()?
            .unwrap_or_default();
        let stale = self
            .reader
            .as_ref()
            .is_some_and(|reader| reader.reading() != article::READING);
        let walk = walk(places, &known)?;
        let seen: FxHashSet<&str> = walk.files.iter().map(|file| file.id.as_str()).collect();
        let gone: Vec<&FileState> = known
            .values()
            .filter(|state| {
                !seen.contains(state.id.as_str()) && in_scope(scope.as_deref(), &state.id)
            })
            .filter(|state| {
                !walk
                    .skipped
                    .iter()
                    .any(|skip| is_below(&state.id, &skip.id))
            })
            .filter(|state| {
                !places.iter().any(|place| {
                    place.is_outside && !place.path.exists() && is_below(&state.id, &place.id)
                })
            })
            .collect();
        let mut report = Report {
            files: walk.files.len() as u64,
            gone: gone.len() as u64,
            ..Report::default()
        };
        let mut due = Vec::new();
        for file in walk.files {
            let known = known.get(&file.id);
            let same = known.is_some_and(|state| is_same(state, &file));
            if same && !stale {
                continue;
            }
            match known {
                None => report.new += 1,
                Some(_) => report.changed += 1,
            }
            due.push(Due { file, known });
        }
        let nothing = due.is_empty()
            && gone.is_empty()
            && self
                .reader
                .as_ref()
                .is_some_and(|r| r.roots() == names(roots));
        if !nothing {
            for state in &gone {
                self.writer.remove_file(&state.id)?;
                report.articles_removed += state.articles;
            }
            self.read_all(&due, &mut report)?;
        }
        self.finish(report, roots, walk.skipped, nothing)
    }

    /// Commits, unless nothing is to be, and counts what the index now holds.
    fn finish(
        self,
        mut report: Report,
        roots: &[PathBuf],
        skipped: Vec<Skip>,
        nothing: bool,
    ) -> Result<Report> {
        let home = self.writer.home().to_owned();
        let reader = match self.reader {
            Some(reader) if nothing => {
                drop(self.writer);
                reader
            }
            _ => {
                self.writer.commit(&names(roots))?;
                Reader::open(&home)?
            }
        };
        (report.articles, report.passages) = reader.totals()?;
        report.skipped = reader.skipped()?;
        report.skipped.extend(skipped.iter().map(skipped_of));
        Ok(report)
    }

    fn read_all(&self, due: &[Due<'_>], report: &mut Report) -> Result<()> {
        self.meter
            .files_total
            .store(due.len() as u64, Ordering::Relaxed);
        self.meter
            .bytes_total
            .store(due.iter().map(|due| due.file.size).sum(), Ordering::Relaxed);
        let total = Mutex::new(report);
        let pool = rayon::ThreadPoolBuilder::new()
            .stack_size(STACK_BYTES)
            .build()
            .map_err(|e| Error::usage(format!("cannot start threads: {e}")))?;
        pool.install(|| {
            due.par_iter().try_for_each(|due| {
                let counts = self.read_file(due)?;
                self.meter.files.fetch_add(1, Ordering::Relaxed);
                self.meter.bytes.fetch_add(due.file.size, Ordering::Relaxed);
                let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                total.articles_added += counts.added;
                total.articles_replaced += counts.replaced;
                total.articles_removed += counts.removed;
                Ok(())
            })
        })
    }

    fn read_file(&self, due: &Due<'_>) -> Result<Counts> {
        let before = match (&self.reader, due.known) {
            (Some(reader), Some(_)) => reader.hashes(&due.file.id)?,
            _ => FxHashMap::default(),
        };
        let mut reading = FileReading {
            run: self,
            file: &due.file,
            before,
            after: FxHashSet::default(),
            batch: Vec::new(),
            batch_bytes: 0,
            skipped: Vec::new(),
            counts: Counts::default(),
        };
        let mut failed = None;
        corpus::sources(
            &due.file,
            self.options.format,
            &self.limits(),
            &mut |source| {
                if failed.is_none() {
                    failed = reading.take(source).err();
                }
            },
        );
        match failed {
            Some(error) => Err(error),
            None => reading.finish(),
        }
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

/// Records that are read together, in parallel: so many, or so many bytes.
const BATCH_RECORDS: usize = 256;
const BATCH_BYTES: usize = 2_000_000;

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    added: u64,
    replaced: u64,
    removed: u64,
}

/// One file while it is read.
struct FileReading<'r> {
    run: &'r Run<'r>,
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
        let read = |source: &Source| {
            let hash = hash(source);
            let same = before.get(&source.id) == Some(&hash);
            (hash, (!same).then(|| read_article(source, &reading)))
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
        outcome: Option<std::result::Result<Article, SkipReason>>,
    ) -> Result<()> {
        match outcome {
            Some(Err(reason)) => {
                self.skipped.push(Skip { id, reason });
                return Ok(());
            }
            Some(Ok(article)) => {
                if self.before.contains_key(&id) {
                    self.counts.replaced += 1;
                } else {
                    self.counts.added += 1;
                }
                self.run
                    .writer
                    .put(article, &self.file.id, hash, self.run.options.now_seconds)?;
            }
            None => {}
        }
        self.run.meter.articles.fetch_add(1, Ordering::Relaxed);
        self.after.insert(id);
        Ok(())
    }

    fn finish(mut self) -> Result<Counts> {
        self.flush()?;
        for id in self.before.keys().filter(|id| !self.after.contains(*id)) {
            self.run.writer.remove(id)?;
            self.counts.removed += 1;
        }
        let unreadable = self
            .skipped
            .iter()
            .any(|skip| matches!(skip.reason, SkipReason::Unreadable(_)));
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
        self.run.writer.put_file(&state, &skipped)?;
        Ok(self.counts)
    }
}

/// The time of a file that could not be read.
const UNREADABLE: i64 = i64::MIN;

fn is_same(state: &FileState, file: &File) -> bool {
    if state.mtime_ns == UNREADABLE {
        return fs::File::open(&file.path).is_err();
    }
    state.size == file.size && state.mtime_ns == file.mtime_ns
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

fn hash(source: &Source) -> u64 {
    let mut hash = Sha256::new();
    hash.update(article::READING.to_le_bytes());
    hash.update([source.format as u8]);
    hash.update(&source.text);
    let digest = hash.finalize();
    u64::from_le_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ])
}

fn walk(places: &[Place], known: &FxHashMap<String, FileState>) -> Result<Walk> {
    let mut walk = Walk {
        files: Vec::new(),
        skipped: Vec::new(),
    };
    for place in places {
        let is_known = || known.keys().any(|id| is_below(id, &place.id));
        let prefix = match fs::metadata(&place.path) {
            Ok(data) => place.prefix(data.is_dir()),
            // Of a place that is away for now nothing is dropped; a file of
            // the corpus that is no more is gone.
            Err(_) if is_known() && (place.is_outside || !place.id.is_empty()) => continue,
            Err(cause) => return Err(Error::io("read", &place.path, cause)),
        };
        corpus::files(&place.path, &prefix, &mut |found| match found {
            Ok(file) => walk.files.push(file),
            Err(skip) => walk.skipped.push(skip),
        });
    }
    // A place named twice, or inside another.
    walk.files.sort_by(|a, b| a.id.cmp(&b.id));
    walk.files.dedup_by(|a, b| a.id == b.id);
    Ok(walk)
}

fn in_scope(scope: Option<&[String]>, id: &str) -> bool {
    scope.is_none_or(|places| places.iter().any(|place| is_below(id, place)))
}

/// True if `id` is the place or lies in it.
fn is_below(id: &str, place: &str) -> bool {
    match id.strip_prefix(place) {
        Some(rest) => place.is_empty() || rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}

fn names(roots: &[PathBuf]) -> Vec<String> {
    roots
        .iter()
        .map(|root| root.to_string_lossy().into_owned())
        .collect()
}

fn skipped_of(skip: &Skip) -> Skipped {
    Skipped {
        id: skip.id.clone(),
        reason: skip.reason.to_string(),
    }
}
