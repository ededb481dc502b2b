//! Annotated article file → headers, body without markers, and the quotes that
//! somebody marked in it. The format is told in `tests/quotes/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use onrecord::quote::{About, Sort};
use onrecord::span::Span;

/// An article with its quotes.
#[derive(Debug, Default)]
pub(crate) struct Annotated {
    /// The file without its ending.
    pub(crate) name: String,
    title: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
    pub(crate) body: String,
    /// In the order of their numbers.
    pub(crate) quotes: Vec<Gold>,
}

/// A quote as somebody marked it.
#[derive(Debug)]
pub(crate) struct Gold {
    pub(crate) number: u32,
    pub(crate) content: Vec<Span>,
    pub(crate) mention: Vec<Span>,
    pub(crate) sort: Sort,
    /// Empty where the source is never named.
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) affiliation: String,
}

impl Annotated {
    /// What the reader of quotes is told besides the body.
    pub(crate) fn about(&self) -> About<'_> {
        About {
            title: self.title.as_deref(),
            authors: &self.authors,
            language: self.language.as_deref(),
        }
    }
}

/// The articles of a folder of `tests/quotes`, in the order of their names.
pub(crate) fn set(folder: &str) -> Vec<Annotated> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/quotes")
        .join(folder);
    let mut files: Vec<_> = fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read_file = |path: &Path| {
        let name = path.file_stem().unwrap().to_string_lossy();
        read(&name, &fs::read_to_string(path).unwrap())
    };
    files
        .iter()
        .map(|path| read_file(path).unwrap_or_else(|wrong| panic!("{folder}/{wrong}")))
        .collect()
}

/// Reads a file; an error names the file and the line.
pub(crate) fn read(name: &str, file: &str) -> Result<Annotated, String> {
    let at = |line: usize, wrong: String| format!("{name}.txt:{line}: {wrong}");
    let lines: Vec<&str> = file.lines().collect();
    let head_end = lines.iter().position(|line| line.is_empty());
    let head_end = head_end.ok_or_else(|| at(1, "no empty line after the header".into()))?;
    let table = lines.iter().rposition(|line| *line == "====");
    let table = table
        .filter(|table| *table > head_end)
        .ok_or_else(|| at(lines.len(), "no line ==== before the table".into()))?;

    let mut article = Annotated {
        name: name.to_owned(),
        ..Annotated::default()
    };
    for (number, line) in lines[..head_end].iter().enumerate() {
        header(&mut article, line).map_err(|wrong| at(number + 1, wrong))?;
    }
    let mut markers = Markers {
        line: head_end + 1,
        ..Markers::default()
    };
    for (number, line) in lines.iter().enumerate().take(table).skip(head_end + 1) {
        markers.line(line).map_err(|wrong| at(number + 1, wrong))?;
    }
    article.body = markers.body.trim_end().to_owned();
    let mut seen = BTreeSet::new();
    for (number, line) in lines.iter().enumerate().skip(table + 1) {
        if line.trim().is_empty() {
            continue;
        }
        let quote = row(&article, line, &mut markers).map_err(|wrong| at(number + 1, wrong))?;
        if !seen.insert(quote.number) {
            return Err(at(number + 1, format!("a second row {}", quote.number)));
        }
        article.quotes.push(quote);
    }
    if let Some((number, marks)) = markers.quotes.first_key_value() {
        return Err(at(marks.line, format!("no row {number} in the table")));
    }
    article.quotes.sort_by_key(|quote| quote.number);
    Ok(article)
}

fn header(article: &mut Annotated, line: &str) -> Result<(), String> {
    let (key, value) = line
        .split_once(':')
        .ok_or_else(|| format!("a header without a colon: {line}"))?;
    let value = value.trim().to_owned();
    match key.trim() {
        "title" => article.title = Some(value),
        "language" => article.language = Some(value),
        "authors" => article.authors = authors(&value),
        "outlet" => {}
        other => return Err(format!("an unknown header: {other}")),
    }
    Ok(())
}

fn authors(value: &str) -> Vec<String> {
    let names = value.split(';').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where the markers of a quote stand.
#[derive(Default)]
struct Marks {
    content: Vec<Span>,
    mention: Vec<Span>,
    /// The first line that has one.
    line: usize,
}

/// A body on its way to losing its markers.
#[derive(Default)]
struct Markers {
    body: String,
    quotes: BTreeMap<u32, Marks>,
    /// Its number in the file.
    line: usize,
    /// Kind, number of the quote and start of what is not closed yet.
    open: Vec<(char, u32, usize)>,
}

impl Markers {
    fn line(&mut self, line: &str) -> Result<(), String> {
        self.line += 1;
        let mut rest = line;
        while let Some(at) = rest.find(['⟦', '⟧']) {
            self.body.push_str(&rest[..at]);
            rest = &rest[at..];
            rest = match rest.strip_prefix('⟧') {
                Some(after) => {
                    self.close()?;
                    after
                }
                None => self.open(rest)?,
            };
        }
        self.body.push_str(rest);
        self.body.push('\n');
        match self.open.pop() {
            Some((kind, number, _)) => Err(format!("{kind}{number} is not closed in its line")),
            None => Ok(()),
        }
    }

    /// What comes after `⟦c1 `.
    fn open<'l>(&mut self, rest: &'l str) -> Result<&'l str, String> {
        let (marker, after) = rest
            .split_once(' ')
            .ok_or_else(|| "a marker without words".to_owned())?;
        let mut chars = marker.chars();
        chars.next();
        let kind = chars.next().filter(|kind| "cmv".contains(*kind));
        let number = chars.as_str().parse().ok();
        let (Some(kind), Some(number)) = (kind, number) else {
            return Err(format!("no marker: {marker}"));
        };
        self.open.push((kind, number, self.body.len()));
        Ok(after)
    }

    fn close(&mut self) -> Result<(), String> {
        let (kind, number, start) = self.open.pop().ok_or("⟧ without ⟦")?;
        let span = Span::new(start, self.body.len());
        if span.is_empty() {
            return Err(format!("{kind}{number} is empty"));
        }
        let line = self.line;
        let marks = self.quotes.entry(number).or_insert_with(|| Marks {
            line,
            ..Marks::default()
        });
        match kind {
            'c' => marks.content.push(span),
            'm' => marks.mention.push(span),
            _ => {}
        }
        Ok(())
    }
}

