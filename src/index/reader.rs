//! An index folder → articles, file states, and a searcher over one commit.

mod files;

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use tantivy::schema::IndexRecordOption;
use tantivy::schema::Value;
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, ReloadPolicy, Searcher, TERMINATED, TantivyDocument,
    TantivyError, Term,
};

use crate::analysis::FINGERPRINT;
use crate::corpus::Choice;
use crate::error::{Error, Result};
use crate::sketch::Sketch;

use super::columns::Columns;
use super::directory::ReadOnlyDirectory;
use super::home;
use super::memo::Counted;
use super::origins::{self, Origins};
use super::outlets::Outlets;
use super::record::{Payload, Stored};
use super::schema::{ARTICLE, FORMAT, Fields, schema};
use super::tokenizer;

/// How often an index that is being written is opened again before giving up:
/// a commit may remove files between the reading of its list and their opening.
const OPEN_TRIES: u32 = 8;

/// How much an index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles.
    pub articles: u64,
    /// Passages of these.
    pub passages: u64,
    /// Quotes in these.
    pub quotes: u64,
}

/// One commit of an index, opened for reading. Takes no lock, writes nothing,
/// and sees that commit until it is dropped.
pub struct Reader {
    home: PathBuf,
    /// The folder of the generation.
    folder: PathBuf,
    index: Index,
    searcher: Searcher,
    fields: Fields,
    payload: Payload,
    counted: Counted,
    columns: OnceLock<Vec<Columns>>,
    origins: OnceLock<Origins>,
    outlets: OnceLock<Outlets>,
}

impl Reader {
    /// Opens the last commit of the index in `home`.
    pub fn open(home: &Path) -> Result<Self> {
        let mut tries = 1;
        loop {
            match Self::try_open(home) {
                ControlFlow::Break(opened) => return opened,
                ControlFlow::Continue(error) if tries >= OPEN_TRIES => return Err(error),
                ControlFlow::Continue(_) => std::thread::sleep(Duration::from_millis(5 << tries)),
            }
            tries += 1;
        }
    }

    /// `Continue` with the error where another try may do.
    fn try_open(home: &Path) -> ControlFlow<Result<Self>, Error> {
        let folder = match home::current(home) {
            Ok(folder) => folder,
            Err(error) => return ControlFlow::Break(Err(error)),
        };
        // A damaged file may panic in the engine instead of giving an error.
        let opened = catch_unwind(|| open_folder(&folder));
        match opened {
            Ok(Ok((index, reader))) => {
                ControlFlow::Break(Self::over(home, &folder, index, &reader))
            }
            Ok(Err(cause)) => ControlFlow::Continue(unusable(home, &cause.to_string())),
            Err(_) => ControlFlow::Break(Err(unusable(home, "its files make no sense"))),
        }
    }

