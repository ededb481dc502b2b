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

/// Our name, and the column names that mean it, as words of a line: English,
/// German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Russian,
/// Ukrainian, Swedish, Danish and Norwegian, Finnish, Turkish, Arabic, Chinese,
/// Japanese, Korean.
const NAMES: &[(&str, &[&str])] = &[
    (
        "body",
        &[
            "articletext articlecontent newstext newscontent storytext documenttext textbody",
            "contents fullarticle fullcontent fullbody fullarticletext cleantext plaintext",
            "volltext inhalt artikel artikeltext artikelinhalt beitragstext haupttext fließtext",
            "texte texteintégral texteintegral textecomplet textedelarticle corps corpsdutexte",
            "corpsdelarticle contenu texto textocompleto textointegral contenido cuerpo",
            "cuerpodelanoticia cuerpodelarticulo cuerpodelartículo noticia artículo articulo",
            "testo testocompleto testointegrale contenuto corpo corpodeltesto articolo",
            "conteudo conteúdo corpodotexto notícia artigo matéria materia",
            "tekst volledigetekst inhoud artikeltekst treść tresc pełnytekst pelnytekst",
            "zawartość artykuł artykul obsah plnýtext текст полныйтекст текстстатьи содержание",
            "контент статья повнийтекст зміст brödtext innehåll brødtekst indhold innhold",
            "teksti leipäteksti sisältö metin içerik icerik habermetni النص نص نصالمقال المحتوى",
            "正文 内容 內容 全文 文章内容 新闻内容 本文 記事 記事本文 본문 내용 기사본문 기사내용",
        ],
    ),
    (
        "title",
        &[
            "headlinetext articletitle articleheadline newstitle storytitle newsheadline",
            "titel artikeltitel überschrift ueberschrift schlagzeile titelzeile",
            "titre titrearticle titredelarticle intitulé intitule",
            "titulo título titular titulodelanoticia encabezado titolo titoloarticolo",
            "titolodellarticolo manchete títulodanotícia kop koptekst krantenkop",
            "tytuł tytul nagłówek naglowek titulek nadpis název заголовок название назва",
            "rubrik artikelrubrik overskrift tittel otsikko başlık baslik العنوان عنوان",
            "عنوانالمقال 标题 標題 新闻标题 題目 见出し 見出し タイトル 記事タイトル 제목 기사제목",
        ],
    ),
    (
        "published",
        &[
            "publisheddatetime articledate storydate newsdate datetime dateandtime",
            "dateofpublication publicationdatetime publishedon datepublication",
            "datum datumundzeit erscheinungsdatum erscheinungstag erschienen erschienenam",
            "veröffentlichungsdatum veroeffentlichungsdatum veröffentlicht veroeffentlicht",
            "veröffentlichtam veroeffentlichtam publikationsdatum publiziert publiziertam",
            "datedepublication dateparution datedeparution dateheure publiéle publié",
            "fecha fechadepublicación fechadepublicacion fechapublicación fechapublicacion",
            "fechayhora fechanoticia publicado publicadoel data datadipubblicazione",
            "datapubblicazione dataarticolo dataora pubblicato pubblicatoil datadepublicação",
            "datadepublicacao datapublicação datapublicacao datahora publicadoem",
            "publicatiedatum datumpublicatie verschijningsdatum gepubliceerd gepubliceerdop",
            "datapublikacji datawydania opublikowano datumvydání publikováno",
            "дата датапубликации датавыхода датаивремя опубликовано датапублікації",
            "опубліковано publiceringsdatum publiceringstid publicerad publicerat",
            "utgivningsdatum dato publiseringsdato udgivelsesdato publisert udgivet",
            "päivämäärä julkaisupäivä julkaistu tarih yayıntarihi yayintarihi التاريخ",
            "تاريخالنشر 日期 时间 時間 发布时间 發布時間 发布日期 發布日期 发表时间 日付 日時 掲載日",
            "公開日 発行日 配信日時 날짜 일자 작성일 게재일 발행일 등록일",
        ],
    ),
    (
        "updated",
        &[
            "dateofupdate lastupdate aktualisiert aktualisiertam aktualisierungsdatum geändertam",
            "zuletztgeändert miseàjour miseajour datedemiseàjour datedemodification modifiéle",
            "actualizado fechadeactualización fechadeactualizacion últimaactualización",
            "aggiornato dataaggiornamento ultimamodifica atualizado atualizadoem",
            "datadeatualização bijgewerkt bijgewerktop laatstgewijzigd zaktualizowano",
            "dataaktualizacji обновлено датаобновления оновлено uppdaterad uppdaterat",
            "senastuppdaterad opdateret oppdatert päivitetty 更新时间 更新時間 更新日 更新日時 수정일",
        ],
    ),
    (
        "outlet",
        &[
            "medianame mediaoutlet publicationname publicationtitle newspapername magazine",
            "newspapertitle outlettitle sourcetitle sourcecommonname journal",
            "quelle zeitung zeitschrift publikation medienname medientitel quellenname",
            "média journalname nomdujournal nomdelasource titredepresse éditeur editeur",
            "fuente medio mediodecomunicación mediodecomunicacion periódico periodico diario",
            "publicación publicacion fonte testata giornale quotidiano veículo veiculo jornal",
            "publicação publicacao bron krant uitgever publicatie źródło zrodlo gazeta wydawca",
            "czasopismo zdroj noviny источник сми издание газета названиесми джерело змі видання",
            "källa tidning utgivare kilde avis medie lähde lehti kaynak gazete المصدر الصحيفة",
            "来源 來源 媒体 媒體 媒体名称 报纸 報紙 出典 媒体名 新聞名 언론사 매체 출처 신문사",
        ],
    ),
    (
        "authors",
        &[
            "authorname authornames authorsname articleauthor articleauthors writtenby",
            "journalist journalists correspondent contributor contributors columnist",
            "autor autoren autorin autorinnen autorenname verfasser verfasserin verfasserinnen",
            "redakteur redakteurin journalistin auteur auteurs auteure autrice journaliste",
            "journalistes rédacteur redacteur nomdelauteur autora autores autoras periodista",
            "escritopor nombredelautor autore autori giornalista jornalista repórter",
            "schrijver verslaggever autorzy autorka dziennikarz autoři автор авторы автори",
            "журналист корреспондент журналіст författare skribent forfatter forfattere",
            "kirjoittaja kirjoittajat tekijä toimittaja yazar muhabir الكاتب المؤلف كاتب",
            "作者 记者 記者 撰稿人 著者 執筆者 筆者 저자 기자 기자명 작성자",
        ],
    ),
    (
        "url",
        &[
            "articleurl articlelink newsurl storyurl webpage website webaddress weblink hyperlink",
            "webadresse internetadresse artikellink artikelurl lien liendelarticle adresseweb",
            "enlace vínculo vinculo direcciónweb direccionweb collegamento indirizzoweb ligação",
            "hiperligação endereço webadres odnośnik odnosnik adresurl odkaz ссылка",
            "адресстраницы посилання länk webbadress lenke linkki verkkoosoite bağlantı الرابط",
            "链接 鏈接 連結 网址 網址 リンク 링크 기사주소",
        ],
    ),
    (
        "section",
        &[
            "newsdesk newssection ressort sparte kategorie rubrique catégorie categorie",
            "sección seccion categoría categoria sezione rubrica seção secao secção seccao",
            "editoria caderno rubriek sectie katern dział dzial kategoria rubryka rubrika",
            "раздел рубрика категория розділ категорія avdelning sektion kategori seksjon",
            "osasto bölüm القسم 栏目 欄目 版面 分类 分類 カテゴリ カテゴリー 섹션 분류 카테고리",
        ],
    ),
    (
        "language",
        &[
            "articlelanguage sprache langue idioma lengua lingua língua taal język jezyk jazyk",
            "язык мова språk sprog kieli dil اللغة 语言 語言 言語 언어",
        ],
    ),
    (
        "summary",
        &[
            "hlead leadparagraph shortdescription snippet articlesummary",
            "zusammenfassung vorspann kurztext untertitel résumé resume chapô chapo chapeau",
            "soustitre resumen entradilla bajada copete subtítulo subtitulo riassunto sommario",
            "occhiello sottotitolo resumo linhafina samenvatting ondertitel streszczenie zajawka",
            "perex souhrn аннотация краткоесодержание анонс подзаголовок анотація ingress",
            "sammanfattning underrubrik manchet resumé sammendrag tiivistelmä ingressi özet",
            "الملخص 摘要 要約 概要 요약",
        ],
    ),
    (
        "keywords",
        &[
            "indexterms subjectterms schlagwörter schlagworte stichwörter stichworte",
            "motsclés motscles motsclefs étiquettes palabrasclave etiquetas parolechiave",
            "palavraschave trefwoorden słowakluczowe slowakluczowe tagi klíčováslova",
            "ключевыеслова теги ключовіслова nyckelord ämnesord emneord nøgleord nøkkelord",
            "avainsanat asiasanat anahtarkelimeler etiketler 关键词 關鍵詞 标签 キーワード 키워드",
        ],
    ),
];

