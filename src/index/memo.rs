//! What was counted over a commit → kept, so that a reader that stays open
//! counts it once. A commit never changes.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::analysis::Language;

/// So many values are kept; when there are more, all are forgotten.
const KEPT_MAX: usize = 10_000;

/// Values by name.
pub(crate) struct Memo<V>(Mutex<FxHashMap<String, V>>);

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Memo(Mutex::default())
    }
}

impl<V: Clone> Memo<V> {
    /// The value of a name, counted now where it is not kept. Two who ask at
    /// once may both count.
    pub(crate) fn get<E>(&self, name: &str, count: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        // A panic elsewhere leaves the map whole: it is never changed halfway.
        let kept = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let counted = count()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(name.to_owned(), counted.clone());
        Ok(counted)
    }
}

/// What searches count over a commit.
#[derive(Default)]
pub(crate) struct Counted {
    /// How many documents there are of a kind, or have a word.
    pub(crate) documents: Memo<u64>,
    /// Mean lengths of fields, in words.
    pub(crate) lengths: Memo<f32>,
    /// The languages of the archive, and of words.
    pub(crate) languages: Memo<Vec<Language>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_kept_within_bounds() {
        let memo = Memo::default();
        let count = |name: &str, value: u64| memo.get(name, || Ok::<u64, ()>(value));
        assert_eq!(count("a", 1), Ok(1));
        assert_eq!(count("a", 2), Ok(1));
        assert!(memo.get("b", || Err::<u64, ()>(())).is_err());
        for i in 0..KEPT_MAX {
            assert_eq!(count(&format!("n{i}"), 7), Ok(7));
        }
        assert_eq!(count("a", 3), Ok(3));
    }
}
