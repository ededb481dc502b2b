//! The origins of a commit ↔ a file in the folder of the index.
//!
//! It is a cache: everything in it follows from the commit. It names the
//! segments that it was made of, with what is deleted in them, and ends with a
//! checksum; where it does not fit, is damaged or missing, the origins are
//! computed again. The index engine does not know of it and leaves it alone.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tantivy::Searcher;

use crate::sketch;

use super::Origins;
use super::places::{Places, words};

/// Its name, and that under which it is written before it has it.
const NAME: &str = "origins";
const NEW_NAME: &str = "origins.new";

/// Opens every file; the number is that of its layout.
const OPENING: &[u8; 16] = b"onrecord-origin1";

/// Version of the rules by which copies are told from sketches. Raised when
/// they give other origins.
const RULES: u32 = 1;

/// Bytes of the checksum.
const SUM: usize = 8;

/// Writes the origins of a commit, all or nothing.
pub(in crate::index) fn write(
    folder: &Path,
    searcher: &Searcher,
    origins: &Origins,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    bytes.extend(OPENING);
    bytes.extend(commit(searcher));
    for word in origins.places.bits().flatten() {
        bytes.extend(word.to_le_bytes());
    }
    for numbers in clusters(origins) {
        bytes.extend((numbers.len() as u32).to_le_bytes());
        for number in numbers {
            bytes.extend(number.to_le_bytes());
        }
    }
    let sum = sketch::hash(bytes.iter().copied());
    bytes.extend(sum.to_le_bytes());
    let new = folder.join(NEW_NAME);
    let mut file = fs::File::create(&new)?;
    file.write_all(&bytes)?;
    drop(file);
    fs::rename(new, folder.join(NAME))
}

/// The clusters of more than one article, by the numbers of their articles.
fn clusters(origins: &Origins) -> Vec<Vec<u32>> {
    let all = (0..origins.count()).map(|origin| origins.copies(origin));
    all.filter(|copies| copies.len() > 1)
        .map(|copies| {
            let numbers = copies.iter().map(|at| origins.places.number(*at));
            numbers.flatten().collect()
        })
        .collect()
}

/// The origins of a commit as they were kept; `None` where no file fits it.
pub(in crate::index) fn read(folder: &Path, searcher: &Searcher) -> Option<Origins> {
    let documents: Vec<u32> = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.max_doc())
        .collect();
    let bits: usize = documents.iter().map(|count| 8 * words(*count)).sum();
    let start = OPENING.len() + COMMIT;
    // Every article in a cluster of two takes most: three numbers for two.
    let all: usize = documents.iter().map(|count| *count as usize).sum();
    let most = start + bits + all.saturating_mul(6) + SUM;
    let mut bytes = Vec::new();
    let file = fs::File::open(folder.join(NAME)).ok()?;
    file.take(most as u64 + 1).read_to_end(&mut bytes).ok()?;
    let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(SUM)?)?;
    let opened = content.strip_prefix(OPENING)?;
    let rest = opened.strip_prefix(commit(searcher).as_slice())?;
    if sketch::hash(content.iter().copied()).to_le_bytes() != sum {
        return None;
    }
    let (bits, clusters) = rest.split_at_checked(bits)?;
    let places = places(&documents, bits)?;
    let clusters = checked(clusters, places.addresses().len())?;
    Some(Origins::new(places, &clusters))
}

/// Bytes that name a commit.
const COMMIT: usize = 32;

fn commit(searcher: &Searcher) -> [u8; COMMIT] {
    let mut hash = Sha256::new();
    hash.update(RULES.to_le_bytes());
    hash.update(sketch::VERSION.to_le_bytes());
    for segment in searcher.segment_readers() {
        hash.update(segment.segment_id().uuid_string());
        hash.update(segment.max_doc().to_le_bytes());
        hash.update(segment.num_deleted_docs().to_le_bytes());
        hash.update(segment.delete_opstamp().unwrap_or(0).to_le_bytes());
    }
    hash.finalize().into()
}

/// `None` where a document is named that there is not.
fn places(documents: &[u32], bytes: &[u8]) -> Option<Places> {
    let mut all = bytes.chunks_exact(8).map(|word| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        u64::from_le_bytes(bytes)
    });
    let mut segments = Vec::new();
    for count in documents {
        let bits: Vec<u64> = all.by_ref().take(words(*count)).collect();
        let beyond = count % 64;
        if beyond > 0 && bits.last().is_none_or(|last| last >> beyond != 0) {
            return None;
        }
        segments.push((*count, bits));
    }
    Some(Places::from_bits(segments))
}

