//! Pages and their articles → the classifier of blocks, `models/blocks.txt`.
//!
//! ```text
//! cargo run --release --example train_blocks -- --out models/blocks.txt \
//!     news/gold.json=news/pages more/gold.json=more/pages*0.5
//! ```
//!
//! `gold.json` holds for each page, under the name of its file without
//! `.html`, an object with `text`, or with `with` and `without` (pieces that
//! belong to the article or do not), and `url`. A set may count less: `*0.5`.
//! With `--folds 6` nothing is written: the sites are parted into six groups,
//! each is read with what was learnt from the five others, and the figures are
//! printed (shingles of four words, as in Scrapinghub's benchmark), for each
//! `--bias` and `--change`. The same pages and options give the same model.

#![allow(
    clippy::print_stdout,
    reason = "figures of the training are its output"
)]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

use onrecord::article::html::training::{
    COLUMNS, DEPTH, Gold, LEAVES, Lesson, Model, SPLITS, Tree, lesson, read,
};
use onrecord::article::{Article, Reading};
use onrecord::corpus::{self, Limits};
use serde::Deserialize;

/// The present of the training, in seconds since 1970: late in 2026.
const READING: Reading = Reading {
    now_seconds: 1_795_348_800,
};

struct Options {
    out: String,
    folds: u64,
    trees: usize,
    rate: f32,
    /// Weight that the smaller side of a split must have.
    least: f32,
    /// Shrinks the answers of leaves with little weight.
    shrink: f32,
    /// Share of the columns that a tree may ask about.
    columns: f32,
    bias: Vec<f32>,
    change: Vec<f32>,
    /// Folder for what was read in cross-validation.
    predictions: Option<String>,
    sets: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Known {
    text: Option<String>,
    url: Option<String>,
    with: Option<Vec<String>>,
    without: Option<Vec<String>>,
}

struct Page {
    set: usize,
    id: String,
    html: String,
    known: Known,
    fold: u64,
    weight: f32,
    lesson: Lesson,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let pages = pages(&options)?;
    if options.folds < 2 {
        let all: Vec<&Page> = pages.iter().collect();
        let mut model = learn(&all, &options);
        model.bias += options.bias.first().copied().unwrap_or(0.0);
        model.change = options.change.first().copied().unwrap_or(0.0);
        fs::write(&options.out, model.write())?;
        println!("{} trees in {}", model.trees.len(), options.out);
        return Ok(());
    }
    let models: Vec<Model> = (0..options.folds)
        .map(|fold| {
            let others: Vec<&Page> = pages.iter().filter(|page| page.fold != fold).collect();
            learn(&others, &options)
        })
        .collect();
    for &bias in &options.bias {
        for &change in &options.change {
            validate(&pages, &models, (bias, change), &options)?;
        }
    }
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        out: "models/blocks.txt".to_owned(),
        folds: 0,
        trees: 150,
        rate: 0.1,
        least: 0.05,
        shrink: 0.05,
        columns: 0.3,
        bias: vec![0.0],
        change: vec![0.5],
        predictions: None,
        sets: Vec::new(),
    };
    let numbers = |text: &str| {
        text.split(',')
            .map(str::parse)
            .collect::<Result<Vec<f32>, _>>()
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let Some(name) = arg.strip_prefix("--") else {
            options.sets.push(arg);
            continue;
        };
        let value = args.next().ok_or("an option has no value")?;
        match name {
            "out" => options.out = value,
            "folds" => options.folds = value.parse()?,
            "trees" => options.trees = value.parse()?,
            "rate" => options.rate = value.parse()?,
            "least" => options.least = value.parse()?,
            "shrink" => options.shrink = value.parse()?,
            "columns" => options.columns = value.parse()?,
            "bias" => options.bias = numbers(&value)?,
            "change" => options.change = numbers(&value)?,
            "predictions" => options.predictions = Some(value),
            _ => return Err(format!("there is no option --{name}").into()),
        }
    }
    Ok(options)
}

