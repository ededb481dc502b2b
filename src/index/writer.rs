//! Articles and file states → one commit.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument, TantivyError, Term};

use crate::analysis::{FINGERPRINT, Language, Words};
use crate::article::{self, Article};
use crate::breaks::Breaks;
use crate::corpus::Choice;
use crate::error::{Error, Result};
use crate::passage::passages;
use crate::quote::{self, Quote};
use crate::sketch::Sketch;

use super::budget::{Budget, Charged};
use super::home;
use super::lock::Lock;
use super::origins::address_number;
use super::outlets::host_of;
use super::quotes;
use super::reader;
use super::record::{FileRecord, FileState, Payload, Stored};
use super::schema::{ARTICLE, FILE, FORMAT, Fields, schema};
use super::tokenizer::{self, marked};

/// tantivy refuses less for an indexing thread.
const THREAD_BYTES_MIN: usize = 15_000_000;

/// The program itself, its threads' stacks, and the stems it remembers.
const FIXED_BYTES: u64 = 60_000_000;

/// A segment is merged when more than this share of it is deleted: dead
/// articles cost space and time, and by default would stay for ever.
const DELETED_SHARE_MAX: f32 = 0.2;

/// Adds, replaces and removes; nothing is seen by anybody before
/// [`Writer::commit`], and nothing of it ever if that is not reached.
pub struct Writer {
    home: PathBuf,
    folder: PathBuf,
    writer: IndexWriter<Charged>,
    fields: Fields,
    budget: Budget,
    turn: Mutex<()>,
    _lock: Lock,
}

impl Writer {
    /// Opens the index in use for changes.
    pub fn open(home: &Path, lock: Lock, memory_bytes: u64) -> Result<Self> {
        let folder = home::current(home)?;
        let directory = MmapDirectory::open(&folder).map_err(|e| damaged(home, e.into()))?;
        let index = Index::open(directory).map_err(|e| damaged(home, e))?;
        let writer = Self::over(home, folder, index, lock, memory_bytes)?;
        // What a run that failed or was killed left: on a full disk it is the
        // room that this run needs.
        let swept = writer.writer.garbage_collect_files().wait();
        swept.map(|_| writer).map_err(|e| failed(home, e))
    }

