//! Copies of one story → text for people.

use crate::article::Article;
use crate::index::Stored;
use crate::search::Copies;

use super::super::escape::printable;
use super::super::json::iso;
use super::super::layout::lines;
use super::{DIM, HEADLINE, Look, count, right_side};

/// Where else a result stands, and where first: `also in 3 outlets · 1 origin`.
pub(super) fn push_copies(
    out: &mut String,
    copies: Option<&Copies>,
    article: &Article,
    indent: &str,
    look: &Look,
) {
    let Some(copies) = copies else {
        return;
    };
    let line = printable(&told(copies, article)).into_owned();
    for part in lines(&line, look.width.saturating_sub(indent.len())) {
        *out += &format!("{indent}{}\n", look.paint(DIM, &line[part.start..part.end]));
    }
}

fn told(copies: &Copies, article: &Article) -> String {
    let own = copies.own.as_deref();
    let others = copies.outlets.iter().map(String::as_str);
    let others: Vec<&str> = others.filter(|outlet| Some(*outlet) != own).collect();
    let also = match others.as_slice() {
        [] => match copies.articles - 1 {
            1 => "one more copy".to_owned(),
            more => format!("{} more copies", count(more)),
        },
        [one] => format!("also in {one}"),
        more => format!("also in {} outlets", count(more.len() as u64)),
    };
    let first = &copies.first;
    let day = first.day.filter(|_| first.id != article.id).map(iso);
    let outlet = first
        .outlet
        .as_deref()
        .filter(|outlet| Some(*outlet) != own);
    let first = match (day, outlet) {
        (None, _) => String::new(),
        (Some(day), None) => format!(" · first {day}"),
        (Some(day), Some(outlet)) => format!(" · first {day} {outlet}"),
    };
    format!("{also} · 1 origin{first}")
}

/// One of the copies of the article `asked`, which has a star: outlet and date,
/// headline, id.
pub fn copy(stored: &Stored, asked: &str, look: &Look) -> String {
    let article = &stored.article;
    let sign = if article.id == asked { "*" } else { " " };
    let title = printable(article.title.as_deref().unwrap_or("(no headline)")).into_owned();
    format!(
        "{sign} {}\n  {}\n  {}\n",
        right_side(article),
        look.paint(HEADLINE, &title),
        look.paint(DIM, &printable(&article.id))
    )
}
