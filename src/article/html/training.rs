//! A page and its article, known → a lesson for the classifier of blocks; and
//! reading with a classifier that is given, to try it on other pages.

use super::align::aligned;
use super::around::Around;
use super::features::{Describer, WIDTH};
use super::{lean, metadata, page, read_with};
use crate::article::{Article, Reading};
use crate::corpus::SkipReason;

pub use super::trees::{DEPTH, LEAVES, Model, SPLITS, Tree};

/// How many numbers describe a block.
pub const COLUMNS: usize = WIDTH;

/// What is known of an article.
#[derive(Clone, Copy, Debug)]
pub enum Gold<'g> {
    /// Its text.
    Text(&'g str),
    /// Pieces that belong to it, and pieces of the page that do not.
    Pieces(&'g [String], &'g [String]),
}

/// The blocks of one page.
#[derive(Debug, Default)]
pub struct Lesson {
    /// [`COLUMNS`] numbers for each block.
    pub rows: Vec<f32>,
    /// How many letters each has.
    pub letters: Vec<usize>,
    /// Whether each is of the article, where that is known.
    pub labels: Vec<Option<bool>>,
}

/// Describes and labels the blocks of a page.
#[must_use]
pub fn lesson(html: &str, gold: Gold<'_>, reading: &Reading) -> Lesson {
    let lean = lean::lean(html);
    let page = page::page(&lean.html);
    let metadata = metadata::metadata(&page, &lean.json_ld, None, reading.now_seconds);
    let labels = match gold {
        Gold::Text(text) => aligned(&page, text).into_iter().map(Some).collect(),
        Gold::Pieces(with, without) => {
            let holds = |text: &str, pieces: &[String]| {
                let mut pieces = pieces.iter().map(|piece| page::one_line(piece));
                pieces.any(|piece| text.contains(&piece))
            };
            let label = |block: &page::Block| {
                let (inside, out) = (holds(&block.text, with), holds(&block.text, without));
                (inside != out).then_some(inside)
            };
            page.blocks.iter().map(label).collect()
        }
    };
    let around = Around::new(&page);
    let describer = Describer::new(&page, &metadata, &around);
    let mut rows = Vec::with_capacity(page.blocks.len() * WIDTH);
    for at in 0..page.blocks.len() {
        describer.describe(at, &mut rows);
    }
    Lesson {
        rows,
        letters: page
            .blocks
            .iter()
            .map(|block| block.letters.len())
            .collect(),
        labels,
    }
}

/// Reads a page with a classifier that is given.
///
/// # Errors
///
/// As [`super::read`].
pub fn read(
    source_id: &str,
    html: &str,
    reading: &Reading,
    model: &Model,
) -> Result<Article, SkipReason> {
    read_with(source_id, html, reading, model)
}