fn pages(options: &Options) -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for (set, path) in options.sets.iter().enumerate() {
        let (path, weight) = path.split_once('*').unwrap_or((path, "1"));
        let weight: f32 = weight.parse()?;
        let (gold, folder) = path.split_once('=').ok_or("a set is GOLD.json=FOLDER")?;
        let gold: BTreeMap<String, Known> = serde_json::from_slice(&fs::read(gold)?)?;
        for (id, known) in gold {
            let file = Path::new(folder).join(format!("{id}.html"));
            let Some(html) = decoded(&file) else {
                println!("no page {}", file.display());
                continue;
            };
            let site = site(known.url.as_deref().unwrap_or(&id));
            let empty = Vec::new();
            let gold = match &known.text {
                Some(text) => Gold::Text(text),
                None => Gold::Pieces(
                    known.with.as_ref().unwrap_or(&empty),
                    known.without.as_ref().unwrap_or(&empty),
                ),
            };
            let lesson = lesson(&html, gold, &READING);
            let fold = hash(&site) % options.folds.max(1);
            pages.push(Page {
                set,
                id,
                html,
                known,
                fold,
                weight,
                lesson,
            });
        }
    }
    Ok(pages)
}

fn decoded(file: &Path) -> Option<String> {
    let mut html = None;
    corpus::files(file, "", &mut |file| {
        let Ok(file) = file else { return };
        corpus::sources(&file, None, &Limits::default(), &mut |source| {
            html = source.ok().map(|source| source.text.to_string());
        });
    });
    html
}

/// `https://www.post.example.co.uk/a` → `example.co.uk`
fn site(url: &str) -> String {
    let host = url.split("//").nth(1).unwrap_or(url);
    let host = host.split(['/', ':', '?']).next().unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let second_level = labels.len() > 2 && labels[labels.len() - 2].len() <= 3;
    let keep = if second_level { 3 } else { 2 };
    labels[labels.len().saturating_sub(keep)..].join(".")
}

/// FNV-1a, stirred.
fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32
}

/// Rows of all pages that are labelled, in bins.
struct Table {
    /// Column after column, the bin of each row.
    bins: Vec<Vec<u8>>,
    /// For each column the greatest value of each bin but the last.
    borders: Vec<Vec<f32>>,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

/// A page weighs as much as another; in it a block as its letters.
fn table(pages: &[&Page]) -> Table {
    const LETTERS_MAX: usize = 400;
    const OUTSIDE_MAX: f32 = 4.0;
    let mut rows: Vec<&[f32]> = Vec::new();
    let (mut labels, mut weights) = (Vec::new(), Vec::new());
    for page in pages {
        let lesson = &page.lesson;
        let size = |at: usize| (8 + lesson.letters[at].min(LETTERS_MAX)) as f32;
        let sum = |of: bool| -> f32 {
            let blocks = 0..lesson.labels.len();
            blocks
                .filter(|&at| lesson.labels[at] == Some(of))
                .map(size)
                .sum()
        };
        let (inside, outside) = (sum(true), sum(false));
        let whole = page.known.text.is_some();
        for (at, label) in lesson.labels.iter().enumerate() {
            let Some(label) = *label else { continue };
            let weight = match (whole, label) {
                (false, _) => 0.1,
                (true, true) => size(at) / inside,
                // Long comments must not outweigh the article.
                (true, false) if inside > 0.0 => {
                    size(at) / inside * (OUTSIDE_MAX * inside / outside).min(1.0)
                }
                (true, false) => continue,
            };
            rows.push(&lesson.rows[at * COLUMNS..(at + 1) * COLUMNS]);
            labels.push(f32::from(u8::from(label)));
            weights.push(weight * page.weight);
        }
    }
    let mut table = Table {
        bins: Vec::new(),
        borders: Vec::new(),
        labels,
        weights,
    };
    for column in 0..COLUMNS {
        let borders = borders(rows.iter().map(|row| row[column]).collect());
        let bin = |row: &&[f32]| borders.partition_point(|&border| border < row[column]) as u8;
        table.bins.push(rows.iter().map(bin).collect());
        table.borders.push(borders);
    }
    table
}

/// Values that part a column into at most 64 bins of like size.
fn borders(mut values: Vec<f32>) -> Vec<f32> {
    const BINS: usize = 64;
    values.sort_by(f32::total_cmp);
    let last = values.last().copied().unwrap_or(0.0);
    let mut distinct = values.clone();
    distinct.dedup();
    let mut borders: Vec<f32> = if distinct.len() <= BINS {
        distinct
    } else {
        (1..BINS)
            .map(|bin| values[values.len() * bin / BINS])
            .collect()
    };
    // Few digits, so that the file is short.
    for border in &mut borders {
        *border = (*border * 1000.0).round() / 1000.0;
    }
    borders.dedup();
    borders.retain(|&border| border < last);
    borders
}

/// Gradient boosting of the logistic loss with second-order steps.
fn learn(pages: &[&Page], options: &Options) -> Model {
    let table = table(pages);
    let size = table.labels.len();
    let all: f32 = table.weights.iter().sum();
    let positive: f32 = (0..size)
        .map(|at| table.weights[at] * table.labels[at])
        .sum();
    let mut model = Model {
        bias: (positive / (all - positive).max(1e-6)).ln(),
        ..Model::default()
    };
    let mut scores = vec![model.bias; size];
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..options.trees {
        let steps: Vec<(f32, f32)> = (0..size)
            .map(|at| {
                let odds = 1.0 / (1.0 + (-scores[at]).exp());
                let weight = table.weights[at];
                (
                    weight * (table.labels[at] - odds),
                    weight * odds * (1.0 - odds),
                )
            })
            .collect();
        let columns: Vec<usize> = (0..COLUMNS)
            .filter(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                (random >> 40) as f32 / (1_u64 << 24) as f32 <= options.columns
            })
            .collect();
        let (tree, places) = grow(&table, &steps, &columns, options);
        for (score, place) in scores.iter_mut().zip(places) {
            *score += tree.leaves[usize::from(place)];
        }
        model.trees.push(tree);
    }
    model
}