    fn over(home: &Path, folder: &Path, index: Index, reader: &IndexReader) -> Result<Self> {
        let metas = index
            .load_metas()
            .map_err(|e| unusable(home, &e.to_string()))?;
        let payload = metas
            .payload
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok());
        let payload: Payload =
            payload.ok_or_else(|| unusable(home, "its commit has no payload"))?;
        if payload.format != FORMAT || payload.analysis != FINGERPRINT {
            let message = "the words in the index were made by another version of onrecord; run `onrecord rebuild`";
            return Err(Error::index(home, message));
        }
        let (wanted, fields) = schema();
        if index.schema() != wanted {
            return Err(unusable(home, "its fields are not those of this version"));
        }
        Ok(Reader {
            home: home.to_owned(),
            folder: folder.to_owned(),
            searcher: reader.searcher(),
            index,
            fields,
            payload,
            counted: Counted::default(),
            columns: OnceLock::new(),
            origins: OnceLock::new(),
            outlets: OnceLock::new(),
        })
    }

    /// The columns of every segment, in the order of the segments.
    pub(crate) fn columns(&self) -> tantivy::Result<&[Columns]> {
        if let Some(opened) = self.columns.get() {
            return Ok(opened);
        }
        let segments = self.searcher.segment_readers().iter();
        let opened: Vec<Columns> = segments
            .map(Columns::open)
            .collect::<tantivy::Result<_>>()?;
        Ok(self.columns.get_or_init(|| opened))
    }

    /// What every article is a copy of: as it was kept with the commit, or
    /// computed now. Once for each reader.
    ///
    /// # Errors
    ///
    /// The index is damaged.
    pub fn origins(&self) -> Result<&Origins> {
        self.guard(|| self.open_origins())
    }

    /// The same, for work that is guarded already.
    pub(crate) fn open_origins(&self) -> tantivy::Result<&Origins> {
        if let Some(origins) = self.origins.get() {
            return Ok(origins);
        }
        let origins = match origins::read(&self.folder, &self.searcher) {
            Some(kept) => kept,
            None => Origins::compute(&self.searcher)?,
        };
        Ok(self.origins.get_or_init(|| origins))
    }

    /// Which outlets are one. Once for each reader.
    ///
    /// # Errors
    ///
    /// The index is damaged.
    pub fn outlets(&self) -> Result<&Outlets> {
        self.guard(|| self.open_outlets())
    }

    /// The same, for work that is guarded already.
    pub(crate) fn open_outlets(&self) -> tantivy::Result<&Outlets> {
        if let Some(outlets) = self.outlets.get() {
            return Ok(outlets);
        }
        let outlets = Outlets::compute(&self.searcher, self.fields.kind)?;
        Ok(self.outlets.get_or_init(|| outlets))
    }

    /// The sketch of the article at an address.
    pub(crate) fn sketch(&self, address: DocAddress) -> tantivy::Result<Sketch> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let columns = segment.fast_fields();
        let (values, numbers) = (columns.u64("sketch")?, columns.u64("sketch_numbers")?);
        let doc = address.doc_id;
        Ok(Sketch::read(
            values.values_for_doc(doc),
            numbers.values_for_doc(doc),
        ))
    }

    /// The ids of all articles of an article's origin, its own among them, in
    /// the order of [`Origins::copies`]; none where there is no such article.
    pub fn copies_of(&self, id: &str) -> Result<Vec<String>> {
        let origins = self.origins()?;
        self.guard(|| {
            let address = self.address(id)?;
            let copies = address.map(|at| origins.copies(origins.of(at)));
            let copies = copies.unwrap_or(&[]).iter();
            copies.map(|copy| self.id(*copy)).collect()
        })
    }

    /// What was counted over this commit.
    pub(crate) fn counted(&self) -> &Counted {
        &self.counted
    }

    /// The folder of the index.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Files and folders outside the corpus that were added by name.
    pub fn roots(&self) -> &[String] {
        &self.payload.roots
    }

    /// Which records the index is made of.
    pub fn choice(&self) -> &Choice {
        &self.payload.choice
    }

    /// [`crate::article::READING`] of the program that read the articles.
    pub fn reading(&self) -> u32 {
        self.payload.reading
    }

    /// [`crate::quote::fingerprint`] of the program that found the
    /// quotes.
    pub fn quotes_by(&self) -> &str {
        &self.payload.quotes
    }

    /// How many articles, passages and quotes there are.
    pub fn totals(&self) -> Result<Totals> {
        self.guard(|| {
            let mut totals = Totals::default();
            for segment in self.searcher.segment_readers() {
                // Only articles have a value in the one column, and only
                // quotes in the other.
                let passages = segment.fast_fields().u64("passages")?;
                let quotes = segment.fast_fields().u64("quote_number")?;
                for doc in segment.doc_ids_alive() {
                    if let Some(count) = passages.first(doc) {
                        totals.articles += 1;
                        totals.passages += count;
                    } else if quotes.first(doc).is_some() {
                        totals.quotes += 1;
                    }
                }
            }
            Ok(totals)
        })
    }

    /// The engine's view of this commit.
    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Runs `work` over the index and turns whatever a damaged file makes of
    /// it, a panic included, into an error that says so.
    pub fn guard<T>(&self, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(cause)) => Err(unusable(&self.home, &cause.to_string())),
            Err(_) => Err(unusable(&self.home, "its files make no sense")),
        }
    }

    /// The article of an id, which stands before its quotes.
    pub fn article(&self, id: &str) -> Result<Option<Stored>> {
        self.guard(|| {
            let address = self.address(id)?;
            address.map(|address| self.stored(address)).transpose()
        })
    }

    /// Where the article of an id stands.
    pub(crate) fn address(&self, id: &str) -> tantivy::Result<Option<DocAddress>> {
        let addresses = self.addresses(Term::from_field_text(self.fields.id, id))?;
        Ok(addresses.first().copied())
    }

    /// What is stored of the article at an address.
    pub(crate) fn stored(&self, address: DocAddress) -> tantivy::Result<Stored> {
        serde_json::from_str(&self.record(address)?).map_err(|e| damaged_record(&e))
    }

    /// The article of the quote at an address, and the quote's number from 1.
    pub(crate) fn stored_quote(&self, address: DocAddress) -> tantivy::Result<(Stored, usize)> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let number = segment.fast_fields().u64("quote_number")?;
        let number = number.first(address.doc_id).filter(|number| *number > 0);
        let place = number.and_then(|number| {
            let number = u32::try_from(number).ok()?;
            Some((address.doc_id.checked_sub(number)?, number))
        });
        let (article, number) =
            place.ok_or_else(|| TantivyError::InternalError("a quote has no article".into()))?;
        let stored = self.stored(DocAddress::new(address.segment_ord, article))?;
        Ok((stored, number as usize))
    }

    fn record(&self, address: DocAddress) -> tantivy::Result<String> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let record = document
            .get_first(self.fields.record)
            .and_then(|value| value.as_str());
        record
            .map(str::to_owned)
            .ok_or_else(|| TantivyError::InternalError("a record is missing".into()))
    }

    /// The live documents of a term, in the order of the index.
    fn addresses(&self, term: Term) -> tantivy::Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(term.field())?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    found.push(DocAddress::new(ordinal as u32, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    /// True if right after the article at `address` stand its `count` quotes in
    /// order, and the article knows how many there are.
    pub(crate) fn quotes_follow(
        &self,
        address: DocAddress,
        article: &str,
        count: u64,
    ) -> Result<bool> {
        self.guard(|| {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let columns = segment.fast_fields();
            let (numbers, counts) = (columns.u64("quote_number")?, columns.u64("quotes")?);
            if counts.first(address.doc_id) != Some(count) {
                return Ok(false);
            }
            for number in 1..=count {
                let doc = u64::from(address.doc_id) + number;
                let Some(doc) = u32::try_from(doc)
                    .ok()
                    .filter(|doc| *doc < segment.max_doc())
                else {
                    return Ok(false);
                };
                let right = numbers.first(doc) == Some(number)
                    && !segment.is_deleted(doc)
                    && self.id(DocAddress::new(address.segment_ord, doc))? == article;
                if !right {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    /// The id of the article at an address, or of the article that a quote
    /// stands in.
    fn id(&self, address: DocAddress) -> tantivy::Result<String> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let mut id = String::new();
        if let Some(ids) = segment.fast_fields().str("id")?
            && let Some(ord) = ids.term_ords(address.doc_id).next()
        {
            ids.ord_to_str(ord, &mut id)?;
        }
        Ok(id)
    }

    /// Addresses of all articles.
    pub(crate) fn articles(&self) -> tantivy::Result<Vec<DocAddress>> {
        self.addresses(Term::from_field_text(self.fields.kind, ARTICLE))
    }

    /// Files of the index whose checksum is wrong.
    pub(crate) fn damaged_files(&self) -> Result<Vec<PathBuf>> {
        self.guard(|| {
            let mut damaged: Vec<PathBuf> = self.index.validate_checksum()?.into_iter().collect();
            damaged.sort();
            Ok(damaged)
        })
    }
}

/// Computes the origins of the last commit in a folder and keeps them there.
/// Best effort: whoever finds none computes them.
pub(super) fn keep_origins(home: &Path, folder: &Path) {
    let opened = catch_unwind(|| open_folder(folder));
    let Ok(Ok((index, reader))) = opened else {
        return;
    };
    if let Ok(reader) = Reader::over(home, folder, index, &reader)
        && let Ok(computed) = reader.guard(|| Origins::compute(&reader.searcher))
    {
        let _ = origins::write(folder, &reader.searcher, &computed);
    }
}

fn open_folder(folder: &Path) -> tantivy::Result<(Index, IndexReader)> {
    let index = Index::open(ReadOnlyDirectory::open(folder)?)?;
    tokenizer::register(&index);
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok((index, reader))
}

fn damaged_record(cause: &serde_json::Error) -> TantivyError {
    TantivyError::InternalError(format!("a stored record is damaged: {cause}"))
}

fn unusable(home: &Path, cause: &str) -> Error {
    Error::index(
        home,
        format!("the index is damaged ({cause}); run `onrecord rebuild`"),
    )
}
