//! Fragments with HTML tags → plain text: for the bodies of JSON records and
//! the odd tag in Markdown. Whole pages are the business of [`super::html`].

use std::borrow::Cow;

/// Tags that end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "table",
    "section",
    "article",
    "figure",
    "figcaption",
    "pre",
    "hr",
    "dd",
    "dt",
    "body",
    "html",
    "header",
    "footer",
];

const INLINE: &[&str] = &[
    "a", "b", "i", "em", "strong", "span", "u", "s", "sup", "sub", "small", "img", "font", "cite",
    "q", "abbr", "code", "mark", "time", "iframe", "script", "style", "td", "th", "tbody", "thead",
    "svg", "video", "audio", "picture", "source", "head", "meta", "link", "title", "noscript",
    "center", "del", "ins",
];

/// Elements whose text is not for reading.
const UNREAD: &[&str] = &["script", "style", "svg", "iframe", "noscript", "head"];

/// True if the text holds at least one tag of HTML. `<ABC>` in a share report
/// is none.
pub(super) fn has_tags(text: &str) -> bool {
    let comment = || {
        text.find("<!--")
            .is_some_and(|at| text[at..].contains("-->"))
    };
    text.match_indices('<')
        .any(|(at, _)| tag(&text[at..]).is_some())
        || comment()
}

/// The text without tags and entities; blocks are apart by a blank line.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('<') && has_tags(text) {
        Cow::Owned(decoded(&without_tags(text)).into_owned())
    } else {
        decoded(text)
    }
}

struct Tag<'t> {
    name: &'t str,
    closing: bool,
    length: usize,
}

/// The tag at the start of `text`. What is cut off, or holds another `<`, is
/// none: text is rather left with a sign too many than lost.
fn tag(text: &str) -> Option<Tag<'_>> {
    let rest = text.strip_prefix('<')?;
    let closing = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..length];
    let known = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let after = rest.as_bytes().get(length)?;
    if !(known(BLOCKS) || known(INLINE))
        || !matches!(after, b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r')
    {
        return None;
    }
    let end = rest
        .find(['<', '>'])
        .filter(|at| rest[*at..].starts_with('>'))?
        + 1;
    Some(Tag {
        name,
        closing,
        length: text.len() - rest.len() + end,
    })
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Elements that are known not to be closed any more: asked once each, so
    // that a text of open tags is not searched to its end for every one.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('<') {
        push_text(&mut plain, &text[at..at + open]);
        at += open;
        if text[at..].starts_with("<!--") && !unclosed.contains(&"-->") {
            match text[at..].find("-->") {
                Some(end) => {
                    at += end + "-->".len();
                    continue;
                }
                None => unclosed.push("-->"),
            }
        }
        let Some(tag) = tag(&text[at..]) else {
            plain.push('<');
            at += 1;
            continue;
        };
        at += tag.length;
        let named = |names: &[&'static str]| {
            names
                .iter()
                .copied()
                .find(|name| name.eq_ignore_ascii_case(tag.name))
        };
        if let Some(name) = named(UNREAD) {
            if !tag.closing && !unclosed.contains(&name) {
                match past_element(text, at, name) {
                    Some(end) => at = end,
                    None => unclosed.push(name),
                }
            }
        } else if named(BLOCKS).is_some() {
            plain.truncate(plain.trim_end_matches(' ').len());
            plain.push_str("\n\n");
            if tag.name.eq_ignore_ascii_case("li") && !tag.closing {
                plain.push_str("- ");
            }
        }
    }
    push_text(&mut plain, &text[at..]);
    plain
}

/// Line breaks inside a block are spaces.
fn push_text(plain: &mut String, text: &str) {
    for c in text.chars() {
        plain.push(if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        });
    }
}

/// Where the element's closing tag ends, if it has one.
fn past_element(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text[at..].find("</") {
        at += found + "</".len();
        let closes = text
            .get(at..at + name.len())
            .is_some_and(|tail| tail.eq_ignore_ascii_case(name));
        if closes {
            return Some(text[at..].find('>').map_or(text.len(), |end| at + end + 1));
        }
    }
    None
}

/// The text with `&amp;` and its like read.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((c, length)) => {
                plain.push(c);
                rest = &rest[length..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn entity(text: &str) -> Option<(char, usize)> {
    const LENGTH_MAX: usize = 12;
    let window = &text.as_bytes()[..text.len().min(LENGTH_MAX)];
    let end = window.iter().position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // 128 to 159 are meant as windows-1252.
            let meant = match code {
                0x85 => 0x2026,
                0x91 => 0x2018,
                0x92 => 0x2019,
                0x93 => 0x201c,
                0x94 => 0x201d,
                0x96 => 0x2013,
                0x97 => 0x2014,
                other => other,
            };
            char::from_u32(meant)?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 1))
}

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("mdash", '—'),
    ("ndash", '–'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("sbquo", '‚'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("sect", '§'),
    ("frac12", '½'),
    ("times", '×'),
    ("minus", '−'),
    ("shy", '\u{ad}'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("Eacute", 'É'),
    ("Agrave", 'À'),
    ("Ccedil", 'Ç'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("thinsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("oelig", 'œ'),
    ("aelig", 'æ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_tags_cost_no_more_than_others() {
        for unit in [
            "<script>",
            "<script></a>",
            "<a ",
            "<!--",
            "<!-- <b>",
            "&#",
            "</",
        ] {
            // Quadratic time would be minutes.
            let _ = plain(&unit.repeat(200_000));
        }
    }

    #[test]
    fn tags_and_entities() {
        let check = |text: &str, wanted: &str| assert_eq!(plain(text), wanted, "{text}");
        check(
            "<p>One <b>bold</b>\nword.</p><p>Two&nbsp;&amp; three</p>",
            "\n\nOne bold word.\n\n\n\nTwo & three\n\n",
        );
        check("a<br/>b", "a\n\nb");
        check("<script>x < y</script>text<!-- no -->", "text");
        check("<ul><li>one</li></ul>", "\n\n\n\n- one\n\n\n\n");
        check(
            "Share of <ABC> rose; 3 < 5 & so",
            "Share of <ABC> rose; 3 < 5 & so",
        );
        check("It&#8217;s &#x2014; &bogus; &#146;", "It’s — &bogus; ’");
        check("<a href='x", "<a href='x");
        check("if <i or <b>j</b> then", "if <i or j then");
        check("a<!-- b", "a<!-- b");
        check("<style>a", "a");
        check("<", "<");
        check("&", "&");
        check("é&é;<é", "é&é;<é");
    }
}