/// One tree, and the leaf of each row.
fn grow(
    table: &Table,
    steps: &[(f32, f32)],
    columns: &[usize],
    options: &Options,
) -> (Tree, Vec<u8>) {
    let mut tree = Tree {
        splits: [(0, f32::MAX); SPLITS],
        leaves: [0.0; LEAVES],
    };
    let mut places = vec![0_u8; steps.len()];
    for level in 0..DEPTH {
        let nodes = 1 << level;
        let mut best = vec![(0.0_f32, 0_usize, 0_u8); nodes];
        for &column in columns
            .iter()
            .filter(|&&column| !table.borders[column].is_empty())
        {
            let bins = &table.bins[column];
            let mut sums = vec![[(0.0_f32, 0.0_f32); 64]; nodes];
            for ((&place, &bin), step) in places.iter().zip(bins).zip(steps) {
                let sum = &mut sums[usize::from(place)][usize::from(bin)];
                sum.0 += step.0;
                sum.1 += step.1;
            }
            for (node, sums) in sums.iter().enumerate() {
                let all = sums.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
                let gain = |(g, h): (f32, f32)| g * g / (h + options.shrink);
                let mut left = (0.0, 0.0);
                let borders = table.borders[column].len();
                for (bin, sum) in sums.iter().enumerate().take(borders) {
                    left = (left.0 + sum.0, left.1 + sum.1);
                    let right = (all.0 - left.0, all.1 - left.1);
                    if left.1 < options.least || right.1 < options.least {
                        continue;
                    }
                    let gain = gain(left) + gain(right) - gain(all);
                    if gain > best[node].0 {
                        best[node] = (gain, column, bin as u8);
                    }
                }
            }
        }
        for (node, &(gain, column, bin)) in best.iter().enumerate() {
            if gain > 0.0 {
                let than = table.borders[column][usize::from(bin)];
                tree.splits[nodes - 1 + node] = (column as u16, than);
            }
        }
        for (at, place) in places.iter_mut().enumerate() {
            let (gain, column, bin) = best[usize::from(*place)];
            let right = gain > 0.0 && table.bins[column][at] > bin;
            *place = 2 * *place + u8::from(right);
        }
    }
    let mut sums = [(0.0_f32, 0.0_f32); LEAVES];
    for (&place, step) in places.iter().zip(steps) {
        let sum = &mut sums[usize::from(place)];
        *sum = (sum.0 + step.0, sum.1 + step.1);
    }
    for (leaf, (g, h)) in tree.leaves.iter_mut().zip(sums) {
        *leaf = (options.rate * g / (h + options.shrink)).clamp(-1.0, 1.0);
        *leaf = (*leaf * 1000.0).round() / 1000.0;
    }
    (tree, places)
}

