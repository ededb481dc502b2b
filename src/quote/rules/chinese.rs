//! Chinese, simplified and traditional: `陆砚秋指出：“……”`, `“……”她说，“……”`,
//! `她认为，……`, `据……介绍，……`.

use std::ops::Range;

use super::super::marks::Region;
use super::super::statement::Statement;
use super::super::text::Text;
use super::chinese_words::{ADVERBS, LEADERS, NOT_AFTER, NOT_BEFORE, STRONG, WEAK};
use super::line::{Line, join_or_carry};
use crate::span::Span;

/// The statements of a Chinese text.
pub(super) fn read(text: &Text<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for line in Line::all(text) {
        let before = statements.len();
        for sentence in line.sentences() {
            Reader {
                line: &line,
                sentence: sentence.clone(),
                taken: sentence.start,
                statements: &mut statements,
                paragraph: before,
            }
            .run();
        }
    }
    statements
}

struct Reader<'l, 't, 's> {
    line: &'l Line<'t>,
    sentence: Range<usize>,
    /// All before this byte belongs to a statement.
    taken: usize,
    statements: &'s mut Vec<Statement>,
    /// The first statement of the paragraph.
    paragraph: usize,
}

/// A reporting verb in the text.
struct Cue {
    span: Span,
    strong: bool,
}

