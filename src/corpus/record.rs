//! One record → a [`Source`] with the id that it gives itself, or the reason
//! why not.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::part::{BEYOND_MAX, End, Reached};
use super::{
    Choice, Format, Limits, PassedOver, Skip, SkipReason, Source, Told, Understands, encoding, id,
};

/// Takes the records of one file and hands them on.
pub(super) struct Sink<'s> {
    file_id: &'s str,
    pub(super) limits: &'s Limits,
    each: &'s mut dyn FnMut(Result<Source, Skip>),
    /// What is told of every JSON record from here on.
    pub(super) told: Told,
    /// Hashes of the fragments so far: eight bytes a record, whatever the ids.
    seen: HashSet<u64>,
    /// What is taken; a reader of containers may ask it beforehand.
    pub(super) choice: &'s Choice,
    /// What the readers of the records understand, if they are to be asked.
    pub(super) understands: Option<&'s dyn Understands>,
    /// How far the file was read, with what was handed on since.
    end: Option<End>,
}

/// Takes everything.
static EVERYTHING: Choice = Choice {
    hosts: Vec::new(),
    since: None,
    languages: Vec::new(),
};

/// Where a record stands, for messages: `line 12`.
#[derive(Clone, Copy)]
pub(super) struct Place(pub(super) &'static str, pub(super) u64);

impl<'s> Sink<'s> {
    pub(super) fn new(
        file_id: &'s str,
        limits: &'s Limits,
        each: &'s mut dyn FnMut(Result<Source, Skip>),
    ) -> Self {
        Sink {
            file_id,
            limits,
            each,
            told: Told::default(),
            seen: HashSet::new(),
            choice: &EVERYTHING,
            understands: None,
            end: None,
        }
    }

    /// The same where a choice is in force.
    pub(super) fn choosing(self, choice: &'s Choice) -> Self {
        Sink { choice, ..self }
    }

    /// Notes that all before this place was read whole.
    pub(super) fn reached(&mut self, reached: Reached) {
        self.end = Some(End {
            reached,
            beyond: Vec::new(),
            passed_over: PassedOver::default(),
            unchosen: 0,
        });
    }

    /// Notes what the reader of the container counted behind the last such
    /// place.
    pub(super) fn behind(&mut self, passed_over: &PassedOver, unchosen: u64) {
        if let Some(end) = &mut self.end {
            end.passed_over = passed_over.clone();
            end.unchosen = unchosen;
        }
    }

    /// How far the file was read, where reading can go on from there.
    pub(super) fn end(self) -> Option<End> {
        self.end
    }

    /// Says once for a file what was passed over in it.
    pub(super) fn summary(&mut self, passed_over: PassedOver, unchosen: u64) {
        if !passed_over.is_empty() {
            self.of_file(SkipReason::PassedOver(passed_over));
        }
        if unchosen > 0 {
            self.of_file(SkipReason::Unchosen(unchosen));
        }
    }

    fn hand_on(&mut self, found: Result<Source, Skip>) {
        // Nothing is read on from the start of a file.
        let end = self.end.as_mut();
        let has_room = |end: &&mut End| end.reached.bytes > 0 && end.beyond.len() <= BEYOND_MAX;
        if let Some(end) = end.filter(has_room) {
            let id = match &found {
                Ok(source) => &source.id,
                Err(skip) => &skip.id,
            };
            end.beyond.push(id.clone());
        }
        (self.each)(found);
    }

    /// A JSON object among others: its id is the file's with a fragment.
    pub(super) fn record(&mut self, bytes: &[u8], place: Place) {
        match identified(bytes) {
            Ok(None) => {}
            Ok(Some((text, fragment))) => {
                let told = self.told.clone();
                self.put(&fragment, Format::Json, text, told);
            }
            Err(reason) => self.skip(place, reason),
        }
    }

    /// A JSON object among others that is known by what it was before it was
    /// changed here.
    pub(super) fn changed(&mut self, before: &[u8], text: String, told: Told, place: Place) {
        match identified(before) {
            Ok(None) => {}
            Ok(Some((_, fragment))) => self.put(&fragment, Format::Json, text, told),
            Err(reason) => self.skip(place, reason),
        }
    }

    /// Says something of the whole file.
    pub(super) fn of_file(&mut self, reason: SkipReason) {
        let id = self.file_id.to_owned();
        (self.each)(Err(Skip { id, reason }));
    }

    /// The only JSON object of its file.
    pub(super) fn whole(&mut self, bytes: &[u8]) {
        match identified(bytes).and_then(|found| found.ok_or(SkipReason::NoBody)) {
            Ok((text, _)) => self.put_alone(Format::Json, text, Told::default()),
            Err(reason) => (self.each)(Err(Skip {
                id: self.file_id.to_owned(),
                reason,
            })),
        }
    }

    /// A record among others, with the id that it gives itself; empty where it
    /// gives none.
    pub(super) fn among(&mut self, own: &str, format: Format, text: String, told: Told) {
        let fragment = match own.trim() {
            "" => id::hash([text.as_str()]),
            own => id::fragment(own),
        };
        self.put(&fragment, format, text, told);
    }

    /// The only record of its file: its id is the file's.
    pub(super) fn put_alone(&mut self, format: Format, text: String, told: Told) {
        (self.each)(Ok(Source {
            id: self.file_id.to_owned(),
            format,
            text,
            told,
        }));
    }

    fn put(&mut self, fragment: &str, format: Format, text: String, told: Told) {
        let id = format!("{}#{fragment}", self.file_id);
        if self.is_new(fragment) {
            self.hand_on(Ok(Source {
                id,
                format,
                text,
                told,
            }));
        } else {
            // The id is that of the earlier record, which is not read again.
            let reason = SkipReason::SameId;
            (self.each)(Err(Skip { id, reason }));
        }
    }

    pub(super) fn skip(&mut self, place: Place, reason: SkipReason) {
        let id = format!("{}, {} {}", self.file_id, place.0, place.1);
        self.hand_on(Err(Skip { id, reason }));
    }

    fn is_new(&mut self, fragment: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        fragment.hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }
}

/// The record's text and its fragment; `None` for a line that only says what
/// to do with the next one.
fn identified(bytes: &[u8]) -> Result<Option<(String, String)>, SkipReason> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding::decode(bytes.to_vec(), false)?,
    };
    if !text.trim_start().starts_with('{') {
        return Err(SkipReason::Damaged("not a JSON object".to_owned()));
    }
    let ids = scalars(&text, &[ID, URL])?;
    if ids.keys == 1 && ids.is_action {
        return Ok(None);
    }
    if let Some(own) = ids.first() {
        let fragment = id::fragment(own);
        return Ok(Some((text, fragment)));
    }
    let parts = scalars(&text, &[TITLE, DATE, BODY])?.found;
    let [title, date, body] =
        [0, 1, 2].map(|at| parts.get(at).cloned().flatten().unwrap_or_default());
    let lead: String = body.chars().take(200).collect();
    let fragment = id::hash([title.as_str(), &date, &lead]);
    Ok(Some((text, fragment)))
}

