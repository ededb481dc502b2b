//! The tag, class, id and role of an element → what it is for.
//!
//! Publishers and their systems write classes in English all over the world;
//! the words looked for are general ones, no site's own.

use std::sync::LazyLock;

use scraper::node::Element;

use super::page::Tag;

/// What an element is for, by its tag, class, id and role: a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark(u32);

impl Mark {
    pub(super) const CAPTION: Mark = Mark(1);
    pub(super) const SHARE: Mark = Mark(1 << 1);
    pub(super) const RELATED: Mark = Mark(1 << 2);
    pub(super) const PROMOTION: Mark = Mark(1 << 3);
    pub(super) const BYLINE: Mark = Mark(1 << 4);
    pub(super) const DATE: Mark = Mark(1 << 5);
    pub(super) const AUTHOR_NOTE: Mark = Mark(1 << 6);
    pub(super) const COMMENTS: Mark = Mark(1 << 7);
    pub(super) const NAVIGATION: Mark = Mark(1 << 8);
    pub(super) const TOPICS: Mark = Mark(1 << 9);
    pub(super) const HIDDEN: Mark = Mark(1 << 10);
    pub(super) const EMBED: Mark = Mark(1 << 11);
    pub(super) const ASIDE: Mark = Mark(1 << 12);
    pub(super) const BODY: Mark = Mark(1 << 13);
    pub(super) const COPYRIGHT: Mark = Mark(1 << 14);
    pub(super) const AUTHOR_LINK: Mark = Mark(1 << 15);
    pub(super) const STANDFIRST: Mark = Mark(1 << 16);
    pub(super) const PLAYER: Mark = Mark(1 << 17);
    pub(super) const PULLED: Mark = Mark(1 << 18);
    pub(super) const PAYWALL: Mark = Mark(1 << 19);

    /// What stands beside an article: nothing in it is its running text.
    pub(super) const AWAY: Mark = Mark(
        Mark::NAVIGATION.0
            | Mark::COMMENTS.0
            | Mark::HIDDEN.0
            | Mark::PROMOTION.0
            | Mark::RELATED.0
            | Mark::ASIDE.0,
    );

    pub(super) fn with(self, other: Mark) -> Mark {
        Mark(self.0 | other.0)
    }

    /// True if the bit of this number is set.
    pub(super) fn has(self, bit: usize) -> bool {
        self.0 >> bit & 1 == 1
    }

    /// True if any of the bits of `other` is set.
    pub(super) fn any(self, other: Mark) -> bool {
        self.0 & other.0 != 0
    }
}