/// Columns that count rows.
const COUNTERS: &[&str] = &["unnamed0", "unnamed01", "index", "rowid", "row", "no", "nr"];

/// The keys that the columns become in a record; `None` for one that says
/// nothing.
pub(super) fn keys(columns: &[String]) -> Vec<Option<&str>> {
    let mut keys: Vec<Option<&str>> = columns.iter().map(|name| key(name)).collect();
    // A headline in Sweden, a section in Germany.
    let is_rubric = |at: usize| plain(&columns[at]) == "rubrik";
    let is_title = |key: &Option<&str>| {
        let plain = key.map(plain);
        plain.is_some_and(|key| matches!(key.as_str(), "title" | "headline"))
    };
    let titled = (0..keys.len()).any(|at| is_title(&keys[at]) && !is_rubric(at));
    for (at, key) in keys.iter_mut().enumerate() {
        if titled && is_rubric(at) {
            *key = Some("section");
        }
    }
    keys
}

fn key(column: &str) -> Option<&str> {
    let plain = plain(column);
    if plain.is_empty() || COUNTERS.contains(&plain.as_str()) {
        return None;
    }
    let known = NAMES.iter().find(|(_, lines)| {
        let mut names = lines.iter().flat_map(|line| line.split(' '));
        names.any(|name| name == plain)
    });
    Some(known.map_or(column.trim(), |(ours, _)| ours))
}