    /// Starts a new generation beside the one in use, if any; the commit puts
    /// it into use.
    pub fn fresh(home: &Path, lock: Lock, memory_bytes: u64) -> Result<Self> {
        home::refuse_foreign(home)?;
        let folder = home::next(home)?;
        let directory = MmapDirectory::open(&folder).map_err(|e| failed(home, e.into()))?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            ..IndexSettings::default()
        };
        let index = Index::create(directory, schema().0, settings).map_err(|e| failed(home, e))?;
        Self::over(home, folder, index, lock, memory_bytes)
    }

    fn over(
        home: &Path,
        folder: PathBuf,
        index: Index,
        lock: Lock,
        memory_bytes: u64,
    ) -> Result<Self> {
        tokenizer::register(&index);
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(8);
        // What is left beside the fixed costs: half for tantivy's tables, an
        // eighth for articles that wait; the rest is for reading, and for what
        // tantivy does not count while it writes a segment.
        let free = memory_bytes.saturating_sub(FIXED_BYTES);
        let tables = usize::try_from(free / 2).unwrap_or(usize::MAX);
        let threads = threads.min(tables / THREAD_BYTES_MIN).max(1);
        let tables = tables.clamp(THREAD_BYTES_MIN * threads, 4_000_000_000 * threads - 1);
        let writer = index
            .writer_with_num_threads(threads, tables)
            .map_err(|e| failed(home, e))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
        writer.set_merge_policy(Box::new(policy));
        Ok(Writer {
            home: home.to_owned(),
            folder,
            writer,
            fields: schema().1,
            budget: Budget::new((free / 8).max(1_000_000)),
            turn: Mutex::new(()),
            _lock: lock,
        })
    }

    /// The folder of the index.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Adds an article of `file` with its quotes, in place of the one with the
    /// same id. Returns the number of its passages.
    pub fn put(
        &self,
        article: Article,
        quotes: Vec<Quote>,
        file: &str,
        hash: u64,
        seen: i64,
    ) -> Result<u64> {
        let fields = &self.fields;
        let language = article.language.as_deref().and_then(Language::from_code);
        let mut document = TantivyDocument::default();
        document.add_text(fields.kind, ARTICLE);
        document.add_text(fields.id, &article.id);
        document.add_text(fields.file, file);
        let title = article.title.as_deref().unwrap_or("");
        document.add_text(fields.title, marked(title, language));
        document.add_u64(fields.title_words, word_count(title));
        document.add_text(fields.body, marked(&article.body, language));
        // Found like the text, though they are not part of what is shown of it.
        let beside = || article.dateline.iter().chain(&article.summary);
        for text in beside() {
            document.add_text(fields.body, marked(text, language));
        }
        let breaks = Breaks::with_beside(&article.body, beside().map(String::as_str));
        for number in breaks.numbers() {
            document.add_u64(fields.breaks, *number);
        }
        let sketch = Sketch::of(&article.body);
        for number in sketch.values() {
            document.add_u64(fields.sketch, number);
        }
        for number in sketch.number_values() {
            document.add_u64(fields.sketch_numbers, number);
        }
        if let Some(number) = article.url.as_deref().and_then(address_number) {
            document.add_u64(fields.web, number);
        }
        let host = article.url.as_deref().and_then(host_of);
        if let Some(host) = host.filter(|host| host.len() <= NAME_BYTES_MAX) {
            document.add_text(fields.host, host);
        }
        if article.partial {
            document.add_u64(fields.partial, 1);
        }
        // A line end between names: no phrase runs from one into the next.
        document.add_text(fields.byline, article.authors.join("\n\n"));
        for outlet in article
            .outlet
            .iter()
            .filter(|outlet| outlet.len() <= NAME_BYTES_MAX)
        {
            document.add_text(fields.outlet, outlet);
            document.add_text(fields.outlet_name, outlet);
        }
        document.add_text(fields.section, article.section.as_deref().unwrap_or(""));
        if let Some(code) = &article.language {
            document.add_text(fields.language, code);
        }
        if let Some(published) = article.published {
            document.add_i64(fields.published, published.seconds);
            document.add_i64(fields.day, i64::from(published.day()));
        }
        let spans: Vec<_> = passages(&article.body).iter().map(|p| p.span).collect();
        let count = spans.len() as u64;
        document.add_u64(fields.passages, count);
        document.add_u64(fields.quotes, quotes.len() as u64);
        document.add_u64(fields.hash, hash);
        document.add_i64(fields.seen, seen);
        let stored = Stored {
            article,
            passages: spans,
            quotes,
            seen,
        };
        document.add_text(fields.record, self.json(&stored)?);
        let id = &stored.article.id;
        let mut operations = vec![UserOperation::Delete(Term::from_field_text(fields.id, id))];
        let quotes = quotes::documents(fields, &stored, file);
        // The text for its words, the text in the record, and a copy of both;
        // the quotes with what is repeated in each.
        let bytes = stored.article.body.len() as u64 * 4 + 1_000;
        let quote_bytes = quotes.len() as u64 * 1_000;
        operations.push(self.add(document, bytes + quote_bytes));
        // Those of one call go into one segment, in their order.
        operations.extend(quotes.into_iter().map(|document| {
            UserOperation::Add(Charged {
                document,
                _permit: None,
            })
        }));
        self.run(operations)?;
        Ok(count)
    }

    /// Notes the state of a file, in place of the former state, and what else is
    /// kept of it.
    pub fn put_file(&self, state: &FileState, kept: &FileRecord) -> Result<()> {
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.kind, FILE);
        document.add_text(fields.file_id, &state.id);
        document.add_text(fields.file_state, state.line());
        let record = self.json(kept)?;
        let bytes = record.len() as u64 + 1_000;
        document.add_text(fields.record, record);
        let replaced = Term::from_field_text(fields.file_id, &state.id);
        self.run(vec![
            UserOperation::Delete(replaced),
            self.add(document, bytes),
        ])
    }

    /// Removes one article with its quotes.
    pub fn remove(&self, id: &str) -> Result<()> {
        self.run(vec![UserOperation::Delete(Term::from_field_text(
            self.fields.id,
            id,
        ))])
    }

    /// Removes a file with all its articles.
    pub fn remove_file(&self, file: &str) -> Result<()> {
        self.run(vec![
            UserOperation::Delete(Term::from_field_text(self.fields.file, file)),
            UserOperation::Delete(Term::from_field_text(self.fields.file_id, file)),
        ])
    }

    /// Makes everything visible at once and durable, or fails and leaves the
    /// index as it was. `roots` are the files and folders outside the corpus,
    /// `choice` says which of their records the index is made of.
    pub fn commit(mut self, roots: &[String], choice: &Choice) -> Result<()> {
        let payload = Payload {
            format: FORMAT,
            analysis: FINGERPRINT.to_owned(),
            reading: article::READING,
            quotes: quote::fingerprint(),
            roots: roots.to_vec(),
            choice: choice.clone(),
        };
        let payload = self.json(&payload)?;
        let home = self.home;
        let mut prepared = self.writer.prepare_commit().map_err(|e| failed(&home, e))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(|e| failed(&home, e))?;
        // What is committed stays committed: a merge that failed is tried
        // again by the next run.
        let _ = self.writer.wait_merging_threads();
        readable(&self.folder);
        reader::keep_origins(&home, &self.folder);
        if home::current(&home).ok().as_ref() != Some(&self.folder) {
            home::swap(&home, &self.folder)?;
        }
        Ok(())
    }

    /// Gives up, and says why: an indexing thread that failed, of a full disk
    /// say, is met by others only as a writer that is no more. `otherwise` is
    /// what they met.
    pub fn abandon(mut self, otherwise: Error) -> Error {
        match self.writer.prepare_commit() {
            Err(cause) => failed(&self.home, cause),
            Ok(_) => otherwise,
        }
    }

    fn add(&self, document: TantivyDocument, bytes: u64) -> UserOperation<Charged> {
        UserOperation::Add(Charged {
            document,
            _permit: Some(self.budget.take(bytes)),
        })
    }

    /// One at a time: tantivy numbers the operations of a call first and queues
    /// its deletions afterwards. Two threads could queue theirs out of order,
    /// and the deletion that makes room for an article would then delete it.
    fn run(&self, operations: Vec<UserOperation<Charged>>) -> Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.writer
            .run(operations)
            .map(drop)
            .map_err(|e| failed(&self.home, e))
    }

    fn json<T: serde::Serialize + ?Sized>(&self, value: &T) -> Result<String> {
        serde_json::to_string(value).map_err(|e| Error::index(&self.home, e.to_string()))
    }
}

/// A name longer than this is none.
pub(super) const NAME_BYTES_MAX: usize = 300;

/// tantivy makes its small files private to the user; whoever may read the
/// folder is to be able to search. Best effort: searching by the owner works
/// all the same.
fn readable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for name in ["meta.json", ".managed.json"] {
        let path = folder.join(name);
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644));
    }
}

fn failed(home: &Path, cause: TantivyError) -> Error {
    let cause = match cause {
        TantivyError::IoError(cause) => cause.to_string(),
        TantivyError::ErrorInThread(message) => message,
        other => other.to_string(),
    };
    Error::index(
        home,
        format!("cannot write the index: {cause}; the index is as it was before"),
    )
}

fn damaged(home: &Path, cause: TantivyError) -> Error {
    Error::index(
        home,
        format!("the index is damaged ({cause}); run `onrecord rebuild`"),
    )
}

fn word_count(text: &str) -> u64 {
    let (mut words, mut count) = (Words::new(text), 0);
    while words.next().is_some() {
        count += 1;
    }
    count
}
