//! The text of a tag → its name, its length, and the tag with only those
//! attributes that are read.

/// A tag up to this many bytes is given to the parser as it is.
const SHORT: usize = 100;

/// Of a longer value of an attribute the beginning is read. A picture written
/// into its own address has a million bytes.
const VALUE_MAX: usize = 2_000;

/// The same for what `<meta>` says: lists of keywords are long.
const CONTENT_MAX: usize = 20_000;

/// The attributes that `page` and `marks` read.
const READ: [&str; 14] = [
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "rel",
    "role",
    "style",
];

/// The tag name at the start of `text`; empty where there is none.
pub(super) fn tag_name(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text
        .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
        .unwrap_or(text.len());
    &text[..end]
}

/// The length of the tag at the start of `text`, `>` included; a `>` inside a
/// quoted attribute value ends nothing.
pub(super) fn tag_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    let mut after_equals = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            b'=' => after_equals = true,
            quote @ (b'"' | b'\'') if after_equals => {
                let Some(length) = text[at + 1..].find(char::from(quote)) else {
                    return text.len();
                };
                at += length + 1;
                after_equals = false;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    text.len()
}

/// Where `</name` stands in `text`.
pub(super) fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("</") {
        let at = from + found;
        let after = &text.as_bytes()[at + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// Writes a start tag to `out`; a long one with only what is read of it. A
/// parser compares each attribute of a tag with all before it.
pub(super) fn write_start(out: &mut String, name: &str, tag: &str) {
    if tag.len() <= SHORT {
        out.push_str(tag);
        return;
    }
    out.push('<');
    out.push_str(name);
    let mut seen = [false; READ.len()];
    let mut rest = &tag[1 + name.len()..];
    while let Some((attribute, after)) = next_attribute(rest) {
        rest = after;
        let known = READ
            .iter()
            .position(|read| attribute.name.eq_ignore_ascii_case(read));
        // The first of two attributes with one name counts.
        let Some(known) = known.filter(|&at| !seen[at]) else {
            continue;
        };
        seen[known] = true;
        attribute.write(out);
    }
    out.push('>');
}

/// One attribute as it is written in a tag.
struct Attribute<'t> {
    name: &'t str,
    /// What stands after `=`, without quotes.
    value: Option<&'t str>,
    /// The quote around the value.
    quote: Option<char>,
}

impl Attribute<'_> {
    fn write(&self, out: &mut String) {
        out.push(' ');
        out.push_str(self.name);
        let Some(value) = self.value else { return };
        let is_content = self.name.eq_ignore_ascii_case("content");
        let longest = if is_content { CONTENT_MAX } else { VALUE_MAX };
        let value = &value[..value.floor_char_boundary(longest)];
        out.push('=');
        out.extend(self.quote);
        out.push_str(value);
        out.extend(self.quote);
    }
}

/// The first attribute in the rest of a tag, and what follows it.
fn next_attribute(rest: &str) -> Option<(Attribute<'_>, &str)> {
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    let first = rest.chars().next().filter(|&c| c != '>')?;
    // A name may begin with `=`, and ends before the next.
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
    let skipped = first.len_utf8();
    let end = rest[skipped..]
        .find(ends)
        .map_or(rest.len(), |at| at + skipped);
    let (name, after) = rest.split_at(end);
    let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
        let none = Attribute {
            name,
            value: None,
            quote: None,
        };
        return Some((none, after));
    };
    let value = value.trim_ascii_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, after) = match quote {
        Some(quote) => {
            let inside = &value[1..];
            inside.split_once(quote).unwrap_or((inside, ""))
        }
        None => {
            let ends = |c: char| c.is_ascii_whitespace() || c == '>';
            value.split_at(value.find(ends).unwrap_or(value.len()))
        }
    };
    let attribute = Attribute {
        name,
        value: Some(value),
        quote,
    };
    Some((attribute, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(tag: &str) -> String {
        let mut out = String::new();
        write_start(&mut out, tag_name(&tag[1..]), tag);
        out
    }

    #[test]
    fn lengths() {
        for (text, wanted) in [
            ("<a>b", 3),
            (r#"<a title="x > y" data-b='</p>'>c"#, 31),
            (r#"<a title = "x > y">c"#, 19),
            (r#"<a b"c>d"#, 7),
            ("<a b='c>", 8),
            ("<a", 2),
        ] {
            assert_eq!(tag_length(text), wanted, "{text}");
        }
    }

    #[test]
    fn of_a_long_tag_only_what_is_read() {
        let unread = format!("data-x='{}'", "y".repeat(SHORT));
        for (given, wanted) in [
            ("class=a id='b c' title=d", " class=a id='b c'"),
            ("CLASS = \"a\" class=b", " CLASS=\"a\""),
            ("hidden / role=x/", " hidden role=x/"),
            ("= =class lang=é rel", " lang=é rel"),
            ("href='a>b'src=c", " href='a>b'"),
            ("style=", " style="),
        ] {
            let tag = format!("<p {unread} {given}>");
            assert_eq!(written(&tag), format!("<p{wanted}>"), "{given}");
        }
        assert_eq!(written("<p title=a>"), "<p title=a>");
    }

    #[test]
    fn tags_that_never_end() {
        let filler = "x".repeat(SHORT);
        for (given, wanted) in [
            ("class='a", "<p class='a'>"),
            ("class=", "<p class=>"),
            ("class=a", "<p class=a>"),
            ("é", "<p>"),
        ] {
            assert_eq!(written(&format!("<p {filler} {given}")), wanted, "{given}");
        }
    }

    #[test]
    fn long_values_are_cut() {
        let long = "é".repeat(CONTENT_MAX);
        let out = written(&format!("<meta class='{long}' content=\"{long}\">"));
        let class = "é".repeat(VALUE_MAX / 2);
        let content = "é".repeat(CONTENT_MAX / 2);
        assert_eq!(out, format!("<meta class='{class}' content=\"{content}\">"));
    }

    #[test]
    fn a_tag_of_thousands_of_attributes() {
        let attributes: String = (0..5_000).map(|i| format!(" a{i}=1 class=x{i}")).collect();
        assert_eq!(written(&format!("<p{attributes}>")), "<p class=x0>");
    }
}
