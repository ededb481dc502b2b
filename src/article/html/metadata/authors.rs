//! The texts on a page that name its authors → names.

use super::super::page::{Block, Mark, Tag};
use super::super::{json_ld, names, printed, title};
use super::{Facts, JSON_LD, MARKUP, META, Metadata, OG, VALUES_MAX, brief};

impl Facts<'_> {
    pub(super) fn read_authors(&self, metadata: &mut Metadata) {
        let owned = |texts: Vec<&str>| -> Vec<String> {
            let texts = texts.into_iter().take(VALUES_MAX);
            texts.filter_map(json_ld::plain).collect()
        };
        let sources: [(&'static str, Vec<String>); 6] = [
            (JSON_LD, self.ld.authors.clone()),
            (
                META,
                owned(
                    self.metas(&[
                        "author",
                        "byl",
                        "parsely-author",
                        "sailthru.author",
                        "dc.creator",
                        "dcterms.creator",
                        "cxenseparse:author",
                        "dcsext.author",
                    ])
                    .collect(),
                ),
            ),
            (META, self.citation_authors()),
            (
                OG,
                owned(
                    self.metas(&["article:author", "og:article:author", "og:author"])
                        .collect(),
                ),
            ),
            (MARKUP, owned(self.itemprop("author").collect())),
            (MARKUP, self.marked_texts(Mark::AUTHOR_LINK)),
        ];
        let mut outlets = self.outlets(metadata);
        // A site of one person bears that person's name.
        let people = &self.ld.people;
        let publisher = self.ld.outlet.as_deref().unwrap_or_default();
        let is_person = |name: &&String| {
            (2..=3).contains(&name.split_whitespace().count())
                && names::is_personal(name)
                && !names::same(name, publisher)
        };
        for name in people.iter().filter(is_person) {
            outlets.retain(|outlet| !names::same(outlet, name));
        }
        for (from, texts) in sources {
            let texts: Vec<String> = texts.into_iter().take(20).collect();
            let (names, refused) = names::authors(&texts, &outlets);
            // Only the sources that are meant for an author are worth a note.
            if from != MARKUP {
                let notes = refused.iter().take(3);
                let notes =
                    notes.map(|text| format!("authors: {} is no name ({from})", brief(text)));
                metadata.notes.extend(notes);
            }
            if !names.is_empty() {
                metadata.authors = names;
                metadata.from.insert("authors".to_owned(), from.to_owned());
                return;
            }
        }
        // What is only marked as a byline may be anything near one.
        for text in self.marked_texts(Mark::BYLINE) {
            let (mut names, _) = names::authors(&[text], &outlets);
            names.retain(|name| names::is_personal(name));
            if !names.is_empty() {
                metadata.authors = names;
                metadata
                    .from
                    .insert("authors".to_owned(), MARKUP.to_owned());
                return;
            }
        }
        for text in self.below_headline(metadata.title.as_deref()) {
            let found = printed::names(text);
            let (mut names, _) = names::authors(&found, &outlets);
            names.retain(|name| names::is_personal(name));
            if !names.is_empty() {
                metadata.authors = names;
                metadata
                    .from
                    .insert("authors".to_owned(), MARKUP.to_owned());
                return;
            }
        }
    }

    /// The authors in the tags for indexes of papers: one each, where `Wren,
    /// Ada` is the usual order.
    fn citation_authors(&self) -> Vec<String> {
        let texts = self.metas(&["citation_author"]).take(VALUES_MAX);
        let plain = texts.filter_map(json_ld::plain);
        let in_order = |text: String| match text.split_once(',') {
            Some((family, given)) if !given.contains(',') => {
                format!("{} {}", given.trim(), family.trim())
            }
            _ => text,
        };
        plain.map(in_order).collect()
    }

    /// The short texts next to the headline, most of them below it.
    fn below_headline(&self, title: Option<&str>) -> impl Iterator<Item = &str> {
        const ABOVE: usize = 2;
        const BELOW: usize = 8;
        let wanted = title::letters(title.unwrap_or_default());
        let blocks = &self.page.blocks;
        let is_first = |block: &Block| self.page.containers[block.container].tag == Tag::Heading(1);
        let is_title = |block: &&Block| {
            // Longer blocks hold more than a headline.
            let short = block.text.len() <= 4 * wanted.len() + 100;
            let text = short.then(|| title::letters(&block.text));
            let ends = |text: &String| text.ends_with(&wanted) && text.len() <= 2 * wanted.len();
            !wanted.is_empty() && text.as_ref().is_some_and(ends)
        };
        let place =
            |wanted: &dyn Fn(&&Block) -> bool| blocks.iter().position(|block| wanted(&block));
        let headline = place(&|block| is_first(block) && is_title(block))
            .or_else(|| place(&is_title))
            .or_else(|| place(&|block| is_first(block)));
        let from = headline.map_or(blocks.len(), |at| at.saturating_sub(ABOVE));
        let near = blocks[from..].iter().take(ABOVE + 1 + BELOW);
        near.filter(|block| block.text.len() <= printed::BYTES_MAX)
            .map(|block| block.text.as_str())
    }

    /// Short texts near the headline that are marked as an author's name.
    pub(super) fn marked_texts(&self, mark: Mark) -> Vec<String> {
        let headline = self
            .page
            .blocks
            .iter()
            .position(|block| self.page.containers[block.container].tag == Tag::Heading(1))
            .unwrap_or(0);
        let near = &self.page.blocks[headline.saturating_sub(6)..];
        let marked = near.iter().take(60).filter(|block| {
            self.marks_near(block).any(mark)
                && block.text.chars().count() <= 80
                && block.letters.len() >= 4
        });
        // With a day on it, more may stand on the line than names.
        let names = marked.take(5).flat_map(|block| {
            if mark == Mark::AUTHOR_LINK && block.text.contains(|c: char| c.is_ascii_digit()) {
                printed::names(&block.text)
            } else {
                vec![block.text.clone()]
            }
        });
        names.collect()
    }
}
