//! Annotated articles → the weights of the quote tagger.
//!
//! ```text
//! cargo run --release --example train_quotes -- --out models/quotes.bin polnear_train.jsonl
//! ```
//!
//! Learns a linear-chain conditional random field by stochastic gradient
//! descent with AdaGrad step sizes (Duchi et al. 2011) and averaged weights,
//! drops rare features, and packs what is left into eight bits a weight. The
//! same files and options give the same weights.
//!
//! An article is a line `{"text", "quotes": [{"content_spans", "source_spans",
//! "cue_spans"}]}`, spans being offsets in code points; or, in a folder, a file
//! as `tests/quotes/README.md` describes it. A path may end in `*3`: its articles
//! then count three times.

#![allow(
    clippy::print_stdout,
    reason = "figures of the training are its output"
)]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use onrecord::quote::training::{
    CALIBRATION, Gold, LABELS, LANES, Lesson, STATES, TRANSITIONS, Weights, lessons, next_state,
    pack, reachable, transition,
};
use onrecord::span::Span;
use serde::Deserialize;

/// How to learn; every field is an option `--name value`: `rare` drops
/// features seen less often, `rate` is the step size, `decay` shrinks weights
/// after an epoch, `dropout` leaves out so many features at random, `recall`
/// is what missed content costs more, `least` drops rows whose weights are all
/// smaller, `calibrate` names the articles that the strength is learnt from,
/// `use` takes a file of weights instead of learning one, `test` and `system`
/// name articles to read and where to write what was found.
struct Options {
    out: String,
    test: Option<String>,
    calibrate: Option<String>,
    system: Option<String>,
    given: Option<String>,
    bits: u32,
    least: u8,
    epochs: usize,
    rare: u32,
    rate: f32,
    decay: f32,
    dropout: f32,
    recall: f32,
    files: Vec<(String, usize)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let start = Instant::now();
    let mut all = Vec::new();
    for (path, times) in &options.files {
        let read = articles(path)?;
        let here: Vec<Lesson> = read
            .iter()
            .flat_map(|article| lessons(&article.text, &article.gold))
            .collect();
        println!(
            "{path}: {} articles, {} paragraphs, times {times}",
            read.len(),
            here.len()
        );
        for _ in 0..*times {
            all.extend(here.iter().cloned());
        }
    }
    let (keys, lessons) = number(all, options.rare);
    println!(
        "{} features seen {} times or more, {:.0?}",
        keys.len(),
        options.rare,
        start.elapsed()
    );
    let mut learner = Learner::new(keys.len(), &options);
    for epoch in 0..options.epochs {
        // The first epochs are far from the end.
        let averages = 2 * (epoch + 1) > options.epochs;
        let loss = learner.epoch(&lessons, averages);
        println!(
            "epoch {}: loss {loss:.4} a token, {:.0?}",
            epoch + 1,
            start.elapsed()
        );
    }
    let mut bytes = match &options.given {
        Some(path) => fs::read(path)?,
        None => learner.pack(&keys, &options, &[0.0; CALIBRATION]),
    };
    if let Some(path) = &options.calibrate {
        let calibration = calibrate(&bytes, path)?;
        bytes = learner.pack(&keys, &options, &calibration);
    }
    fs::write(&options.out, &bytes)?;
    println!("{}: {} bytes", options.out, bytes.len());
    if let (Some(test), Some(system)) = (&options.test, &options.system) {
        write_system(&bytes, test, system)?;
    }
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        out: "models/quotes.bin".into(),
        test: None,
        calibrate: None,
        system: None,
        given: None,
        bits: 18,
        least: 0,
        epochs: 10,
        rare: 5,
        rate: 0.05,
        decay: 0.0,
        dropout: 0.5,
        recall: 1.0,
        files: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let Some(name) = argument.strip_prefix("--") else {
            let (path, times) = argument.rsplit_once('*').unwrap_or((&argument, "1"));
            options.files.push((path.into(), times.parse()?));
            continue;
        };
        let value = arguments.next().ok_or(format!("--{name} wants a value"))?;
        match name {
            "out" => options.out = value,
            "calibrate" => options.calibrate = Some(value),
            "test" => options.test = Some(value),
            "system" => options.system = Some(value),
            "use" => options.given = Some(value),
            "bits" => options.bits = value.parse()?,
            "least" => options.least = value.parse()?,
            "epochs" => options.epochs = value.parse()?,
            "rare" => options.rare = value.parse()?,
            "rate" => options.rate = value.parse()?,
            "decay" => options.decay = value.parse()?,
            "dropout" => options.dropout = value.parse()?,
            "recall" => options.recall = value.parse()?,
            _ => return Err(format!("unknown option --{name}").into()),
        }
    }
    Ok(options)
}

