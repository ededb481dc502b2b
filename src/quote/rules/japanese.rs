//! Japanese: `……さんは「……」と話した`, `……によると、……`, `……と発表した`.

use std::ops::Range;

use super::super::statement::Statement;
use super::super::text::Text;
use super::line::{Line, join_or_carry};
use crate::span::Span;

/// What follows `と` in a report.
const VERBS: &[&str] = &[
    "述べ",
    "話し",
    "話す",
    "語っ",
    "語る",
    "指摘",
    "強調",
    "説明",
    "発表",
    "訴え",
    "主張",
    "反論",
    "批判",
    "評価",
    "コメント",
    "答え",
    "回答",
    "明かし",
    "明らかに",
    "振り返",
    "呼びかけ",
    "警告",
    "発言",
    "表明",
    "している",
    "した",
    "する",
    "言う",
    "言っ",
    "いう",
    "みられ",
    "みている",
    "みる",
    "し、",
    "投稿",
    "書い",
    "書き",
    "伝え",
    "報じ",
    "否定",
    "認め",
    "不満",
    "懸念",
    "期待",
    "意気込",
    "求め",
    "喜ん",
    "喜ぶ",
    "笑",
    "嘆",
    "促し",
    "断言",
    "力説",
    "謝罪",
    "宣言",
    "提案",
    "疑問",
    "の見方",
    "の認識",
    "の考え",
    "の声",
    "尋ね",
    "問い",
    "聞い",
    "考え",
    "思い",
    "思う",
    "予想",
    "分析",
    "述懐",
    "応じ",
    "題し",
    "冗談",
    "つづ",
    "続け",
    "記し",
    "も語",
    "も話",
    "も述",
    "も指摘",
];

/// Verbs that make a clause without marks a report.
const PLAIN: &[&str] = &[
    "述べ",
    "話し",
    "話す",
    "語っ",
    "語る",
    "指摘",
    "強調",
    "説明",
    "発表",
    "訴え",
    "主張",
    "反論",
    "明らかに",
    "呼びかけ",
    "警告",
    "表明",
    "否定",
    "認め",
    "伝え",
    "報じ",
    "している",
    "みている",
];

/// The statements of a Japanese text.
pub(super) fn read(text: &Text<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for line in Line::all(text) {
        let before = statements.len();
        for sentence in line.sentences() {
            read_sentence(&line, &sentence, before, &mut statements);
        }
    }
    statements
}

fn read_sentence(
    line: &Line<'_>,
    sentence: &Range<usize>,
    paragraph: usize,
    statements: &mut Vec<Statement>,
) {
    let first = statements.len();
    let mut from = sentence.start;
    for region in line.regions_in(sentence) {
        let after = line.slice(region.span.end, sentence.end);
        let words = region
            .inner
            .of(line.body)
            .map_or(0, |inner| inner.chars().count());
        if let Some(cue) = quoting(line, region.span.end, sentence.end, words) {
            let mention = topic(line, from, region.span.start);
            // 同時「A」「B」と話した: the marks before belong to it too.
            statements.push(Statement {
                content: vec![region.inner],
                cue: Some(cue),
                carried: mention.is_none(),
                mention,
                strength: 0.9,
            });
            from = cue.end;
        } else if words >= 8
            && region.span.start == sentence.start
            && !after.chars().any(char::is_alphanumeric)
        {
            let join = statements.len() > paragraph || region.continues;
            join_or_carry(statements, region.inner, join);
        }
    }
    if statements.len() == first {
        statements.extend(plain(line, sentence));
    }
}

/// The verb behind `と` where a quotation ends at `at`.
fn quoting(line: &Line<'_>, at: usize, end: usize, words: usize) -> Option<Span> {
    let rest = line.slice(at, end);
    let rest = rest.strip_prefix('と')?;
    if rest.starts_with('「')
        || rest.starts_with("いう") && words < 12
        || rest.starts_with("呼")
        || rest.starts_with("は")
    {
        return None;
    }
    let near: &str = rest
        .char_indices()
        .nth(16)
        .map_or(rest, |(cut, _)| rest.get(..cut).unwrap_or(rest));
    let clause = near
        .find(['「', '。'])
        .map_or(near, |cut| near.get(..cut).unwrap_or(near));
    let (start, verb) = VERBS
        .iter()
        .filter_map(|verb| clause.find(verb).map(|at| (at, *verb)))
        .min_by_key(|(at, verb)| (*at, std::cmp::Reverse(verb.len())))?;
    if words < 6 && start > 0 && !PLAIN.contains(&verb) {
        return None;
    }
    let start = at + 'と'.len_utf8() + start;
    Some(Span::new(start, start + verb.len()))
}

/// The topic `……は` in a stretch before a quotation.
fn topic(line: &Line<'_>, start: usize, end: usize) -> Option<Span> {
    let text = line.slice(start, end);
    let mut best = None;
    for (at, c) in text.char_indices() {
        let absolute = start + at;
        if !matches!(c, 'は' | 'が' | 'も') || line.region_at(absolute).is_some() {
            continue;
        }
        let before = text.get(..at).unwrap_or("");
        let next = text.get(at + c.len_utf8()..).unwrap_or("");
        let weak =
            before.ends_with(['に', 'で', 'と', 'へ', 'を', 'て', 'の']) || before.is_empty();
        if weak
            || c != 'は'
                && (best.is_some()
                    || !next.is_empty() && !next.starts_with(['、', '「']) && c == 'が')
        {
            continue;
        }
        let clause = before
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '、' | '。' | '」' | '\n' | '\u{3000}'))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let name = before.get(clause..).unwrap_or("");
        let dated =
            name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '日' | '月'));
        if name.chars().count() >= 1 && !dated.is_empty() {
            best = Some(Span::new(start + clause, start + at));
            if c == 'は' {
                break;
            }
        }
    }
    best
}

/// `Aによると、B` and `Aは、Bと発表した`.
fn plain(line: &Line<'_>, sentence: &Range<usize>) -> Option<Statement> {
    let text = line.slice(sentence.start, sentence.end);
    for phrase in ["によると", "によれば"] {
        let Some(at) = text.find(phrase) else {
            continue;
        };
        let clause = text
            .get(..at)?
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '、' | '。'))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let mention = line.trimmed(sentence.start + clause, sentence.start + at)?;
        let cue = sentence.start + at;
        let content = line.trimmed(cue + phrase.len(), sentence.end)?;
        return Some(Statement {
            content: vec![content],
            cue: Some(Span::new(cue, cue + phrase.len())),
            mention: Some(mention),
            carried: false,
            strength: 0.7,
        });
    }
    let to = text.rfind('と')?;
    let rest = text.get(to + 'と'.len_utf8()..)?;
    let verb = PLAIN.iter().find(|verb| rest.starts_with(**verb))?;
    if rest.chars().count() > 14 {
        return None;
    }
    let mention = topic(line, sentence.start, sentence.start + to)?;
    let start = mention.end + 'は'.len_utf8();
    let content = line.trimmed(start, sentence.start + to)?;
    if content.of(line.body)?.chars().count() < 6 {
        return None;
    }
    let cue = sentence.start + to + 'と'.len_utf8();
    Some(Statement {
        content: vec![content],
        cue: Some(Span::new(cue, cue + verb.len())),
        mention: Some(mention),
        carried: false,
        strength: 0.6,
    })
}
