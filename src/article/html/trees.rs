//! Rows of numbers → how likely each is a paragraph of an article: a sum of
//! small decision trees (gradient boosting, Friedman 2001), and the likeliest
//! course of "article" and "not" along the page (Viterbi).

use std::sync::LazyLock;

/// Levels of questions in a tree.
pub const DEPTH: usize = 4;
/// The share of the cost of a change where a row of the page ends.
const APART: f32 = 0.3;
/// Questions of a tree.
pub const SPLITS: usize = (1 << DEPTH) - 1;
/// Answers of a tree.
pub const LEAVES: usize = 1 << DEPTH;

/// A full binary tree: the children of question `n` are `2n + 1`, where the
/// number is no greater, and `2n + 2`.
#[derive(Clone, Copy, Debug)]
pub struct Tree {
    /// Which number is looked at, and what it is compared with.
    pub splits: [(u16, f32); SPLITS],
    /// What is added for a row that ends here.
    pub leaves: [f32; LEAVES],
}

/// What has been learnt.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Their answers are summed.
    pub trees: Vec<Tree>,
    /// Added to the sum: the balance between too much and too little.
    pub bias: f32,
    /// What it costs to begin or end the article between two blocks.
    pub change: f32,
}

impl Model {
    /// The logarithm of the odds that a row is a paragraph of an article.
    #[must_use]
    pub fn score(&self, row: &[f32]) -> f32 {
        self.bias + self.trees.iter().map(|tree| tree.answer(row)).sum::<f32>()
    }

    /// Writes the model down as [`Model::parse`] reads it: a line for the bias
    /// and the cost, then one for each tree.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("{} {}\n", self.bias, self.change);
        for tree in &self.trees {
            let splits = tree.splits.iter().map(|(at, than)| format!("{at}:{than}"));
            let leaves = tree.leaves.iter().map(|leaf| format!("{leaf:.3}"));
            let words: Vec<String> = splits.chain(leaves).collect();
            text.push_str(&words.join(" "));
            text.push('\n');
        }
        text
    }

    /// Reads what [`Model::write`] wrote; `None` where it is nothing such.
    #[must_use]
    pub fn parse(text: &str) -> Option<Model> {
        let mut lines = text.lines();
        let (bias, change) = lines.next()?.split_once(' ')?;
        let mut model = Model {
            trees: Vec::new(),
            bias: bias.parse().ok()?,
            change: change.parse().ok()?,
        };
        for line in lines {
            let mut words = line.split(' ');
            let mut tree = Tree {
                splits: [(0, 0.0); SPLITS],
                leaves: [0.0; LEAVES],
            };
            for split in &mut tree.splits {
                let (at, than) = words.next()?.split_once(':')?;
                *split = (at.parse().ok()?, than.parse().ok()?);
            }
            for leaf in &mut tree.leaves {
                *leaf = words.next()?.parse().ok()?;
            }
            model.trees.push(tree);
        }
        Some(model)
    }

    /// The model that the program is built with.
    #[must_use]
    pub fn built_in() -> &'static Model {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::parse(include_str!("../../../models/blocks.txt")).unwrap_or_default()
        });
        &MODEL
    }

    /// The likeliest choice of rows, given that an article is in few pieces;
    /// `joined` tells of each whether it stands in one row of the page with the
    /// one before.
    #[must_use]
    pub fn choose(&self, scores: &[f32], joined: &[bool]) -> Vec<bool> {
        // The best sum so far that ends outside and inside the article.
        let (mut out, mut inside) = (0.0_f32, 0.0_f32);
        // For each row whether the best way to each state came from inside.
        let mut ways = Vec::with_capacity(scores.len());
        for (&score, &joined) in scores.iter().zip(joined) {
            let score = score.clamp(-6.0, 6.0) / 2.0;
            let change = if joined {
                self.change
            } else {
                self.change * APART
            };
            let to_out = inside - change > out;
            let to_inside = inside >= out - change;
            ways.push((to_out, to_inside));
            (out, inside) = (
                out.max(inside - change) - score,
                inside.max(out - change) + score,
            );
        }
        let mut chosen = vec![false; scores.len()];
        let mut is_inside = inside > out;
        for (chosen, (to_out, to_inside)) in chosen.iter_mut().zip(ways).rev() {
            *chosen = is_inside;
            is_inside = if is_inside { to_inside } else { to_out };
        }
        chosen
    }
}

impl Tree {
    fn answer(&self, row: &[f32]) -> f32 {
        let mut at = 0;
        while at < SPLITS {
            let (column, than) = self.splits[at];
            let value = row.get(usize::from(column)).copied().unwrap_or(0.0);
            at = 2 * at + if value <= than { 1 } else { 2 };
        }
        self.leaves[at - SPLITS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let mut tree = Tree {
            splits: [(0, f32::MAX); SPLITS],
            leaves: [0.0; LEAVES],
        };
        tree.splits[0] = (1, 2.5);
        tree.leaves[0] = -1.25;
        tree.leaves[LEAVES / 2] = 2.0;
        Model {
            trees: vec![tree],
            bias: 0.5,
            change: 2.0,
        }
    }

    #[test]
    fn questions_lead_to_answers() {
        assert_eq!(model().score(&[9.0, 2.5]), -0.75);
        assert_eq!(model().score(&[0.0, 2.6]), 2.5);
        // What a row does not have counts as nothing.
        assert_eq!(model().score(&[]), -0.75);
    }

    #[test]
    fn written_and_read() {
        let text = model().write();
        assert_eq!(Model::parse(&text).map(|model| model.write()), Some(text));
        assert!(Model::parse("0 1\n0:1 2").is_none());
        assert!(Model::parse("").is_none());
    }

    #[test]
    fn the_built_in_model_asks_only_what_is_told() {
        let model = Model::built_in();
        assert!(!model.trees.is_empty());
        let mut asked = model.trees.iter().flat_map(|tree| tree.splits);
        assert!(asked.all(|(at, _)| usize::from(at) < super::super::features::WIDTH));
    }

    #[test]
    fn a_single_doubt_ends_no_article() {
        let scores = [-4.0, 4.0, 4.0, -2.0, 4.0, 4.0, -4.0, -4.0, -4.0];
        let joined = [true; 9];
        let chosen = model().choose(&scores, &joined);
        let kept: Vec<usize> = (0..9).filter(|&at| chosen[at]).collect();
        assert_eq!(kept, [1, 2, 3, 4, 5]);
        // Where rows end, a doubt is believed sooner.
        let chosen = model().choose(&scores, &[false; 9]);
        assert!(!chosen[3]);
        assert!(model().choose(&[], &[]).is_empty());
    }
}