/// An article as the data has it.
#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    quotes: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    content_spans: Vec<(usize, usize)>,
    source_spans: Option<Vec<(usize, usize)>>,
    cue_spans: Option<Vec<(usize, usize)>>,
}

struct Article {
    id: String,
    text: String,
    gold: Vec<Gold>,
}

fn articles(path: &str) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut read = Vec::new();
    if Path::new(path).is_dir() {
        let mut files: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::path);
        for file in files {
            let id = file.file_name().to_string_lossy().into_owned();
            read.extend(marked(id, &fs::read_to_string(file.path())?));
        }
        return Ok(read);
    }
    for line in fs::read_to_string(path)?.lines() {
        let record: Record = serde_json::from_str(line)?;
        let mut bytes: Vec<usize> = record.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(record.text.len());
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(record.text.len());
        let spans = |pairs: &[(usize, usize)]| -> Vec<Span> {
            pairs
                .iter()
                .map(|(s, e)| Span::new(byte(*s), byte(*e)))
                .collect()
        };
        let gold = record
            .quotes
            .iter()
            .map(|quote| Gold {
                content: spans(&quote.content_spans),
                source: spans(quote.source_spans.as_deref().unwrap_or(&[])),
                cue: spans(quote.cue_spans.as_deref().unwrap_or(&[])),
            })
            .collect();
        read.push(Article {
            id: record.id,
            text: record.text,
            gold,
        });
    }
    Ok(read)
}

/// An English article as `tests/quotes/README.md` describes it: statements are
/// marked in its body. `None` for one in another language.
fn marked(id: String, file: &str) -> Option<Article> {
    let (head, rest) = file.split_once("\n\n")?;
    if head
        .lines()
        .any(|line| line.starts_with("language:") && line != "language: en")
    {
        return None;
    }
    let (body, _) = rest.rsplit_once("\n====")?;
    let (mut text, mut open) = (String::new(), Vec::new());
    let mut gold: BTreeMap<u32, Gold> = BTreeMap::new();
    let mut rest = body.trim_matches('\n');
    while let Some(at) = rest.find(['⟦', '⟧']) {
        text.push_str(&rest[..at]);
        let opens = rest[at..].starts_with('⟦');
        rest = &rest[at + '⟦'.len_utf8()..];
        if opens {
            let (label, after) = rest.split_once(' ')?;
            open.push((label.get(..1)?, label.get(1..)?.parse().ok()?, text.len()));
            rest = after;
        } else {
            let (sort, number, start) = open.pop()?;
            let quote = gold.entry(number).or_default();
            let spans = match sort {
                "c" => &mut quote.content,
                "m" => &mut quote.source,
                _ => &mut quote.cue,
            };
            spans.push(Span::new(start, text.len()));
        }
    }
    text.push_str(rest);
    let gold = gold.into_values().collect();
    Some(Article { id, text, gold })
}

/// A paragraph with numbers for its features.
struct Numbered {
    features: Vec<u32>,
    ends: Vec<usize>,
    places: Vec<u8>,
    labels: Vec<u8>,
}

/// Gives the features that are not rare a number each.
fn number(lessons: Vec<Lesson>, rare: u32) -> (Vec<u64>, Vec<Numbered>) {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for key in lessons.iter().flat_map(|lesson| &lesson.keys) {
        *counts.entry(*key).or_default() += 1;
    }
    let mut keys: Vec<u64> = counts
        .into_iter()
        .filter(|(_, count)| *count >= rare)
        .map(|(key, _)| key)
        .collect();
    keys.sort_unstable();
    let numbers: HashMap<u64, u32> = keys.iter().copied().zip(0..).collect();
    let numbered = lessons
        .into_iter()
        .map(|lesson| {
            let mut features = Vec::with_capacity(lesson.keys.len());
            let mut ends = Vec::with_capacity(lesson.ends.len());
            let mut from = 0;
            for end in lesson.ends {
                features.extend(
                    lesson.keys[from..end]
                        .iter()
                        .filter_map(|key| numbers.get(key)),
                );
                ends.push(features.len());
                from = end;
            }
            Numbered {
                features,
                ends,
                places: lesson.places,
                labels: lesson.labels,
            }
        })
        .collect();
    (keys, numbered)
}