/// `None` where an article is in two clusters, or is none.
fn checked(bytes: &[u8], articles: usize) -> Option<Vec<Vec<u32>>> {
    if !bytes.len().is_multiple_of(4) {
        return None;
    }
    let mut numbers = bytes.chunks_exact(4).map(|chunk| {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(chunk);
        u32::from_le_bytes(bytes)
    });
    let (mut clusters, mut seen) = (Vec::new(), vec![false; articles]);
    while let Some(length) = numbers.next() {
        let cluster: Vec<u32> = numbers.by_ref().take(length as usize).collect();
        if cluster.len() != length as usize || length < 2 {
            return None;
        }
        for article in &cluster {
            if std::mem::replace(seen.get_mut(*article as usize)?, true) {
                return None;
            }
        }
        clusters.push(cluster);
    }
    Some(clusters)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::article::Article;
    use crate::index::{Lock, Reader, Writer, home};

    const STORY: &str = "The harbour board of Port Ellery voted on Monday to dredge the fairway \
        again, and asked the fishers to be patient until the herring season is over.";

    /// An index of three articles, two of which are copies.
    fn indexed() -> (tempfile::TempDir, PathBuf, Reader) {
        let home = tempfile::tempdir().unwrap();
        let lock = Lock::take(home.path(), "test", Duration::ZERO).unwrap();
        let writer = Writer::fresh(home.path(), lock, 200_000_000).unwrap();
        for (id, body) in [("a", STORY), ("b", "Something else."), ("c", STORY)] {
            let article = Article {
                id: id.to_owned(),
                body: body.to_owned(),
                ..Article::default()
            };
            writer.put(article, Vec::new(), id, 1, 0).unwrap();
        }
        writer
            .commit(&[], &crate::corpus::Choice::default())
            .unwrap();
        let folder = home::current(home.path()).unwrap();
        let reader = Reader::open(home.path()).unwrap();
        (home, folder, reader)
    }

    #[test]
    fn what_was_written_is_read() {
        let (_home, folder, reader) = indexed();
        let computed = Origins::compute(reader.searcher()).unwrap();
        assert_eq!(computed.count(), 2);
        assert_eq!(read(&folder, reader.searcher()), Some(computed));
        // The file is believed: it names three origins, and so there are.
        let places = Places::of(reader.searcher()).unwrap();
        let other = Origins::new(places, &[]);
        write(&folder, reader.searcher(), &other).unwrap();
        assert_eq!(reader.origins().unwrap().count(), 3);
        let (_home, of_another, _) = indexed();
        fs::copy(of_another.join(NAME), folder.join(NAME)).unwrap();
        assert_eq!(read(&folder, reader.searcher()), None);
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let (_home, folder, reader) = indexed();
        let whole = fs::read(folder.join(NAME)).unwrap();
        let is_read = |bytes: &[u8]| {
            fs::write(folder.join(NAME), bytes).unwrap();
            read(&folder, reader.searcher()).is_some()
        };
        assert!(is_read(&whole));
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(!is_read(&changed), "byte {at}");
            assert!(!is_read(&whole[..at]), "cut at {at}");
        }
        assert!(!is_read(&[whole.clone(), vec![0; 9]].concat()));
        assert!(!is_read(&vec![7; 3_000_000]));
    }

    /// With the right checksum.
    #[test]
    fn clusters_that_cannot_be_are_refused() {
        let bytes =
            |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|n| n.to_le_bytes()).collect() };
        assert_eq!(checked(&bytes(&[]), 3), Some(Vec::new()));
        assert_eq!(checked(&bytes(&[2, 2, 0]), 3), Some(vec![vec![2, 0]]));
        for lie in [
            &[u32::MAX, 0, 1][..],
            &[2, 0][..],
            &[2, 0, 3],
            &[2, 1, 1],
            &[2, 0, 1, 2, 1, 2],
            &[1, 0],
            &[0],
        ] {
            assert_eq!(checked(&bytes(lie), 3), None, "{lie:?}");
        }
        assert_eq!(checked(&[1, 2, 3], 3), None);
        assert_eq!(places(&[3], &0b1000_u64.to_le_bytes()), None);
        assert!(places(&[3], &0b0101_u64.to_le_bytes()).is_some());
        assert_eq!(places(&[3], &[]), None);
    }
}
