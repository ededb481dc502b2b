//! `eval`: how good the ranking is on judged topics. How fast a search is, its
//! `--bench`, is beside it in `bench`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;
use onrecord::eval::{self, Asking, Comparison, Evaluation, Metric, Names, Qrels, Topic};
use onrecord::index::Reader;
use onrecord::output::eval as told;
use onrecord::output::json;
use onrecord::search::Require;
use onrecord::{Error, Result};

use super::bench::{self, Flags};
use super::shared::{Where, note, open, today};
use super::{Failure, Outcome, Run};

/// How good the ranking is on your topics; how fast a search
///
/// Searches for each topic and holds what was found against your judgments.
/// Topics are lines `id TAB text`. Their text is words, never operators, and
/// any of the words will do. Judgments are those of TREC, `topic 0 id grade`,
/// where 0 is not relevant; a record in a container goes by its own id, or by
/// the whole; an id with spaces has %20 for each. Exits with 1 where a metric
/// is below its --min.
///
/// Metrics: ndcg@10, ap, mrr, p@5, p@10, r@100, r@1000 (of as many articles as
/// were searched for), the mean over all topics with a relevant article. In a
/// pipe, lines: metric, topic or `all`, value; with --compare also the value
/// there, the change, the p-value of a randomization test, topics better, worse.
///
/// Examples:
///   onrecord eval --topics topics.tsv --qrels qrels.txt --per-topic
///   onrecord eval --topics topics.tsv --qrels qrels.txt --min ndcg@10=0.6 -q
///   onrecord eval --bench queries.tsv --times 500
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// What is asked, lines `id TAB text`
    #[arg(long, value_name = "FILE", required_unless_present = "bench")]
    topics: Option<PathBuf>,
    /// What is relevant, lines `topic 0 id grade`
    #[arg(long, value_name = "FILE", required_unless_present = "bench")]
    qrels: Option<PathBuf>,
    /// Write what was found as a TREC run
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Compare with another run: by how much it is better, and whether by chance
    #[arg(long, value_name = "RUN")]
    compare: Option<PathBuf>,
    /// Exit with 1 where a metric is lower (repeatable): ndcg@10=0.6
    #[arg(long, value_name = "METRIC=VALUE", value_parser = least)]
    min: Vec<Least>,
    /// How many articles for each topic; 0 is all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// Read topics in the query language, with phrases, fields, operators
    #[arg(long)]
    query_syntax: bool,
    /// Print each topic, too
    #[arg(long)]
    per_topic: bool,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// The layout [default: text on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<Layout>,
    /// Print nothing; the exit code tells
    #[arg(short, long)]
    pub(super) quiet: bool,
    #[command(flatten)]
    matching: Matching,
    #[command(flatten)]
    pub(super) bench: Flags,
    #[command(flatten)]
    pub(super) place: Where,
}

/// Which articles answer a topic.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(next_help_heading = "Matching")]
struct Matching {
    /// Articles with any of the words; so it is without a flag
    #[arg(long, conflicts_with_all = ["most", "all"])]
    any: bool,
    /// As search does: with all words, or else with most of them
    #[arg(long, conflicts_with = "all")]
    most: bool,
    /// Articles with all words only
    #[arg(long)]
    all: bool,
}

impl Matching {
    fn require(self) -> Require {
        match self {
            Matching { all: true, .. } => Require::All,
            Matching { most: true, .. } => Require::Most,
            _ => Require::Any,
        }
    }
}

/// How values are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Layout {
    /// Tables for people
    Text,
    /// Tab-separated lines
    Tsv,
    /// JSON lines
    Jsonl,
}

impl Args {
    /// How to print.
    pub(super) fn layout(&self) -> Layout {
        match self.format {
            _ if self.json => Layout::Jsonl,
            Some(layout) => layout,
            None if io::stdout().is_terminal() => Layout::Text,
            None => Layout::Tsv,
        }
    }
}

/// The lowest value that a metric may have.
#[derive(Clone, Copy, Debug)]
struct Least {
    metric: Metric,
    value: f64,
}