/// Paragraphs after which the weights are taken into their mean again.
const STEPS: usize = 500;

type Row = [f32; LANES];

/// The weights while they are learnt.
struct Learner {
    rows: Vec<Row>,
    squares: Vec<Row>,
    sums: Vec<Row>,
    transitions: Vec<f32>,
    transition_squares: Vec<f32>,
    transition_sums: Vec<f32>,
    averaged: f32,
    rate: f32,
    decay: f32,
    dropout: f32,
    recall: f32,
    random: u64,
    arcs: [Vec<(usize, u8, usize)>; 2],
}

impl Learner {
    fn new(features: usize, options: &Options) -> Self {
        let arcs = |place: u8| {
            let mut found = Vec::new();
            for from in (0..STATES).filter(|state| reachable(*state)) {
                for label in 0..LABELS as u8 {
                    if let Some(to) = next_state(Some(from), label, place) {
                        found.push((from, label, to));
                    }
                }
            }
            found
        };
        Learner {
            rows: vec![[0.0; LANES]; features],
            squares: vec![[0.0; LANES]; features],
            sums: vec![[0.0; LANES]; features],
            transitions: vec![0.0; TRANSITIONS],
            transition_squares: vec![0.0; TRANSITIONS],
            transition_sums: vec![0.0; TRANSITIONS],
            averaged: 0.0,
            rate: options.rate,
            decay: options.decay,
            dropout: options.dropout,
            recall: options.recall,
            random: 0x1234_5678_9ABC_DEF1,
            arcs: [arcs(0), arcs(2)],
        }
    }

    fn random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    /// Goes through all paragraphs once, in a random order. Gives the mean
    /// loss a token. `averages` takes the weights into their mean on the way.
    fn epoch(&mut self, lessons: &[Numbered], averages: bool) -> f64 {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        for at in (1..order.len()).rev() {
            let other = (self.random() % (at as u64 + 1)) as usize;
            order.swap(at, other);
        }
        let (mut loss, mut tokens) = (0.0, 0);
        for (step, number) in order.into_iter().enumerate() {
            if averages && step % STEPS == STEPS - 1 {
                self.average();
            }
            let lesson = &lessons[number];
            if !lesson.labels.is_empty() {
                loss += self.learn(lesson);
                tokens += lesson.labels.len();
            }
        }
        for weight in self.rows.iter_mut().flatten() {
            *weight *= 1.0 - self.decay;
        }
        loss / tokens.max(1) as f64
    }

    /// Takes the weights as they are into the mean.
    fn average(&mut self) {
        for (sum, weight) in self
            .sums
            .iter_mut()
            .flatten()
            .zip(self.rows.iter().flatten())
        {
            *sum += weight;
        }
        for (sum, weight) in self.transition_sums.iter_mut().zip(&self.transitions) {
            *sum += weight;
        }
        self.averaged += 1.0;
    }