/// Reads each page with the model of the other sites.
fn validate(
    pages: &[Page],
    models: &[Model],
    (bias, change): (f32, f32),
    options: &Options,
) -> Result<(), Box<dyn Error>> {
    let mut models = models.to_vec();
    for model in &mut models {
        model.bias += bias;
        model.change = change;
    }
    println!("bias {bias} change {change}");
    for (set, name) in options.sets.iter().enumerate() {
        let mut scores: Vec<(f64, f64, bool)> = Vec::new();
        let mut pieces = [0_usize; 3];
        let mut file = match &options.predictions {
            Some(folder) => Some(fs::File::create(format!("{folder}/{set}.jsonl"))?),
            None => None,
        };
        for page in pages.iter().filter(|page| page.set == set) {
            let model = &models[page.fold as usize];
            let article = read(&page.id, &page.html, &READING, model).unwrap_or_default();
            match &page.known.text {
                Some(text) => scores.push(score(text, &article.body)),
                None => count_pieces(&page.known, &article.body, &mut pieces),
            }
            if let Some(file) = &mut file {
                writeln!(file, "{}", line(&page.id, &article))?;
            }
        }
        let name = name.rsplit('=').next().unwrap_or(name);
        let [right, wrong, missed] = pieces;
        if right > 0 {
            let f1 = 2.0 * right as f64 / (2 * right + wrong + missed) as f64;
            println!("  {name}: pieces F1 {f1:.4}");
        }
        if !scores.is_empty() {
            let filled = scores.iter().filter(|score| score.2);
            let precision =
                filled.clone().map(|score| score.0).sum::<f64>() / filled.count() as f64;
            let recall = scores.iter().map(|score| score.1).sum::<f64>() / scores.len() as f64;
            let f1 = 2.0 * precision * recall / (precision + recall);
            println!("  {name}: F1 {f1:.4} P {precision:.4} R {recall:.4}");
        }
    }
    Ok(())
}

fn line(id: &str, article: &Article) -> serde_json::Value {
    serde_json::json!({"id": id, "title": article.title, "text": article.body,
        "byline": article.authors, "published": article.published.map(|when| when.to_string()),
        "dropped": article.dropped})
}

/// Precision and recall of shingles, and whether there is any text.
fn score(gold: &str, found: &str) -> (f64, f64, bool) {
    let (gold, found) = (shingles(gold), shingles(found));
    let count = |of: &HashMap<Vec<&str>, usize>| of.values().sum::<usize>();
    let both: usize = gold
        .iter()
        .map(|(words, times)| found.get(words).map_or(0, |other| *other.min(times)))
        .sum();
    let share = |whole: usize| {
        if whole == 0 {
            0.0
        } else {
            both as f64 / whole as f64
        }
    };
    (share(count(&found)), share(count(&gold)), !found.is_empty())
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut shingles = HashMap::new();
    for window in words.windows(4.min(words.len().max(1))) {
        *shingles.entry(window.to_vec()).or_insert(0) += 1;
    }
    shingles
}

fn count_pieces(known: &Known, body: &str, counts: &mut [usize; 3]) {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = flat(body);
    for piece in known.with.iter().flatten() {
        counts[if body.contains(&flat(piece)) { 0 } else { 2 }] += 1;
    }
    for piece in known.without.iter().flatten() {
        counts[1] += usize::from(body.contains(&flat(piece)));
    }
}