/// Reads `ndcg@10=0.6`.
fn least(text: &str) -> std::result::Result<Least, String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("a metric and a value are wanted: ndcg@10=0.6")?;
    let metric = Metric::from_name(name.trim()).ok_or_else(|| {
        let known = Metric::ALL.map(Metric::name).join(", ");
        format!("there is no metric `{name}`: {known}")
    })?;
    match value.trim().parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(Least { metric, value }),
        _ => Err(format!("no value from 0 to 1: {value}")),
    }
}

pub(super) fn run(args: &Args) -> Run {
    match (&args.bench.bench, &args.topics, &args.qrels) {
        (Some(queries), ..) => bench::run(args, queries),
        (None, Some(topics), Some(qrels)) => measure(args, topics, qrels),
        _ => Err(Error::usage("--topics and --qrels are wanted, or --bench").into()),
    }
}

/// Searches for every topic, and says how good what was found is.
fn measure(args: &Args, topics_file: &Path, qrels_file: &Path) -> Run {
    let topics = eval::topics(&shown(topics_file), &read(topics_file)?)?;
    let qrels = eval::qrels(&shown(qrels_file), &read(qrels_file)?)?;
    fit(&topics, topics_file, &qrels, qrels_file)?;
    let other = match &args.compare {
        Some(file) => Some(eval::run(&shown(file), &read(file)?)?),
        None => None,
    };
    let reader = open(&args.place.archive()?)?;
    let started = Instant::now();
    let run = found(args, &reader, &topics, &qrels)?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let evaluation = eval::evaluate(&qrels, &run);
    let comparison = other.map(|other| {
        let before = eval::evaluate(&qrels, &other);
        Comparison::new(before, &evaluation)
    });
    let measured = Measured {
        below: below(&args.min, &evaluation),
        evaluation,
        comparison,
        ms,
    };
    if !args.quiet {
        print(args, &topics, &measured)?;
        tell(&measured);
    }
    Ok(if measured.below.is_empty() {
        Outcome::Found
    } else {
        Outcome::Nothing
    })
}

/// What there is to tell.
struct Measured {
    evaluation: Evaluation,
    comparison: Option<Comparison>,
    /// What is lower than it may be.
    below: Vec<Least>,
    ms: u64,
}

/// Says where topics and judgments do not fit together; an error where nothing
/// fits.
fn fit(topics: &[Topic], topics_file: &Path, qrels: &Qrels, qrels_file: &Path) -> Result<()> {
    let asked: BTreeSet<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
    let judged: BTreeSet<&str> = qrels.topics.iter().map(|(id, _)| id.as_str()).collect();
    let (topics_name, qrels_name) = (shown(topics_file), shown(qrels_file));
    let (Some(topic), Some((other, _))) = (topics.first(), qrels.topics.first()) else {
        let empty = if topics.is_empty() {
            format!("{topics_name} has no topic")
        } else {
            format!("{qrels_name} has no judgment")
        };
        return Err(Error::usage(empty));
    };
    if asked.is_disjoint(&judged) {
        return Err(Error::usage(format!(
            "no topic of {topics_name} is judged in {qrels_name}: the first is `{}` there, `{other}` here",
            topic.id
        )));
    }
    if !qrels
        .topics
        .iter()
        .any(|(_, grades)| grades.values().any(|grade| *grade > 0))
    {
        return Err(Error::usage(format!(
            "{qrels_name} has nothing relevant: every grade is 0"
        )));
    }
    let tell = |count: usize, what: &str| {
        if count > 0 {
            note(&format!("topics {what}: {count}"));
        }
    };
    let unasked = judged.difference(&asked).count();
    tell(
        unasked,
        &format!("that are judged and not in {topics_name}, which count 0"),
    );
    tell(
        asked.difference(&judged).count(),
        "that nobody has judged, which do not count",
    );
    Ok(())
}