    /// One step on one paragraph; gives its loss.
    fn learn(&mut self, lesson: &Numbered) -> f64 {
        let len = lesson.labels.len();
        let mut features: Vec<u32> = lesson.features.clone();
        if self.dropout > 0.0 {
            for feature in &mut features {
                if (self.random() >> 40) as f32 / (1u64 << 24) as f32 <= self.dropout {
                    *feature = u32::MAX;
                }
            }
        }
        let scale = 1.0 / (1.0 - self.dropout);
        let mut scores = vec![[0.0f32; LANES]; len];
        let mut from = 0;
        for (score, end) in scores.iter_mut().zip(&lesson.ends) {
            for feature in features[from..*end].iter().filter(|f| **f != u32::MAX) {
                for (score, weight) in score.iter_mut().zip(&self.rows[*feature as usize]) {
                    *score += weight * scale;
                }
            }
            from = *end;
        }
        // Softmax-margin (Gimpel & Smith 2010): content that is missed costs more.
        let raw = scores.clone();
        for (score, label) in scores.iter_mut().zip(&lesson.labels) {
            if self.recall > 0.0 && (*label == 1 || *label == 2) {
                score[0] += self.recall;
            }
        }
        let (expected, arcs, norm) = self.expect(&scores, &lesson.places);
        let mut gold_score = 0.0f64;
        let mut state = None;
        let mut from = 0;
        let mut counts: HashMap<usize, f32> = arcs;
        for at in 0..len {
            let (label, place) = (lesson.labels[at], lesson.places[at]);
            let weight = transition(place, state.unwrap_or(0), label);
            gold_score += f64::from(raw[at][label as usize] + self.transitions[weight]);
            *counts.entry(weight).or_default() -= 1.0;
            state = next_state(state, label, place);
            let mut gradient = expected[at];
            gradient[label as usize] -= 1.0;
            for feature in features[from..lesson.ends[at]]
                .iter()
                .filter(|f| **f != u32::MAX)
            {
                let row = &mut self.rows[*feature as usize];
                let squares = &mut self.squares[*feature as usize];
                for lane in 0..LANES {
                    let slope = gradient[lane];
                    squares[lane] += slope * slope;
                    row[lane] -= self.rate * slope / (squares[lane] + 1e-4).sqrt();
                }
            }
            from = lesson.ends[at];
        }
        let mut counts: Vec<(usize, f32)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(weight, _)| *weight);
        for (weight, slope) in counts {
            self.transition_squares[weight] += slope * slope;
            self.transitions[weight] -=
                self.rate * slope / (self.transition_squares[weight] + 1e-4).sqrt();
        }
        norm - gold_score
    }

    /// Forward-backward: how probable each label and each transition is, and
    /// the logarithm of the sum over all sequences.
    fn expect(&self, scores: &[Row], places: &[u8]) -> (Vec<Row>, HashMap<usize, f32>, f64) {
        let len = scores.len();
        let mut norm = 0.0f64;
        let powers: Vec<Row> = scores
            .iter()
            .map(|score| {
                let top = score[..LABELS].iter().copied().fold(f32::MIN, f32::max);
                norm += f64::from(top);
                let mut power = [0.0; LANES];
                for label in 0..LABELS {
                    power[label] = (score[label] - top).exp();
                }
                power
            })
            .collect();
        let weights: Vec<f32> = self.transitions.iter().map(|weight| weight.exp()).collect();
        let mut forward = vec![[0.0f32; STATES]; len];
        let mut sizes = vec![1.0f32; len];
        for at in 0..len {
            let mut here = [0.0f32; STATES];
            if at == 0 {
                for label in 0..LABELS as u8 {
                    if let Some(state) = next_state(None, label, places[0]) {
                        here[state] =
                            powers[0][label as usize] * weights[transition(places[0], 0, label)];
                    }
                }
            } else {
                let before = &forward[at - 1];
                for (from, label, to) in self.arcs(places[at]) {
                    here[*to] += before[*from]
                        * weights[transition(places[at], *from, *label)]
                        * powers[at][*label as usize];
                }
            }
            let size: f32 = here.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            here.iter_mut().for_each(|value| *value /= size);
            norm += f64::from(size.ln());
            sizes[at] = size;
            forward[at] = here;
        }
        let mut expected = vec![[0.0f32; LANES]; len];
        let mut counts = HashMap::new();
        let mut backward = [1.0f32; STATES];
        for at in (0..len).rev() {
            let states = expected_states(&forward[at], &backward);
            for (state, value) in states.iter().enumerate() {
                expected[at][state / (STATES / LABELS)] += value;
            }
            if at == 0 {
                for label in 0..LABELS as u8 {
                    *counts.entry(transition(places[0], 0, label)).or_default() +=
                        expected[0][label as usize];
                }
                break;
            }
            let mut before = [0.0f32; STATES];
            for (from, label, to) in self.arcs(places[at]) {
                let weight = transition(places[at], *from, *label);
                let step =
                    weights[weight] * powers[at][*label as usize] * backward[*to] / sizes[at];
                before[*from] += step;
                let share = forward[at - 1][*from] * step;
                if share > 1e-7 {
                    *counts.entry(weight).or_default() += share;
                }
            }
            backward = before;
        }
        (expected, counts, norm)
    }

    fn arcs(&self, place: u8) -> &[(usize, u8, usize)] {
        &self.arcs[usize::from(place >= 2)]
    }

    /// The averaged weights as a file.
    fn pack(&self, keys: &[u64], options: &Options, calibration: &[f32]) -> Vec<u8> {
        let mean = |sum: f32| sum / self.averaged.max(1.0);
        let scale = 24.0;
        let round = |weight: f32, most: f32| (weight * scale).round().clamp(-most, most);
        let features: Vec<(u64, [i8; LANES - 1])> = keys
            .iter()
            .zip(&self.sums)
            .map(|(key, sum)| {
                let mut packed = [0; LANES - 1];
                for (to, sum) in packed.iter_mut().zip(sum) {
                    *to = round(mean(*sum), 127.0) as i8;
                }
                if packed.iter().all(|w: &i8| w.unsigned_abs() < options.least) {
                    packed = [0; LANES - 1];
                }
                (*key, packed)
            })
            .collect();
        let transitions: Vec<i16> = self
            .transition_sums
            .iter()
            .map(|sum| round(mean(*sum), 3000.0) as i16)
            .collect();
        let kept = features
            .iter()
            .filter(|(_, w)| w.iter().any(|w| *w != 0))
            .count();
        println!("{kept} features with weights");
        pack(options.bits, &features, &transitions, calibration)
    }
}

