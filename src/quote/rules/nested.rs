//! A quotation in a quotation: `“He told me, ‘Try it,’ and I did.”`

use super::super::statement::Statement;
use super::super::text::Text;
use crate::span::Span;

/// A nested quotation counts from this number of words on.
const LEAST_WORDS: usize = 3;

/// Adds the statements inside quoted regions. Each region is read once, as a
/// text of its own, and only one level deep.
pub(super) fn read(text: &Text<'_>, statements: &mut Vec<Statement>) {
    let outer = statements.len();
    for region in &text.regions {
        let Some(inner) = region.inner.of(text.body) else {
            continue;
        };
        if inner.len() < 20 || !opens_within(inner) {
            continue;
        }
        let part = Text::new(inner);
        if part.regions.is_empty() {
            continue;
        }
        let found = super::outer_statements(&part);
        statements.extend(
            found
                .into_iter()
                .filter_map(|statement| plain(&part, statement))
                .map(|statement| moved(statement, region.inner.start)),
        );
    }
    if statements.len() > outer {
        statements
            .sort_by_key(|statement| statement.content.first().map_or(0, |content| content.start));
    }
}

/// True if a mark stands in the text that can open a quotation.
fn opens_within(inner: &str) -> bool {
    let marks = ['‘', '“', '"', '\''];
    inner.starts_with(marks) || inner.split(' ').skip(1).any(|word| word.starts_with(marks))
}

/// The statement with its content cut to the nested marks, if it stands in
/// them, beside its source and verb.
fn plain(part: &Text<'_>, mut statement: Statement) -> Option<Statement> {
    statement.mention?;
    statement.cue?;
    let mut words = 0;
    for content in &mut statement.content {
        let number = part
            .regions
            .partition_point(|region| region.span.end <= content.start);
        let region = part
            .regions
            .get(number)
            .filter(|region| region.span.start <= content.start)?;
        *content = region.inner;
        words += content.of(part.body)?.split_whitespace().count();
    }
    statement.content.dedup();
    (words >= LEAST_WORDS).then_some(statement)
}

fn moved(statement: Statement, by: usize) -> Statement {
    let shift = |span: Span| Span::new(span.start + by, span.end + by);
    Statement {
        content: statement.content.into_iter().map(shift).collect(),
        cue: statement.cue.map(shift),
        mention: statement.mention.map(shift),
        ..statement
    }
}