/// Words in classes and ids that publishers and their systems use, and what
/// they tell. Classes are written in English all over the world.
const CLASS_WORDS: &[(&str, Mark)] = &[
    ("caption", Mark::CAPTION),
    ("photo-credit", Mark::CAPTION),
    ("photocredit", Mark::CAPTION),
    ("image-credit", Mark::CAPTION),
    ("imagecredit", Mark::CAPTION),
    ("img-credit", Mark::CAPTION),
    ("media-credit", Mark::CAPTION),
    ("image__credit", Mark::CAPTION),
    ("image-description", Mark::CAPTION),
    ("share", Mark::SHARE),
    ("sharing", Mark::SHARE),
    ("social", Mark::SHARE),
    ("addthis", Mark::SHARE),
    ("addtoany", Mark::SHARE),
    ("compartir", Mark::SHARE),
    ("compartilh", Mark::SHARE),
    ("partage", Mark::SHARE),
    ("condivi", Mark::SHARE),
    ("related", Mark::RELATED),
    ("recommend", Mark::RELATED),
    ("read-more", Mark::RELATED),
    ("readmore", Mark::RELATED),
    ("read-also", Mark::RELATED),
    ("readalso", Mark::RELATED),
    ("see-also", Mark::RELATED),
    ("more-on", Mark::RELATED),
    ("more-stories", Mark::RELATED),
    ("most-read", Mark::RELATED),
    ("mostread", Mark::RELATED),
    ("trending", Mark::RELATED),
    ("outbrain", Mark::RELATED),
    ("taboola", Mark::RELATED),
    ("teaser-list", Mark::RELATED),
    ("linklist", Mark::RELATED),
    ("link-list", Mark::RELATED),
    ("newsletter", Mark::PROMOTION),
    ("subscri", Mark::PROMOTION),
    ("signup", Mark::PROMOTION),
    ("sign-up", Mark::PROMOTION),
    ("promo", Mark::PROMOTION),
    ("paywall", Mark::PROMOTION),
    ("paywall", Mark::PAYWALL),
    ("consent", Mark::PROMOTION),
    ("cookie", Mark::PROMOTION),
    ("advert", Mark::PROMOTION),
    ("sponsor", Mark::PROMOTION),
    ("donat", Mark::PROMOTION),
    ("call-to-action", Mark::PROMOTION),
    ("ad-slot", Mark::PROMOTION),
    ("byline", Mark::BYLINE),
    ("author", Mark::BYLINE),
    ("contributor", Mark::BYLINE),
    ("writer", Mark::BYLINE),
    ("dateline", Mark::DATE),
    ("timestamp", Mark::DATE),
    ("pubdate", Mark::DATE),
    ("publish", Mark::DATE),
    ("post-date", Mark::DATE),
    ("entry-date", Mark::DATE),
    ("article-date", Mark::DATE),
    ("datetime", Mark::DATE),
    ("author-bio", Mark::AUTHOR_NOTE),
    ("authorbio", Mark::AUTHOR_NOTE),
    ("about-author", Mark::AUTHOR_NOTE),
    ("about-the-author", Mark::AUTHOR_NOTE),
    ("author-box", Mark::AUTHOR_NOTE),
    ("author-info", Mark::AUTHOR_NOTE),
    ("comments", Mark::COMMENTS),
    ("disqus", Mark::COMMENTS),
    ("breadcrumb", Mark::NAVIGATION),
    ("pagination", Mark::NAVIGATION),
    ("tags", Mark::TOPICS),
    ("tag-list", Mark::TOPICS),
    ("topics", Mark::TOPICS),
    ("twitter-tweet", Mark::EMBED),
    ("instagram-media", Mark::EMBED),
    ("copyright", Mark::COPYRIGHT),
    ("standfirst", Mark::STANDFIRST),
    ("subheadline", Mark::STANDFIRST),
    ("sub-headline", Mark::STANDFIRST),
    ("subtitle", Mark::STANDFIRST),
    ("subhead", Mark::STANDFIRST),
    ("excerpt", Mark::STANDFIRST),
    ("preamble", Mark::STANDFIRST),
    ("article-lead", Mark::STANDFIRST),
    ("article__lead", Mark::STANDFIRST),
    ("article__intro", Mark::STANDFIRST),
    ("article-intro", Mark::STANDFIRST),
    ("ingress", Mark::STANDFIRST),
    ("perex", Mark::STANDFIRST),
    ("chapo", Mark::STANDFIRST),
    ("chapeau", Mark::STANDFIRST),
    ("entradilla", Mark::STANDFIRST),
    ("articlebody", Mark::BODY),
    ("audio", Mark::PLAYER),
    ("podcast", Mark::PLAYER),
    ("player", Mark::PLAYER),
    ("pullquote", Mark::PULLED),
    ("pull-quote", Mark::PULLED),
    ("pull_quote", Mark::PULLED),
    ("pulledquote", Mark::PULLED),
];

