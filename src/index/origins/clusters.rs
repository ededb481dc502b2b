//! Pairs of copies → clusters of articles that have one origin.
//!
//! Copies of copies are copies only as long as they have something in common:
//! a page of ten briefs must not make one origin of ten stories. Two clusters
//! become one where two of their articles are copies and all are, on the average
//! of the pairs across, nearly copies (Sokal and Michener 1958, average linkage),
//! those that have most in common first.

use rustc_hash::{FxHashMap, FxHashSet};

use super::articles::Articles;
use super::candidates::{self, Sketches};

/// The part that articles of two clusters must have in common on average. Two
/// copies of one text, each shortened and edited in its way, have less in
/// common with each other than with it.
const AVERAGE: f32 = 0.45;

/// So many articles of a cluster, by their keys, stand for it.
const SPEAKERS: usize = 8;

/// Articles with one address on the web are versions of one. But where more
/// than these have it and are on average less alike than this, it is no
/// article's: a page that many name as theirs.
const VERSIONS: usize = 3;
const VERSIONS_ALIKE: f32 = 0.1;

/// The clusters of more than one article, each sorted by publication and id.
pub(super) fn of(articles: &Articles) -> tantivy::Result<Vec<Vec<u32>>> {
    let mut clusters = Clusters::new(articles);
    clusters.join_versions();
    let mut refused = FxHashSet::default();
    for pair in candidates::pairs(articles, AVERAGE) {
        let (a, b) = (
            clusters.root(pair.articles.0),
            clusters.root(pair.articles.1),
        );
        let asked = (a, b, clusters.sizes[a as usize], clusters.sizes[b as usize]);
        if a == b || refused.contains(&asked) {
            continue;
        }
        match clusters.belong_together(a, b) {
            true => clusters.join(a, b),
            // When either has grown, another pair may ask again.
            false => {
                refused.insert(asked);
            }
        }
    }
    clusters.into_sorted()
}

struct Clusters<'a> {
    articles: &'a Articles,
    sketches: Sketches<'a>,
    /// The next article on the way to the root, or itself.
    above: Vec<u32>,
    /// At a root, how many articles are below, itself among them.
    sizes: Vec<u32>,
    /// Of clusters with more than one article: which stand for it.
    speakers: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Clusters<'a> {
    fn new(articles: &'a Articles) -> Self {
        let count = articles.count();
        Clusters {
            articles,
            sketches: Sketches::new(articles),
            above: (0..count).collect(),
            sizes: vec![1; count as usize],
            speakers: FxHashMap::default(),
        }
    }

    fn join_versions(&mut self) {
        let articles = self.articles;
        let addresses = (0..articles.count()).filter_map(|article| {
            let web = articles.web(article)?;
            Some((web, articles.key(article), article))
        });
        let mut addresses: Vec<(u64, u64, u32)> = addresses.collect();
        addresses.sort_unstable();
        for versions in addresses.chunk_by(|a, b| a.0 == b.0) {
            let numbers: Vec<u32> = versions.iter().map(|(_, _, article)| *article).collect();
            if numbers.len() < 2 || (numbers.len() > VERSIONS && !self.are_alike(&numbers)) {
                continue;
            }
            for version in &numbers[1..] {
                let (a, b) = (self.root(numbers[0]), self.root(*version));
                if a != b {
                    self.join(a, b);
                }
            }
        }
    }

    fn are_alike(&mut self, versions: &[u32]) -> bool {
        let some = &versions[..versions.len().min(2 * SPEAKERS)];
        let (a, b) = some.split_at(some.len() / 2);
        self.across(a, b).0 >= VERSIONS_ALIKE
    }

    fn root(&mut self, article: u32) -> u32 {
        let mut at = article;
        while self.above[at as usize] != at {
            let above = self.above[at as usize];
            self.above[at as usize] = self.above[above as usize];
            at = above;
        }
        at
    }

    /// True if the articles of two clusters, by their roots, have one origin.
    fn belong_together(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.speakers(a), self.speakers(b));
        let (average, copies) = self.across(&a, &b);
        copies > 0 && average >= AVERAGE
    }

    /// How far articles are the same on average, and how many are copies.
    fn across(&mut self, a: &[u32], b: &[u32]) -> (f32, u32) {
        let (mut sum, mut copies) = (0.0, 0);
        for a in a {
            for b in b {
                let likeness = self.sketches.likeness(*a, *b);
                sum += likeness.contained;
                copies += u32::from(likeness.is_copy);
            }
        }
        (sum / (a.len() * b.len()).max(1) as f32, copies)
    }

    fn speakers(&self, root: u32) -> Vec<u32> {
        let several = self.speakers.get(&root).cloned();
        several.unwrap_or_else(|| vec![root])
    }

    /// Makes two clusters one, by their roots. The root of the greater stays.
    fn join(&mut self, a: u32, b: u32) {
        let mut speakers = self.speakers(a);
        speakers.extend(self.speakers(b));
        speakers.sort_unstable_by_key(|article| (self.articles.key(*article), *article));
        speakers.truncate(SPEAKERS);
        let (root, below) = match self.sizes[a as usize] >= self.sizes[b as usize] {
            true => (a, b),
            false => (b, a),
        };
        self.sizes[root as usize] += self.sizes[below as usize];
        self.above[below as usize] = root;
        self.speakers.remove(&below);
        self.speakers.insert(root, speakers);
    }

    fn into_sorted(mut self) -> tantivy::Result<Vec<Vec<u32>>> {
        let mut by_root: Vec<(u32, u32)> = Vec::new();
        for article in 0..self.articles.count() {
            let root = self.root(article);
            if self.sizes[root as usize] > 1 {
                by_root.push((root, article));
            }
        }
        by_root.sort_unstable();
        let mut clusters = Vec::new();
        for cluster in by_root.chunk_by(|a, b| a.0 == b.0) {
            let mut cluster: Vec<u32> = cluster.iter().map(|(_, article)| *article).collect();
            self.articles.sort(&mut cluster)?;
            clusters.push(cluster);
        }
        Ok(clusters)
    }
}
