//! A commit → what it knows of files: their state, what was skipped in them,
//! which articles came from each.

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, TantivyError, Term};

use crate::error::Result;

use super::super::record::{FileRecord, FileState, Skipped};
use super::{Reader, damaged_record};

impl Reader {
    /// Every article's id and the hash of its source, for the articles of one
    /// file.
    pub fn hashes(&self, file: &str) -> Result<FxHashMap<String, u64>> {
        self.guard(|| {
            let mut found = FxHashMap::default();
            for address in self.addresses(Term::from_field_text(self.fields.file, file))? {
                let columns = self
                    .searcher
                    .segment_reader(address.segment_ord)
                    .fast_fields();
                // A quote of the file has none.
                if let Some(hash) = columns.u64("hash")?.first(address.doc_id) {
                    found.insert(self.id(address)?, hash);
                }
            }
            Ok(found)
        })
    }

    /// Files that have articles here, but no state among `files`: what a lost
    /// removal left behind.
    pub fn orphans(&self, files: &FxHashMap<String, FileState>) -> Result<Vec<String>> {
        self.guard(|| {
            let mut found = Vec::new();
            for segment in self.searcher.segment_readers() {
                let inverted = segment.inverted_index(self.fields.file)?;
                let mut terms = inverted.terms().stream()?;
                while terms.advance() {
                    let file = std::str::from_utf8(terms.key()).unwrap_or("");
                    if files.contains_key(file) {
                        continue;
                    }
                    let option = IndexRecordOption::Basic;
                    let mut postings =
                        inverted.read_postings_from_terminfo(terms.value(), option)?;
                    while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
                        postings.advance();
                    }
                    if postings.doc() != TERMINATED {
                        found.push(file.to_owned());
                    }
                }
            }
            found.sort();
            found.dedup();
            Ok(found)
        })
    }

    /// The state of every file, by its id.
    pub fn files(&self) -> Result<FxHashMap<String, FileState>> {
        self.guard(|| {
            let mut found = FxHashMap::default();
            for segment in self.searcher.segment_readers() {
                let Some(column) = segment.fast_fields().str("file_state")? else {
                    continue;
                };
                // Looking up one ordinal decodes a block of the dictionary:
                // walking it once in order is several times faster.
                let mut live = vec![false; column.num_terms()];
                for doc in segment.doc_ids_alive() {
                    for ord in column.term_ords(doc) {
                        if let Some(slot) = live.get_mut(ord as usize) {
                            *slot = true;
                        }
                    }
                }
                let mut lines = column.dictionary().stream()?;
                while lines.advance() {
                    if !live
                        .get(lines.term_ord() as usize)
                        .copied()
                        .unwrap_or(false)
                    {
                        continue;
                    }
                    let line = std::str::from_utf8(lines.key()).unwrap_or("");
                    let state = FileState::from_line(line).ok_or_else(|| {
                        TantivyError::InternalError("a file state is damaged".into())
                    })?;
                    found.insert(state.id.clone(), state);
                }
            }
            Ok(found)
        })
    }

    /// Everything that was skipped in `files`, in the order of the ids.
    pub fn skipped<'f>(
        &self,
        files: impl IntoIterator<Item = &'f FileState>,
    ) -> Result<Vec<Skipped>> {
        self.guard(|| {
            let mut found: Vec<Skipped> = Vec::new();
            for file in files.into_iter().filter(|file| file.skipped > 0) {
                for address in
                    self.addresses(Term::from_field_text(self.fields.file_id, &file.id))?
                {
                    let of_file: FileRecord = serde_json::from_str(&self.record(address)?)
                        .map_err(|e| damaged_record(&e))?;
                    found.extend(of_file.skipped);
                }
            }
            found.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(found)
        })
    }

    /// What is kept of a file beside its state.
    pub fn file_record(&self, file: &str) -> Result<Option<FileRecord>> {
        self.guard(|| {
            let found = self.addresses(Term::from_field_text(self.fields.file_id, file))?;
            let Some(address) = found.into_iter().next() else {
                return Ok(None);
            };
            let record = self.record(address)?;
            serde_json::from_str(&record)
                .map(Some)
                .map_err(|e| damaged_record(&e))
        })
    }
}