/// Keys in the order of preference; compared without case and underscores.
type Keys = &'static [&'static str];

const ID: Keys = &["id", "_id", "uri", "guid", "uuid"];
const URL: Keys = &[
    "url",
    "link",
    "canonicalurl",
    "permalink",
    "weburl",
    "sourceurl",
];
const TITLE: Keys = &["title", "headline"];
const DATE: Keys = &[
    "date",
    "published",
    "datepublish",
    "datepublished",
    "publishedat",
    "publishdate",
    "pubdate",
];
const BODY: Keys = &[
    "body",
    "text",
    "maintext",
    "content",
    "article",
    "bodytext",
    "articlebody",
];

/// What elasticsearch's bulk files hold between the records.
const ACTIONS: Keys = &["index", "create", "update", "delete"];

/// The first value of each group of keys.
struct Scalars {
    found: Vec<Option<String>>,
    /// Place in the group's list of what was found.
    rank: Vec<usize>,
    keys: usize,
    is_action: bool,
}

impl Scalars {
    fn first(&self) -> Option<&str> {
        self.found.iter().flatten().map(String::as_str).next()
    }
}

fn scalars(text: &str, groups: &[Keys]) -> Result<Scalars, SkipReason> {
    let mut json = serde_json::Deserializer::from_str(text);
    let found = json
        .deserialize_map(Object { groups })
        .and_then(|found| json.end().map(|()| found));
    found.map_err(|cause| {
        let words = cause.to_string().replace("line 1 column", "column");
        SkipReason::Damaged(format!("not valid JSON: {words}"))
    })
}

