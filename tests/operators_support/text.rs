//! Articles → plain token lists, and the corpus that holds them: all that the
//! second evaluator knows of a text.

use std::collections::{BTreeMap, HashMap, HashSet};

use onrecord::analysis::script::unspaced;
use onrecord::analysis::sentence::sentences;
use onrecord::analysis::{Language, Stems, Words};
use onrecord::article::Article;
use onrecord::span::Span;

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its folded form, by its number in [`Corpus::forms`].
    pub form: usize,
    pub position: u32,
    pub span: Span,
    /// Two characters of an unspaced run, of which the second is the next
    /// token's first.
    pub is_pair: bool,
    /// The sentence and the paragraph that it begins in, counted in the text.
    pub sentence: usize,
    pub paragraph: usize,
}

/// What part of an article a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Title,
    Body,
    /// Found as the body is, but no part of what is shown of it: the dateline
    /// and the summary.
    Beside,
    /// All names, one after the other, with a break between them.
    Byline,
    Outlet,
    /// What other articles call an outlet that is named by its host here.
    OutletName,
    Section,
}

/// A text in which an expression matches or does not, alone.
#[derive(Clone, Debug)]
pub struct Text {
    pub part: Part,
    pub raw: String,
    pub tokens: Vec<Token>,
}

impl Text {
    /// The last position of the lead: the end of the paragraph in which the
    /// 50th word stands, at most the 100th word.
    pub fn lead_end(&self) -> u32 {
        let Some(fiftieth) = self.tokens.iter().find(|token| token.position >= 49) else {
            return 99;
        };
        let same = |token: &&Token| token.paragraph == fiftieth.paragraph;
        let last = self.tokens.iter().rfind(same).unwrap_or(fiftieth);
        last.position.min(99)
    }

    /// The token at a position, if one stands there.
    pub fn at(&self, position: u32) -> Option<&Token> {
        let at = self.tokens.binary_search_by_key(&position, |t| t.position);
        at.ok().map(|at| &self.tokens[at])
    }
}

/// An article as token lists.
#[derive(Clone, Debug)]
pub struct Scanned {
    pub id: String,
    pub language: Option<Language>,
    pub code: String,
    /// `yyyymmdd`.
    pub day: Option<u32>,
    pub texts: Vec<Text>,
}

/// All articles, with every distinct form.
#[derive(Debug, Default)]
pub struct Corpus {
    pub articles: Vec<Scanned>,
    pub forms: Vec<String>,
    numbers: HashMap<String, usize>,
    /// For each form, the languages of the articles that have it in their
    /// headline or text: a word is inflected as a word of these only.
    pub spoken: Vec<HashSet<Language>>,
    pub by_id: BTreeMap<String, usize>,
    /// For each language of the articles, the stem of every form.
    pub stems: HashMap<Language, Vec<String>>,
    /// The forms, letter by letter.
    pub letters: Vec<Vec<char>>,
}

impl Corpus {
    /// The articles as the engine has read them.
    pub fn of(articles: &[Article]) -> Self {
        let mut corpus = Corpus::default();
        for article in articles {
            corpus.push(article);
        }
        for (number, name) in names_of_hosts(articles) {
            let text = corpus.text(Part::OutletName, &name);
            corpus.articles[number].texts.push(text);
        }
        corpus.letters = corpus
            .forms
            .iter()
            .map(|form| form.chars().collect())
            .collect();
        let languages = corpus
            .articles
            .iter()
            .filter_map(|article| article.language);
        for language in languages.collect::<HashSet<Language>>() {
            let mut stems = Stems::default();
            let forms = corpus.forms.iter();
            let stems = forms.map(|form| stems.stem(form, language).unwrap_or(form).to_owned());
            corpus.stems.insert(language, stems.collect());
        }
        corpus
    }

