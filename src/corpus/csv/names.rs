//! The names that people give to columns → the names that records in JSON use.
//! What JSON has by the same name needs no line here.

/// Names of columns that can hold the text: lower case, letters and digits only.
const TEXTS: &[&str] = &[
    "body",
    "bodytext",
    "maintext",
    "articlebody",
    "text",
    "content",
    "contenttext",
    "fulltext",
    "article",
    "story",
    "bodyhtml",
    "bodyxhtml",
    "contenthtml",
    "paragraphs",
    "rawtext",
    "html",
    "transcript",
];

/// Our name, and the column names that mean it.
const NAMES: &[(&str, &[&str])] = &[
    (
        "body",
        &[
            "articletext",
            "articlecontent",
            "newstext",
            "newscontent",
            "storytext",
            "documenttext",
            "textbody",
            "contents",
            "fullarticle",
            "fullcontent",
            "fullbody",
            "cleantext",
            "plaintext",
            "volltext",
            "inhalt",
            "artikel",
            "artikeltext",
            "texte",
            "corps",
            "contenu",
            "texto",
            "contenido",
            "cuerpo",
            "conteudo",
            "conteúdo",
            "corpo",
            "testo",
            "contenuto",
            "tekst",
            "brödtext",
            "текст",
            "正文",
            "内容",
            "全文",
            "本文",
            "본문",
        ],
    ),
    (
        "title",
        &[
            "headlinetext",
            "articletitle",
            "articleheadline",
            "newstitle",
            "storytitle",
            "newsheadline",
            "titel",
            "überschrift",
            "schlagzeile",
            "titre",
            "titulo",
            "título",
            "titular",
            "titolo",
            "rubrik",
            "заголовок",
            "标题",
            "標題",
            "見出し",
            "タイトル",
            "제목",
        ],
    ),
    (
        "published",
        &[
            "publisheddatetime",
            "articledate",
            "storydate",
            "newsdate",
            "datetime",
            "dateofpublication",
            "publicationdatetime",
            "datum",
            "fecha",
            "data",
            "дата",
            "日期",
            "日付",
            "날짜",
        ],
    ),
    (
        "outlet",
        &[
            "medianame",
            "mediaoutlet",
            "publicationname",
            "publicationtitle",
            "newspapername",
            "newspapertitle",
            "outlettitle",
            "sourcetitle",
            "sourcecommonname",
            "journal",
            "quelle",
            "zeitung",
            "fuente",
            "medio",
            "fonte",
            "来源",
            "媒体",
        ],
    ),
    (
        "authors",
        &[
            "authorname",
            "authornames",
            "articleauthor",
            "autor",
            "autoren",
            "auteur",
            "autore",
            "作者",
        ],
    ),
    (
        "url",
        &[
            "articleurl",
            "articlelink",
            "newsurl",
            "storyurl",
            "webpage",
            "website",
        ],
    ),
    (
        "section",
        &[
            "newsdesk",
            "articlesection",
            "ressort",
            "sección",
            "seccion",
            "rubrique",
        ],
    ),
    (
        "language",
        &["articlelanguage", "sprache", "idioma", "langue", "lingua"],
    ),
    (
        "summary",
        &["hlead", "leadparagraph", "shortdescription", "snippet"],
    ),
    ("keywords", &["indexterms", "subjectterms", "schlagwörter"]),
];

/// Columns that count rows.
const COUNTERS: &[&str] = &["unnamed0", "unnamed01", "index", "rowid", "row", "no", "nr"];

/// The key that a column becomes in a record; `None` for one that says nothing.
pub(super) fn key(column: &str) -> Option<&str> {
    let plain = plain(column);
    if plain.is_empty() || COUNTERS.contains(&plain.as_str()) {
        return None;
    }
    let known = NAMES
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()));
    Some(known.map_or(column.trim(), |(ours, _)| ours))
}

/// True for a key of [`key`] that can hold the text.
pub(super) fn is_text(key: &str) -> bool {
    TEXTS.contains(&plain(key).as_str())
}

fn plain(column: &str) -> String {
    column
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
