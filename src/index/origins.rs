//! The articles of a commit → their origins: an article and its copies, under
//! whatever headline and in whatever outlet, are one origin.
//!
//! Which articles may be copies is told by what their sketches share
//! (`candidates`), what belongs together by all of them (`clusters`). The
//! outcome depends on the articles alone: not on the order in which they came,
//! nor on how they are cut into segments. It is computed once for each commit
//! and kept in a file beside the index (`kept`), which may be missing.

mod articles;
mod candidates;
mod clusters;
mod kept;
mod places;

use tantivy::{DocAddress, Searcher};

use articles::Articles;
use places::Places;

pub(super) use articles::address_number;
pub(super) use kept::{read, write};

/// What every article of a commit is a copy of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    places: Places,
    /// The origin of each article, in the order of the index.
    of: Vec<u32>,
    /// Where the copies of each origin begin among `copies`, and their end.
    starts: Vec<u32>,
    copies: Vec<DocAddress>,
}

impl Origins {
    /// Compares the articles of a commit.
    pub(super) fn compute(searcher: &Searcher) -> tantivy::Result<Self> {
        let articles = Articles::open(searcher)?;
        let clusters = clusters::of(&articles)?;
        Ok(Origins::new(Places::of(searcher)?, &clusters))
    }

    /// `clusters` are those of more than one article, each in its order, by
    /// the numbers of their articles. No article is in two.
    fn new(places: Places, clusters: &[Vec<u32>]) -> Self {
        let addresses = places.addresses();
        let mut of = vec![NONE; addresses.len()];
        let (mut starts, mut copies) = (vec![0], Vec::with_capacity(addresses.len()));
        for cluster in clusters {
            for article in cluster {
                of[*article as usize] = starts.len() as u32 - 1;
                copies.push(addresses[*article as usize]);
            }
            starts.push(copies.len() as u32);
        }
        for (origin, address) in of.iter_mut().zip(&addresses) {
            if *origin == NONE {
                *origin = starts.len() as u32 - 1;
                copies.push(*address);
                starts.push(copies.len() as u32);
            }
        }
        Origins {
            places,
            of,
            starts,
            copies,
        }
    }

    /// The number of the origin of a live article, or of the one that a quote
    /// stands in, from 0 up to and without [`Origins::count`]. For the address
    /// of another document it means nothing, and may be [`u32::MAX`].
    pub fn of(&self, address: DocAddress) -> u32 {
        let article = self.places.number(address);
        article.map_or(NONE, |number| self.of[number as usize])
    }

    /// The articles of an origin in the order of their publication, those of
    /// which it is not known last, and then of their ids: the first is the
    /// earliest known.
    pub fn copies(&self, origin: u32) -> &[DocAddress] {
        let at = |place: usize| self.starts.get(place).copied();
        let range = || Some(at(origin as usize)? as usize..at(origin as usize + 1)? as usize);
        let copies = range().and_then(|range| self.copies.get(range));
        copies.unwrap_or(&[])
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        (self.starts.len() as u32).saturating_sub(1)
    }
}

/// The origin of what is no article.
const NONE: u32 = u32::MAX;