impl Reader<'_, '_, '_> {
    fn run(&mut self) {
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            if let Some(region) = self.line.region_at(at) {
                at = region.span.end.max(at + 1);
                continue;
            }
            if let Some(cue) = self.cue_at(at) {
                let end = cue.span.end;
                if at >= self.taken {
                    self.report(&cue);
                }
                at = end;
                continue;
            }
            at += self
                .line
                .slice(at, self.sentence.end)
                .chars()
                .next()
                .map_or(1, char::len_utf8);
        }
        self.floating();
    }

    fn cue_at(&self, at: usize) -> Option<Cue> {
        let rest = self.line.slice(at, self.sentence.end);
        let found = |words: &'static [&'static str]| {
            words.iter().copied().find(|word| rest.starts_with(word))
        };
        let (word, strong) = found(STRONG)
            .map(|word| (word, true))
            .or_else(|| found(WEAK).map(|word| (word, false)))?;
        let before = self.line.slice(self.sentence.start, at);
        let mut after = rest.get(word.len()..).unwrap_or("");
        let single = word.chars().count() == 1;
        if single
            && (matches!(word, "称" | "稱") && before.ends_with('人')
                || NOT_BEFORE.iter().any(|no| before.ends_with(no))
                || NOT_AFTER.iter().any(|no| after.starts_with(no)))
            || before.ends_with('被')
            || after.starts_with('的')
        {
            return None;
        }
        let mut end = at + word.len();
        for more in ["记者", "記者", "本报", "本報", "道", "说", "說", "称", "稱"] {
            if after.starts_with(more) {
                end += more.len();
                after = after.get(more.len()..).unwrap_or("");
            }
        }
        let next = after.trim_start().chars().next();
        let linked = next
            .is_none_or(|c| matches!(c, '：' | ':' | '，' | ',' | '“' | '「' | '‘' | '『' | '。'));
        if !strong && !linked {
            return None;
        }
        Some(Cue {
            span: Span::new(at, end),
            strong: strong && !single
                || linked
                || word == "说"
                || word == "說"
                || word == "称"
                || word == "稱",
        })
    }

    fn report(&mut self, cue: &Cue) {
        if !cue.strong {
            return;
        }
        let clause = self.clause_start(cue.span.start);
        let mention = self.mention(clause, cue.span.start);
        let after = cue.span.end;
        let rest = self.line.slice(after, self.sentence.end);
        let told = self.line.slice(clause, cue.span.start);
        if mention.is_none() && (told.starts_with('据') || told.starts_with('據')) {
            return;
        }
        let colon = rest.trim_start().starts_with(['：', ':']);
        let floating = self.region_before(clause).filter(|_| !colon);
        if let Some(region) = floating {
            let mut content = vec![region.inner];
            self.taken = after;
            if let Some(next) = self
                .line
                .region_from(after)
                .filter(|next| next.span.start < self.sentence.end)
            {
                content.push(next.inner);
                self.taken = next.span.end;
            }
            self.push(content, cue, mention, 0.9);
            return;
        }
        let quoted = self
            .line
            .region_from(after)
            .filter(|next| next.span.start < self.sentence.end);
        let empty = rest.chars().filter(|c| c.is_alphanumeric()).count() < 4;
        if empty && quoted.is_none() {
            return;
        }
        if mention.is_none()
            && quoted.is_none()
            && clause == cue.span.start
            && self.statements.len() == self.paragraph
        {
            return;
        }
        let end = self.content_end(after, quoted, colon);
        let content = match quoted.filter(|region| end <= region.span.end) {
            Some(region) => Some(region.inner),
            None => self.line.trimmed(after, end),
        };
        let Some(content) = content else {
            return;
        };
        self.taken = end;
        self.push(
            vec![content],
            cue,
            mention,
            if quoted.is_some() { 0.9 } else { 0.7 },
        );
    }

    /// The region that ends right before `at` and that no statement has.
    fn region_before(&self, at: usize) -> Option<&Region> {
        let before = self.line.slice(self.sentence.start, at);
        let end = self.sentence.start + before.trim_end_matches(['，', ',', ' ', '。']).len();
        let number = self
            .line
            .regions
            .partition_point(|region| region.span.end < end);
        let region = self.line.regions.get(number)?;
        let words = region.inner.of(self.line.body)?.chars().count();
        (region.span.end == end
            && region.span.start >= self.taken.max(self.sentence.start)
            && words >= 5)
            .then_some(region)
    }

    /// Where the content of a verb ends: with the quotation after a colon, at
    /// the next verb that has `并` or `还` before it, or with the sentence.
    fn content_end(&self, after: usize, quoted: Option<&Region>, colon: bool) -> usize {
        if let Some(region) = quoted {
            let rest = self.line.slice(region.span.end, self.sentence.end);
            let more = rest.chars().filter(|c| c.is_alphanumeric()).count();
            let parted = rest.starts_with(['，', '。', ',', '；']) || rest.is_empty();
            if colon || more == 0 || parted && more > 0 && region.inner.len() >= 30 {
                return region.span.end;
            }
        }
        let mut at = after;
        while at < self.sentence.end {
            if let Some(region) = self.line.region_at(at) {
                at = region.span.end.max(at + 1);
                continue;
            }
            if at > after + 6
                && let Some(cue) = self.cue_at(at).filter(|cue| cue.strong)
            {
                let clause = self.clause_start(at);
                let text = self.line.slice(clause, at);
                let goes_on = ["并", "並", "还", "還", "同时", "同時"]
                    .iter()
                    .any(|word| text.starts_with(word));
                if goes_on && clause > after {
                    return clause;
                }
                at = cue.span.end;
                continue;
            }
            at += self
                .line
                .slice(at, self.sentence.end)
                .chars()
                .next()
                .map_or(1, char::len_utf8);
        }
        self.sentence.end
    }

    /// The start of the clause that holds the verb at `at`.
    fn clause_start(&self, at: usize) -> usize {
        let text = self.line.slice(self.sentence.start, at);
        let ended = self
            .line
            .regions
            .partition_point(|region| region.span.end <= at);
        let region = ended
            .checked_sub(1)
            .and_then(|last| self.line.regions.get(last))
            .map_or(self.sentence.start, |region| region.span.end);
        let comma = text
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '，' | ',' | '：' | '；' | '。' | '\n'))
            .map_or(self.sentence.start, |(at, c)| {
                self.sentence.start + at + c.len_utf8()
            });
        region.max(comma).max(self.sentence.start)
    }

    /// The source in the clause before a verb, without adverbs.
    fn mention(&self, start: usize, end: usize) -> Option<Span> {
        let text = self.line.slice(start, end);
        let mut from = start
            + (text.len()
                - text
                    .trim_start_matches(|c: char| !c.is_alphanumeric())
                    .len());
        while let Some(leader) = LEADERS
            .iter()
            .find(|leader| self.line.slice(from, end).starts_with(**leader))
        {
            from += leader.len();
        }
        let dated = self.line.slice(from, end);
        let date = dated
            .char_indices()
            .take_while(|(_, c)| {
                c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '上' | '下' | '午')
            })
            .last()
            .filter(|(at, c)| *at > 0 && !c.is_ascii_digit())
            .map_or(0, |(at, c)| at + c.len_utf8());
        from += date;
        let text = self.line.slice(from, end);
        let cut = ADVERBS
            .iter()
            .filter_map(|adverb| text.find(adverb))
            .filter(|cut| {
                *cut == 0
                    || text.get(..*cut).is_some_and(|head| {
                        head.chars().count() >= 2 || head == "他" || head == "她"
                    })
            })
            .min()
            .unwrap_or(text.len());
        let text = text
            .get(..cut)?
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '）' && c != ')');
        let chars = text.chars().count();
        ((1..=60).contains(&chars)).then(|| Span::new(from, from + text.len()))
    }

    fn push(&mut self, content: Vec<Span>, cue: &Cue, mention: Option<Span>, strength: f32) {
        self.statements.push(Statement {
            content,
            cue: Some(cue.span),
            carried: mention.is_none(),
            mention,
            strength,
        });
    }

    /// A sentence that is a quotation, with no verb.
    fn floating(&mut self) {
        for region in self.line.regions_in(&self.sentence) {
            let whole = region.span.start >= self.taken
                && self
                    .line
                    .trimmed(self.sentence.start.max(self.taken), region.span.start)
                    .is_none()
                && region.span.start < self.sentence.end
                && region.span.start >= self.sentence.start
                && self
                    .line
                    .trimmed(region.span.end, self.sentence.end)
                    .is_none();
            let long = region
                .inner
                .of(self.line.body)
                .is_some_and(|inner| inner.chars().count() >= 8);
            if whole && long {
                let join = self.statements.len() > self.paragraph || region.continues;
                join_or_carry(self.statements, region.inner, join);
            }
        }
    }
}