/// True for a key of [`keys`] that can hold the text.
pub(super) fn is_text(key: &str) -> bool {
    TEXTS.contains(&plain(key).as_str())
}

/// True for a key of [`keys`] that tells of a day.
pub(super) fn is_date(key: &str) -> bool {
    const PARTS: &[&str] = &[
        "date", "publish", "updated", "modified", "created", "posted", "issued", "time",
    ];
    let plain = plain(key);
    PARTS.iter().any(|part| plain.contains(part))
}

/// Letters and digits, in lower case.
fn plain(column: &str) -> String {
    column
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_means_one_thing() {
        let mut seen = std::collections::HashMap::new();
        for (ours, lines) in NAMES {
            for name in lines.iter().flat_map(|line| line.split(' ')) {
                assert_eq!(plain(name), name, "{name} is not as it is looked for");
                assert!(!TEXTS.contains(&name), "{name} is a text already");
                let other = seen.insert(name, ours);
                assert_eq!(other, None, "{name} is there twice");
                assert_eq!(key(name), Some(*ours));
            }
        }
    }

    #[test]
    fn names_as_people_write_them() {
        let check = |columns: &str, wanted: &str| {
            let columns: Vec<String> = columns.split(';').map(str::to_owned).collect();
            let found: Vec<&str> = keys(&columns)
                .into_iter()
                .map(|key| key.unwrap_or("-"))
                .collect();
            assert_eq!(found.join(";"), wanted, "{columns:?}");
        };
        check(
            "Überschrift;Erscheinungsdatum;Verfasser/in;Zeitung;Ressort;Volltext",
            "title;published;authors;outlet;section;body",
        );
        check(
            "Titre;Date de publication;Auteur(s);Journal;Rubrique;Texte intégral",
            "title;published;authors;outlet;section;body",
        );
        check(
            "Título;Fecha de publicación;Periodista;Medio;Sección;Cuerpo;Enlace",
            "title;published;authors;outlet;section;body;url",
        );
        check(
            "Titolo;Data pubblicazione;Autori;Testata;Testo;Parole chiave",
            "title;published;authors;outlet;body;keywords",
        );
        check(
            "Manchete;Data de publicação;Jornalista;Veículo;Editoria;Conteúdo",
            "title;published;authors;outlet;section;body",
        );
        check(
            "Kop;Publicatiedatum;Auteur;Krant;Rubriek;Volledige tekst;Taal",
            "title;published;authors;outlet;section;body;language",
        );
        check(
            "Tytuł;Data publikacji;Autorzy;Źródło;Dział;Treść",
            "title;published;authors;outlet;section;body",
        );
        check(
            "ЗАГОЛОВОК;Дата публикации;Автор;Издание;Рубрика;Текст статьи",
            "title;published;authors;outlet;section;body",
        );
        check(
            "Rubrik;Publiceringsdatum;Författare;Källa;Brödtext",
            "title;published;authors;outlet;body",
        );
        check(
            "标题;发布时间;作者;来源;正文",
            "title;published;authors;outlet;body",
        );
        check("Rubrik;Titel;Text", "section;title;Text");
        check("Headline;Rubrik;Text", "Headline;section;Text");
        check("Nr.;Unnamed: 0;;Text", "-;-;-;Text");
    }
}