/// Words of the general vocabulary of pages, one bit each in [`Signs::words`]:
/// none decides alone, together they tell the block classifier of `features`
/// what kind of place an element is. The order is part of the classifier.
const PLACE_WORDS: [&str; WORDS] = [
    "content",
    "article",
    "body",
    "text",
    "story",
    "post",
    "entry",
    "main",
    "paragr",
    "teaser",
    "card",
    "list",
    "item",
    "widget",
    "sidebar",
    "foot",
    "head",
    "menu",
    "nav",
    "meta",
    "info",
    "box",
    "more",
    "comment",
    "media",
    "image",
    "gallery",
    "video",
    "lead",
    "intro",
    "summary",
    "title",
    "kicker",
    "label",
    "button",
    "form",
    "modal",
    "popup",
    "banner",
    "tweet",
    "quote",
    "fact",
    "bio",
    "tag",
    "link",
    "login",
    "search",
    "slider",
    "carousel",
    "rail",
    "aside",
    "module",
    "component",
    "embed",
    "live",
    "block",
    "section",
    "column",
    "rating",
    "hidden",
    "price",
    "product",
    "event",
    "poll",
];

/// How many words the vocabulary has.
pub(super) const WORDS: usize = 64;

/// What the attributes of an element tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    pub(super) mark: Mark,
    /// A bit for each word of the general vocabulary.
    pub(super) words: u64,
}

/// A word looked for in classes, and what it tells.
struct Word {
    letters: &'static [u8],
    signs: Signs,
}

/// The words by their first two letters.
static BY_START: LazyLock<Vec<Vec<Word>>> = LazyLock::new(|| {
    let mut table: Vec<Vec<Word>> = Vec::new();
    table.resize_with(26 * 26, Vec::new);
    let marks = CLASS_WORDS
        .iter()
        .map(|&(word, mark)| (word, Signs { mark, words: 0 }));
    let words = PLACE_WORDS.iter().enumerate().map(|(bit, &word)| {
        let words = 1 << bit;
        (
            word,
            Signs {
                mark: Mark::default(),
                words,
            },
        )
    });
    for (word, signs) in marks.chain(words) {
        let letters = word.as_bytes();
        if let Some(row) = start(letters).and_then(|at| table.get_mut(at)) {
            row.push(Word { letters, signs });
        }
    }
    table
});

/// The row of the table for a text that begins with two letters.
fn start(text: &[u8]) -> Option<usize> {
    let letter = |byte: &u8| byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'));
    Some(letter(text.first()?)? * 26 + letter(text.get(1)?)?)
}

pub(super) fn tag_mark(tag: Tag) -> Mark {
    match tag {
        Tag::Caption => Mark::CAPTION,
        Tag::Aside => Mark::ASIDE,
        Tag::Nav | Tag::Footer => Mark::NAVIGATION,
        _ => Mark::default(),
    }
}

/// What the attributes of `element` tell.
pub(super) fn signs(element: &Element) -> Signs {
    let mut signs = Signs::default();
    if element.attr("hidden").is_some() || is_undisplayed(element.attr("style")) {
        signs.mark = signs.mark.with(Mark::HIDDEN);
    }
    for key in ["class", "id", "itemprop", "role"] {
        if let Some(value) = element.attr(key) {
            add_words(&mut signs, value);
        }
    }
    signs
}

fn is_undisplayed(style: Option<&str>) -> bool {
    style.is_some_and(|style| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        style.contains("display:none")
    })
}

fn add_words(signs: &mut Signs, value: &str) {
    let value = value.to_ascii_lowercase();
    let bytes = value.as_bytes();
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        let Some(row) = start(rest).and_then(|row| BY_START.get(row)) else {
            continue;
        };
        for word in row.iter().filter(|word| rest.starts_with(word.letters)) {
            signs.mark = signs.mark.with(word.signs.mark);
            signs.words |= word.signs.words;
        }
    }
    if value.split_ascii_whitespace().any(is_deck) {
        signs.mark = signs.mark.with(Mark::STANDFIRST);
    }
}

/// `deck`, `article__dek`: words too short to be looked for inside others.
fn is_deck(class: &str) -> bool {
    let last = class.rsplit(['-', '_']).next();
    matches!(last, Some("deck" | "dek"))
}