struct Object<'g> {
    groups: &'g [Keys],
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Scalars;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalars, A::Error> {
        let count = self.groups.len();
        let mut scalars = Scalars {
            found: vec![None; count],
            rank: vec![usize::MAX; count],
            keys: 0,
            is_action: false,
        };
        while let Some((group, rank)) = map.next_key_seed(Key {
            groups: self.groups,
        })? {
            scalars.keys += 1;
            if group == ACTION {
                scalars.is_action = true;
            }
            if group >= count || rank >= scalars.rank[group] {
                map.next_value::<IgnoredAny>()?;
            } else if let Some(value) = map.next_value_seed(Scalar)? {
                scalars.found[group] = Some(value);
                scalars.rank[group] = rank;
            }
        }
        Ok(scalars)
    }
}

const ACTION: usize = usize::MAX - 1;

struct Key<'g> {
    groups: &'g [Keys],
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (usize, usize);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = (usize, usize);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        if ACTIONS.contains(&key) {
            return Ok((ACTION, 0));
        }
        for (group, names) in self.groups.iter().enumerate() {
            if let Some(rank) = names.iter().position(|name| same_key(name, key)) {
                return Ok((group, rank));
            }
        }
        Ok((usize::MAX, 0))
    }
}

/// `datePublish` and `date_publish` are the same key.
fn same_key(name: &str, key: &str) -> bool {
    if name.starts_with('_') || key.starts_with('_') {
        return name == key;
    }
    let mut letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
    name.bytes().all(|wanted| {
        letters
            .next()
            .is_some_and(|b| b.eq_ignore_ascii_case(&wanted))
    }) && letters.next().is_none()
}

/// A string that is not blank, or a number; anything else is passed over.
struct Scalar;

impl<'de> DeserializeSeed<'de> for Scalar {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        let value = value.trim();
        Ok((!value.is_empty()).then(|| value.to_owned()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(json: &str) -> String {
        match identified(json.as_bytes()) {
            Ok(Some((_, fragment))) => fragment,
            Ok(None) => "nothing".to_owned(),
            Err(reason) => reason.to_string(),
        }
    }

    #[test]
    fn its_own_id_else_its_address_else_a_hash() {
        assert_eq!(fragment(r#"{"title":"t","id":7}"#), "7");
        assert_eq!(fragment(r#"{"_id":"b","ID":"a/b c"}"#), "a/b c");
        assert_eq!(fragment(r#"{"id":null,"guid":"x#1"}"#), "x%231");
        assert_eq!(
            fragment(r#"{"id":{"a":[1]},"url":"https://example.org/1"}"#),
            "https://example.org/1"
        );
        assert_eq!(fragment(r#"{"id":"  ","title":"t","body":"b"}"#).len(), 13);
        let (one, two) = (
            r#"{"title":"t","text":"b"}"#,
            r#"{"x":1,"text":"b","title":"t"}"#,
        );
        assert_eq!(fragment(one), fragment(two));
        assert_ne!(fragment(one), fragment(r#"{"title":"t","text":"c"}"#));
    }

    #[test]
    fn what_is_no_record() {
        assert_eq!(fragment(r#"{"index":{"_id":"1"}}"#), "nothing");
        assert_eq!(fragment("[1]"), "not a JSON object");
        assert_eq!(
            fragment(r#"{"a":}"#),
            "not valid JSON: expected value at column 6"
        );
        assert_eq!(
            fragment(r#"{"a":1} x"#),
            "not valid JSON: trailing characters at column 9"
        );
    }
}
