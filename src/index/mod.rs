//! Articles → an index folder: words with positions, what is shown, and the
//! state of every file, in one tantivy index and one commit.
//!
//! tantivy is named here and in [`crate::search`] only.

mod budget;
mod check;
mod columns;
mod directory;
mod home;
mod lock;
mod memo;
mod origins;
mod outlets;
mod quotes;
mod reader;
mod record;
mod schema;
mod tokenizer;
mod writer;

pub use check::{Problem, check};
pub(crate) use columns::{Columns, Languages};
pub use home::{exists, former_choice, former_roots, size, tidy};
pub use lock::{Lock, holder};
pub(crate) use memo::Counted;
pub use origins::Origins;
pub use outlets::Outlets;
pub use reader::{Reader, Totals};
pub use record::{FileRecord, FileState, Mark, NotRead, Payload, Skipped, Stored};
pub use schema::{FORMAT, Fields, QuoteFields};
pub(crate) use tokenizer::stem_term;
pub use writer::Writer;