fn row(article: &Annotated, line: &str, markers: &mut Markers) -> Result<Gold, String> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [number, sort, name, role, affiliation] = fields[..] else {
        return Err(format!("{} fields, not 5", fields.len()));
    };
    let number = number.parse().map_err(|_| format!("no number: {number}"))?;
    let sort = match sort {
        "person" => Sort::Person,
        "body" => Sort::Body,
        "unnamed" => Sort::Unnamed,
        other => return Err(format!("no sort of source: {other}")),
    };
    if (sort == Sort::Unnamed) != name.is_empty() {
        return Err(format!("a source of this sort is called {name:?}"));
    }
    let title = article.title.as_deref().unwrap_or("");
    let stands = |word: &str| article.body.contains(word) || title.contains(word);
    if sort == Sort::Person && !name.split_whitespace().all(stands) {
        return Err(format!("{name} does not stand in the article"));
    }
    let mut marks = markers
        .quotes
        .remove(&number)
        .filter(|marks| !marks.content.is_empty())
        .ok_or_else(|| format!("no content is marked for {number}"))?;
    marks.content.sort();
    Ok(Gold {
        number,
        content: marks.content,
        mention: marks.mention,
        sort,
        name: name.to_owned(),
        role: role.to_owned(),
        affiliation: affiliation.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
title: Harbour stays shut
language: en
authors: Ann Roe; Bo Quill

⟦c1 “It will ⟦m2 he⟧ take time,”⟧ ⟦m1 Cy Drum⟧ ⟦v1 said⟧. ⟦c1 “And ⟦c2 money⟧.”⟧

The end.
====
1 | person | Cy Drum | clerk |
2 | unnamed | | sailor | Example Port
";

    #[test]
    fn files_are_read() {
        let article = read("x", FILE).unwrap();
        assert_eq!(
            article.body,
            "“It will he take time,” Cy Drum said. “And money.”\n\nThe end."
        );
        assert_eq!(article.authors, ["Ann Roe", "Bo Quill"]);
        let words = |spans: &[Span]| -> Vec<String> {
            let of = |span: &Span| span.of(&article.body).unwrap().to_owned();
            spans.iter().map(of).collect()
        };
        let [first, second] = &article.quotes[..] else {
            panic!("{:?}", article.quotes);
        };
        assert_eq!(
            words(&first.content),
            ["“It will he take time,”", "“And money.”"]
        );
        assert_eq!(words(&first.mention), ["Cy Drum"]);
        assert_eq!(words(&second.content), ["money"]);
        assert_eq!(second.affiliation, "Example Port");
    }

    #[test]
    fn errors_name_file_and_line() {
        for (from, to, wrong) in [
            ("language: en", "language", "x.txt:2: a header without"),
            ("language", "tongue", "x.txt:2: an unknown header"),
            ("====", "===", "x.txt:10: no line ===="),
            ("⟦v1 said⟧", "⟦v1 said", "x.txt:5: v1 is not closed"),
            ("⟦v1 said⟧", "said⟧", "x.txt:5: ⟧ without"),
            ("⟦v1 said⟧", "⟦v1 ⟧", "x.txt:5: v1 is empty"),
            ("⟦v1 ", "⟦w1 ", "x.txt:5: no marker: ⟦w1"),
            ("⟦v1 ", "⟦v3 ", "x.txt:5: no row 3"),
            ("2 | unnamed", "3 | unnamed", "x.txt:10: no content"),
            ("2 | unnamed", "1 | unnamed", "x.txt:10: no content"),
            (
                "unnamed |",
                "unnamed | Dee",
                "x.txt:10: a source of this sort",
            ),
            ("clerk |", "clerk", "x.txt:9: 4 fields"),
            (
                "| Cy Drum",
                "| Cy Drums",
                "x.txt:9: Cy Drums does not stand",
            ),
        ] {
            let found = read("x", &FILE.replacen(from, to, 1)).unwrap_err();
            assert!(found.starts_with(wrong), "{found}, not {wrong}");
        }
    }
}
