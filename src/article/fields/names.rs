//! The keys under which exporters write each field of an article, the best
//! first.

/// Names of a field: lower case, without `_`, `-` and spaces.
pub(super) type Names = &'static [&'static str];

pub(super) const TITLE: Names = &[
    "headline",
    "headlines",
    "title",
    "titlepage",
    "titlerss",
    "webtitle",
    "name",
];
pub(super) const AUTHORS: Names = &[
    "byline",
    "by",
    "authors",
    "author",
    "creator",
    "dccreator",
    "writer",
    "writers",
    "reporter",
];
pub(super) const PUBLISHED: Names = &[
    "published",
    "datepublished",
    "publishedat",
    "publisheddate",
    "publishdate",
    "datepublish",
    "pubdate",
    "publicationdate",
    "publishedtime",
    "publishtime",
    "firstpublished",
    "firstpublicationdate",
    "webpublicationdate",
    "firstcreated",
    "date",
    "issued",
    "dcdate",
    "versioncreated",
    "created",
    "createdat",
    "contentcreated",
    "timestamp",
    "posted",
    "postedat",
    "time",
];
pub(super) const UPDATED: Names = &[
    "updated",
    "datemodified",
    "updatedat",
    "updateddate",
    "modified",
    "modifiedat",
    "datemodify",
    "lastmodified",
    "lastmod",
    "lastupdated",
    "dateupdated",
    "versioncreated",
];
pub(super) const FETCHED: Names = &[
    "fetched",
    "fetchedat",
    "datefetched",
    "datedownload",
    "downloaded",
    "downloadedat",
    "crawled",
    "crawledat",
    "crawldate",
    "warcdate",
    "scraped",
    "scrapedat",
    "retrieved",
    "accessed",
];
pub(super) const OUTLET: Names = &[
    "outlet",
    "publication",
    "publisher",
    "sitename",
    "sourcehostname",
    "newspaper",
    "source",
    "sourcename",
    "media",
    "medium",
    "outletname",
    "provider",
    "infosource",
    "infosources",
    "copyrightholder",
    "hostname",
    "sourcedomain",
    "domain",
    "sourceurl",
];
pub(super) const URL: Names = &[
    "url",
    "link",
    "canonicalurl",
    "canonical",
    "canonicallink",
    "permalink",
    "weburl",
    "originalurl",
    "uri",
    "guid",
    "id",
    "source",
];
pub(super) const LANGUAGE: Names = &[
    "language",
    "lang",
    "metalang",
    "inlanguage",
    "languagecode",
    "locale",
];
pub(super) const SECTION: Names = &[
    "section",
    "articlesection",
    "sectionname",
    "category",
    "categories",
    "desk",
    "genre",
    "genres",
];
pub(super) const KEYWORDS: Names = &[
    "keywords",
    "tags",
    "newskeywords",
    "subjects",
    "subject",
    "topics",
    "metakeywords",
];
pub(super) const SUMMARY: Names = &[
    "summary",
    "description",
    "descriptions",
    "descriptiontext",
    "standfirst",
    "abstract",
    "deck",
    "dek",
    "excerpt",
    "subtitle",
    "teaser",
    "lead",
    "lede",
    "metadescription",
];
pub(super) const DATELINE: Names = &["dateline"];
pub(super) const AGENCIES: Names = &["agencies", "agency", "credit", "creditline", "credittext"];
pub(super) const PARTIAL: Names = &["partial", "truncated"];
pub(super) const FREE: Names = &["isaccessibleforfree"];
pub(super) const STATUS: Names = &["pubstatus"];