/// How probable each state of a token is.
fn expected_states(forward: &[f32; STATES], backward: &[f32; STATES]) -> [f32; STATES] {
    let mut states = [0.0; STATES];
    let mut sum = 0.0;
    for (state, (forward, backward)) in states.iter_mut().zip(forward.iter().zip(backward)) {
        *state = forward * backward;
        sum += *state;
    }
    states
        .iter_mut()
        .for_each(|state| *state /= f32::max(sum, f32::MIN_POSITIVE));
    states
}

/// Learns which statements are right from articles that the weights were not
/// learnt from: logistic regression on what their strength is made of.
fn calibrate(weights: &[u8], path: &str) -> Result<[f32; CALIBRATION], Box<dyn Error>> {
    let weights = Weights::read(weights)?;
    let mut cases = Vec::new();
    for article in articles(path)? {
        for found in weights.statements(&article.text) {
            let right = article
                .gold
                .iter()
                .any(|gold| share(&gold.content, &found.content) >= 0.5);
            cases.push((found.evidence, right));
        }
    }
    let mut learnt = [0.0f32; CALIBRATION];
    for _ in 0..3000 {
        let mut slope = [0.0f32; CALIBRATION];
        for (evidence, right) in &cases {
            let sum: f32 = evidence.iter().zip(&learnt).map(|(e, w)| e * w).sum();
            let miss = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(*right));
            for (slope, value) in slope.iter_mut().zip(evidence) {
                *slope += miss * value / cases.len() as f32;
            }
        }
        for (weight, slope) in learnt.iter_mut().zip(slope) {
            *weight -= 0.5 * slope;
        }
    }
    let right = cases.iter().filter(|(_, right)| *right).count();
    println!(
        "{path}: {right} of {} statements right; {learnt:?}",
        cases.len()
    );
    for tenth in 0..10 {
        let in_tenth: Vec<bool> = cases
            .iter()
            .filter(|(evidence, _)| {
                let sum: f32 = evidence.iter().zip(&learnt).map(|(e, w)| e * w).sum();
                (10.0 / (1.0 + (-sum).exp())) as usize == tenth
            })
            .map(|(_, right)| *right)
            .collect();
        let right = in_tenth.iter().filter(|right| **right).count();
        println!("  strength 0.{tenth}: {right} of {} right", in_tenth.len());
    }
    Ok(learnt)
}

/// Bytes that both hold, as a share of those that either holds.
fn share(one: &[Span], other: &[Span]) -> f32 {
    let both: usize = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| (a, b)))
        .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
        .sum();
    let length = |spans: &[Span]| spans.iter().map(Span::len).sum::<usize>();
    both as f32 / (length(one) + length(other)).saturating_sub(both).max(1) as f32
}

/// Writes what the weights find in the articles of `test`, spans in code
/// points, for measuring.
fn write_system(weights: &[u8], test: &str, system: &str) -> Result<(), Box<dyn Error>> {
    let weights = Weights::read(weights)?;
    let mut out = String::new();
    let (mut bytes, start) = (0, Instant::now());
    for article in articles(test)? {
        let points = |span: Span| -> (usize, usize) {
            let count = |to: usize| article.text[..to].chars().count();
            (count(span.start), count(span.end))
        };
        let quotes: Vec<serde_json::Value> = weights
            .statements(&article.text)
            .into_iter()
            .map(|found| {
                serde_json::json!({
                    "content": found.content.into_iter().map(points).collect::<Vec<_>>(),
                    "source": found.mention.map(|span| vec![points(span)]),
                    "strength": found.strength,
                })
            })
            .collect();
        bytes += article.text.len();
        out.push_str(&serde_json::json!({"id": article.id, "quotes": quotes}).to_string());
        out.push('\n');
    }
    println!("{test}: {bytes} bytes in {:.2?}", start.elapsed());
    fs::write(system, out)?;
    Ok(())
}
