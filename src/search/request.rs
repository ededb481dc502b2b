//! What is asked of the index, beside the query: how much of it, in which order.

use crate::query::Query;

use super::plan::Require;
use super::top::{Order, Recent};

/// What is asked of the index.
#[derive(Clone, Debug)]
pub struct Request {
    /// What an article must have, filters included.
    pub query: Query,
    /// What is done where no article has all words.
    pub require: Require,
    /// In which order.
    pub order: Order,
    /// Whether newer articles are preferred, in the order by relevance.
    pub recent: Option<Recent>,
    /// How many articles at most; `None` is all.
    pub limit: Option<usize>,
    /// How many articles to leave out at the top.
    pub offset: usize,
    /// How many passages of each article at most, at least 1.
    pub passages: usize,
    /// Whether to say what each word adds to each score.
    pub explain: bool,
    /// Whether copies of one story are shown once.
    pub collapse: bool,
}

impl Request {
    /// The ten best articles, the best passage of each.
    pub fn new(query: Query) -> Self {
        Request {
            query,
            require: Require::default(),
            order: Order::default(),
            recent: None,
            limit: Some(10),
            offset: 0,
            passages: 1,
            explain: false,
            collapse: false,
        }
    }
}