    fn push(&mut self, article: &Article) {
        let code = article.language.clone().unwrap_or_default();
        let language = Language::from_code(&code);
        let title = article.title.as_deref().unwrap_or("");
        let mut texts = vec![
            self.text(Part::Title, title),
            self.text(Part::Body, &article.body),
        ];
        for beside in article.dateline.iter().chain(&article.summary) {
            texts.push(self.text(Part::Beside, beside));
        }
        for text in &texts {
            for token in &text.tokens {
                self.spoken[token.form].extend(language);
            }
        }
        texts.push(self.text(Part::Byline, &article.authors.join("\n\n")));
        texts.extend(article.outlet.iter().map(|o| self.text(Part::Outlet, o)));
        texts.extend(article.section.iter().map(|s| self.text(Part::Section, s)));
        let number = self.articles.len();
        self.by_id.insert(article.id.clone(), number);
        self.articles.push(Scanned {
            id: article.id.clone(),
            language,
            code,
            day: article.published.as_ref().map(day_of),
            texts,
        });
    }

    fn text(&mut self, part: Part, raw: &str) -> Text {
        let borders = borders(part, raw);
        let mut tokens = Vec::new();
        let mut walk = Words::new(raw);
        while let Some(word) = walk.next() {
            let first = raw[word.span.start..].chars().next();
            let border = borders
                .iter()
                .rev()
                .find(|border| border.start <= word.span.start);
            let border = border.unwrap_or(&borders[0]);
            tokens.push(Token {
                form: intern(&mut self.numbers, &mut self.forms, word.text),
                position: word.position,
                span: word.span,
                is_pair: first.and_then(unspaced).is_some() && !word.run_end,
                sentence: border.sentence,
                paragraph: border.paragraph,
            });
        }
        self.spoken.resize_with(self.forms.len(), HashSet::new);
        Text {
            part,
            raw: raw.to_owned(),
            tokens,
        }
    }

    /// The number of a form, where any text has it.
    pub fn number(&self, form: &str) -> Option<usize> {
        self.numbers.get(form).copied()
    }
}

fn intern(numbers: &mut HashMap<String, usize>, forms: &mut Vec<String>, form: &str) -> usize {
    if let Some(number) = numbers.get(form) {
        return *number;
    }
    forms.push(form.to_owned());
    numbers.insert(form.to_owned(), forms.len() - 1);
    forms.len() - 1
}

fn day_of(when: &onrecord::article::When) -> u32 {
    let day = i64::from(when.day());
    u32::try_from(day).unwrap()
}

/// Where a sentence begins.
struct Border {
    start: usize,
    sentence: usize,
    paragraph: usize,
}

/// A headline, a byline, a name is one sentence and one paragraph.
fn borders(part: Part, raw: &str) -> Vec<Border> {
    let mut found = vec![Border {
        start: 0,
        sentence: 0,
        paragraph: 0,
    }];
    if !matches!(part, Part::Body | Part::Beside) {
        return found;
    }
    let mut start = 0;
    for (paragraph, text) in raw.split("\n\n").enumerate() {
        for sentence in sentences(text) {
            found.push(Border {
                start: start + sentence.start,
                sentence: found.len(),
                paragraph: paragraph + 1,
            });
        }
        start += text.len() + 2;
    }
    found
}

/// For each article whose outlet is a host, by its number, the name that nine of
/// ten articles with an address there have, if they have one.
fn names_of_hosts(articles: &[Article]) -> Vec<(usize, String)> {
    let is_host = |outlet: &str| outlet.contains('.') && !outlet.contains(' ');
    let plain = |host: &str| host.trim_start_matches("www.").to_lowercase();
    let outlet = |article: &Article| article.outlet.clone().unwrap_or_default();
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for article in articles {
        let url = article.url.clone().unwrap_or_default();
        let (host, name) = (url.split('/').nth(2).unwrap_or_default(), outlet(article));
        if !name.is_empty() && !is_host(&name) {
            names.entry(plain(host)).or_default().push(name);
        }
    }
    let name_of = |host: &str| {
        let all = names.get(&plain(host))?;
        let often = |name: &&String| {
            let same = all.iter().filter(|other| other == name);
            same.count() * 10 >= all.len() * 9
        };
        all.iter().find(often).cloned()
    };
    let hosts = articles.iter().map(outlet).enumerate();
    hosts
        .filter(|(_, outlet)| is_host(outlet))
        .filter_map(|(number, host)| Some((number, name_of(&host)?)))
        .collect()
}