/// What is found for every topic; written as a run where that is asked for.
fn found(args: &Args, reader: &Reader, topics: &[Topic], qrels: &Qrels) -> Result<eval::Run> {
    let asking = Asking {
        require: args.matching.require(),
        limit: (args.limit > 0).then_some(args.limit),
        syntax: args.query_syntax.then(today),
    };
    let names = Names::of(qrels);
    let mut run = eval::Run::default();
    let mut lines = String::new();
    let mut knows_judged = false;
    for topic in topics {
        let found = eval::ask(reader, topic, &asking, &names)?;
        knows_judged |= found.iter().any(|one| names.has(&one.id));
        if args.run.is_some() {
            lines += &eval::written(&topic.id, &found);
        }
        run.insert(&topic.id, found);
    }
    if let Some(file) = &args.run {
        std::fs::write(file, lines).map_err(|e| Error::io("write", file, e))?;
    }
    if !knows_judged {
        note(
            "no judged article was found at all: are the ids of the judgments those of this archive?",
        );
    }
    Ok(run)
}

/// The metrics that are lower than they may be.
fn below(min: &[Least], evaluation: &Evaluation) -> Vec<Least> {
    let low = min
        .iter()
        .filter(|least| evaluation.mean.get(least.metric) < least.value);
    low.copied().collect()
}

fn print(args: &Args, topics: &[Topic], measured: &Measured) -> std::result::Result<(), Failure> {
    let (evaluation, comparison) = (&measured.evaluation, measured.comparison.as_ref());
    let mut out = io::BufWriter::new(io::stdout().lock());
    let layout = args.layout();
    if args.per_topic {
        let each = each_topic(topics, evaluation, comparison);
        match layout {
            Layout::Text => writeln!(out, "{}", told::topic_table(&each))?,
            Layout::Tsv => {
                for topic in &each {
                    write!(out, "{}", told::topic_lines(topic))?;
                }
            }
            Layout::Jsonl => {
                for topic in &each {
                    let line = json::topic(topic.scores, topic.text, topic.before);
                    writeln!(out, "{}", json::encode(&line, None)?)?;
                }
            }
        }
    }
    match layout {
        Layout::Text => write!(out, "{}", told::mean_table(evaluation, comparison))?,
        Layout::Tsv => write!(out, "{}", told::mean_lines(evaluation, comparison))?,
        Layout::Jsonl => {
            let below = measured.below.iter().map(|least| least.metric);
            let below: Vec<Metric> = below.collect();
            let line = json::evaluation(evaluation, comparison, &below, measured.ms);
            writeln!(out, "{}", json::encode(&line, None)?)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// What a person should know beside the numbers.
fn tell(measured: &Measured) {
    let topics = measured.evaluation.topics.len();
    note(&format!("{topics} topics · {} ms", measured.ms));
    for Least { metric, value } in &measured.below {
        let name = metric.name();
        let reached = measured.evaluation.mean.get(*metric);
        note(&format!("{name} is {reached:.6}, below {value}"));
    }
}

/// The topics with their texts and what they are compared with.
fn each_topic<'a>(
    topics: &'a [Topic],
    evaluation: &'a Evaluation,
    comparison: Option<&'a Comparison>,
) -> Vec<told::Told<'a>> {
    let texts: BTreeMap<&str, &str> = topics
        .iter()
        .map(|topic| (topic.id.as_str(), topic.text.as_str()))
        .collect();
    let tell = |(i, scores): (usize, &'a eval::TopicScores)| told::Told {
        scores,
        text: texts.get(scores.topic.as_str()).copied(),
        before: comparison.and_then(|comparison| comparison.before.topics.get(i)),
    };
    evaluation.topics.iter().enumerate().map(tell).collect()
}

/// The text of a file.
pub(super) fn read(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file).map_err(|e| Error::io("read", file, e))?;
    String::from_utf8(bytes).map_err(|_| Error::usage(format!("{} is not UTF-8", shown(file))))
}

/// A file's name in messages.
pub(super) fn shown(file: &Path) -> String {
    file.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_least_value_is_a_metric_and_a_number() {
        let read = least(" NDCG@10 = 0.6 ").unwrap();
        assert_eq!((read.metric, read.value), (Metric::Ndcg10, 0.6));
        for (text, wanted) in [
            ("ndcg@10", "a metric and a value"),
            ("f1=0.5", "there is no metric `f1`: ndcg@10, ap"),
            ("ap=1.5", "no value from 0 to 1"),
            ("ap=nan", "no value from 0 to 1"),
            ("ap=", "no value from 0 to 1"),
        ] {
            let told = least(text).unwrap_err();
            assert!(told.starts_with(wanted), "{told}");
        }
    }
}
