//! What a run of the indexer did, and what it skipped, as JSON lines.

use serde::Serialize;

use crate::corpus::Choice;
use crate::ingest::Report;

use super::SCHEMA;

/// A file or record that gave no article.
#[derive(Debug, Serialize)]
pub struct SkippedLine<'a> {
    schema: u32,
    r#type: &'static str,
    id: &'a str,
    reason: String,
}

/// The line of something skipped.
pub fn skipped(id: &str, reason: impl ToString) -> SkippedLine<'_> {
    SkippedLine {
        schema: SCHEMA,
        r#type: "skipped",
        id,
        reason: reason.to_string(),
    }
}

/// What a run of the indexer did.
#[derive(Debug, Serialize)]
pub struct ReportLine<'a> {
    schema: u32,
    r#type: &'static str,
    files: u64,
    new: u64,
    changed: u64,
    gone: u64,
    chosen_anew: u64,
    read_again: u64,
    skipped: u64,
    skipped_files: u64,
    skipped_records: u64,
    not_understood: u64,
    passed_over: u64,
    articles_added: u64,
    articles_replaced: u64,
    articles_removed: u64,
    articles: u64,
    passages: u64,
    quotes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<&'a Choice>,
    left_out: u64,
    ms: u64,
}

/// The line of a report.
pub fn report(report: &Report, ms: u64) -> ReportLine<'_> {
    let not_read = report.not_read();
    ReportLine {
        schema: SCHEMA,
        r#type: "report",
        files: report.files,
        new: report.new,
        changed: report.changed,
        gone: report.gone,
        chosen_anew: report.chosen_anew,
        read_again: report.read_again,
        skipped: not_read.files + not_read.records,
        skipped_files: not_read.files,
        skipped_records: not_read.records,
        not_understood: not_read.not_understood,
        passed_over: not_read.passed_over,
        articles_added: report.articles_added,
        articles_replaced: report.articles_replaced,
        articles_removed: report.articles_removed,
        articles: report.articles,
        passages: report.passages,
        quotes: report.quotes,
        choice: Some(&report.choice).filter(|choice| !choice.is_everything()),
        left_out: report.left_out,
        ms,
    }
}
