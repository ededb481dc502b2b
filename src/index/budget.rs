//! A bound on the bytes of articles that wait to be indexed.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Nothing waits longer than this for an indexing thread.
const STUCK: Duration = Duration::from_secs(2);

/// Bytes that may wait. tantivy's own queue is bounded in documents, and ten
/// thousand long articles are a gigabyte.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    waiting: Mutex<u64>,
    freed: Condvar,
    limit: u64,
}

impl Budget {
    pub(crate) fn new(limit: u64) -> Self {
        Budget(Arc::new(Shared {
            waiting: Mutex::new(0),
            freed: Condvar::new(),
            limit,
        }))
    }

    /// Waits until `bytes` fit, or nothing else waits: a single article larger
    /// than the limit passes alone. So it does after a while in which nothing
    /// was taken up: the indexing threads may have died of a full disk, which
    /// the engine tells whoever adds the next document.
    pub(crate) fn take(&self, bytes: u64) -> Permit {
        let mut waiting = self
            .0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        while *waiting > 0 && *waiting + bytes > self.0.limit {
            let freed = self.0.freed.wait_timeout(waiting, STUCK);
            let (guard, timeout) = freed.unwrap_or_else(PoisonError::into_inner);
            waiting = guard;
            if timeout.timed_out() {
                break;
            }
        }
        *waiting += bytes;
        Permit {
            shared: self.0.clone(),
            bytes,
        }
    }
}

/// Gives its bytes back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    shared: Arc<Shared>,
    bytes: u64,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut waiting = self
            .shared
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *waiting -= self.bytes;
        self.shared.freed.notify_all();
    }
}

/// A document that holds its permit, if it has one of its own, until an
/// indexing thread takes it up.
pub(crate) struct Charged {
    pub(crate) document: TantivyDocument,
    /// Dropped, and thereby given back, by `into_tantivy_document`.
    pub(crate) _permit: Option<Permit>,
}

impl Document for Charged {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_budget_waits_for_a_permit_to_come_back() {
        let budget = Budget::new(10);
        let first = budget.take(8);
        let (taken, takes) = std::sync::mpsc::channel();
        let waiter = {
            let budget = budget.clone();
            std::thread::spawn(move || taken.send(budget.take(8)).unwrap())
        };
        assert!(takes.recv_timeout(Duration::from_millis(200)).is_err());
        drop(first);
        drop(takes.recv().unwrap());
        waiter.join().unwrap();
        drop(budget.take(1_000));
    }
}
