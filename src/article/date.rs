//! Dates as news writes them → [`When`]: an instant, the offset as given, and
//! whether only the day is known.
//!
//! A date is read or refused, never guessed: `05/06/2024` is refused, because
//! half of the world reads it as June. Knows no clock: today is given.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A publication date or instant, as exactly as it was given.
///
/// `Display` writes RFC 3339 with the offset that was given:
/// `2025-03-12T07:20:00+08:00`, without an offset `2025-03-12T07:20:00`, and
/// for a day `2025-03-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// Seconds since 1970-01-01T00:00:00Z. Where only the day is known:
    /// midnight UTC of that day.
    pub seconds: i64,
    /// Offset from UTC in minutes as it was written; `None` where none was
    /// given (then `seconds` reads the clock time as UTC).
    pub offset_minutes: Option<i16>,
    /// True where no time of day was given.
    pub day_only: bool,
}

impl When {
    /// A day of the calendar, or `None` where there is no such day.
    pub fn midnight(year: i16, month: i8, day: i8) -> Option<When> {
        let day = Date::new(year, month, day).ok()?;
        let seconds = seconds_utc(day.at(0, 0, 0, 0))?;
        Some(When {
            seconds,
            offset_minutes: None,
            day_only: true,
        })
    }

    /// The day as the place of writing counts it, as the number `yyyymmdd`.
    pub fn day(&self) -> i32 {
        let date = self.clock().date();
        i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
    }

    /// What the clock showed where the date was written.
    fn clock(&self) -> DateTime {
        let offset_seconds = i64::from(self.offset_minutes.unwrap_or(0)) * 60;
        let shown = self.seconds.saturating_add(offset_seconds);
        let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let instant = Timestamp::from_second(shown.clamp(first, last)).unwrap_or_default();
        Offset::UTC.to_datetime(instant)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = self.clock();
        write!(
            f,
            "{:04}-{:02}-{:02}",
            clock.year(),
            clock.month(),
            clock.day()
        )?;
        if self.day_only {
            return Ok(());
        }
        write!(
            f,
            "T{:02}:{:02}:{:02}",
            clock.hour(),
            clock.minute(),
            clock.second()
        )?;
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// Reads a date in one of the forms that news and its file formats use; the
/// error says what is wrong, with the text: `31 February 2024 is no date`.
pub fn parse(text: &str, now_seconds: i64) -> Result<When, String> {
    let trimmed = text.trim();
    let refused = |why: &str| Err(format!("{} {why}", brief(trimmed)));
    if trimmed.is_empty() {
        return Err("the date is empty".to_owned());
    }
    if trimmed.len() > LENGTH_MAX {
        return refused("is no date");
    }
    let when = match read(trimmed) {
        Ok(when) => when,
        Err(why) => return refused(why),
    };
    if when.day() < FIRST_DAY {
        return refused("is before 1700");
    }
    if when.seconds > now_seconds.saturating_add(DAY_SECONDS) {
        return refused("is in the future");
    }
    Ok(when)
}

/// Longer text is no date: `Sun Jun 02 2024 10:15:00 GMT+0200 (Central
/// European Summer Time)` has 63 bytes.
const LENGTH_MAX: usize = 120;

/// Newspapers begin in the 17th century; in practice a date before 1700 is a
/// default value such as year 1.
const FIRST_DAY: i32 = 17_000_101;

const DAY_SECONDS: i64 = 86_400;

const NO_DATE: &str = "is no date";

/// Day, clock and offset as they were written, before the calendar is asked.
#[derive(Clone, Copy, Default)]
struct Fields {
    year: i32,
    month: u32,
    day: u32,
    clock: Option<Clock>,
    offset_minutes: Option<i16>,
}

#[derive(Clone, Copy, Default)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
}

impl Fields {
    fn when(self) -> Result<When, &'static str> {
        let no_date = |_| NO_DATE;
        let year = i16::try_from(self.year).map_err(|_| NO_DATE)?;
        let month = i8::try_from(self.month).map_err(|_| NO_DATE)?;
        let day = i8::try_from(self.day).map_err(|_| NO_DATE)?;
        let date = Date::new(year, month, day).map_err(no_date)?;
        let Some(clock) = self.clock else {
            return When::midnight(year, month, day).ok_or(NO_DATE);
        };
        let midnight = seconds_utc(date.at(0, 0, 0, 0)).ok_or(NO_DATE)?;
        let seconds =
            midnight + clock.seconds()? - i64::from(self.offset_minutes.unwrap_or(0)) * 60;
        Ok(When {
            seconds,
            offset_minutes: self.offset_minutes,
            day_only: false,
        })
    }
}

impl Clock {
    /// Seconds since midnight. `24:00` is the end of the day, and a leap
    /// second is the second before it.
    fn seconds(self) -> Result<i64, &'static str> {
        let end_of_day = self.hour == 24 && self.minute == 0 && self.second == 0;
        if (self.hour > 23 && !end_of_day) || self.minute > 59 || self.second > 60 {
            return Err("has an impossible time");
        }
        Ok(i64::from(
            self.hour * 3600 + self.minute * 60 + self.second.min(59),
        ))
    }
}

fn seconds_utc(clock: DateTime) -> Option<i64> {
    Some(Offset::UTC.to_timestamp(clock).ok()?.as_second())
}

fn read(text: &str) -> Result<When, &'static str> {
    if let Some(when) = epoch(text) {
        return Ok(when);
    }
    let plain = stamp(text)
        .or_else(|| east_asian(text))
        .unwrap_or_else(|| text.to_owned());
    // `… (Central European Summer Time)` and `…[Europe/Berlin]` repeat the
    // offset before them.
    let written = plain.split(['(', '[']).next().unwrap_or_default();
    let mut tokens = tokens(written);
    if tokens.len() > TOKENS_MAX {
        return Err(NO_DATE);
    }
    let mut fields = Fields::default();
    take_clock(&mut tokens, &mut fields)?;
    take_day(&tokens, &mut fields)?;
    fields.when()
}

const TOKENS_MAX: usize = 40;

/// Seconds, milliseconds or microseconds since 1970, as JSON gives them.
fn epoch(text: &str) -> Option<When> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        13 => number / 1_000,
        16 => number / 1_000_000,
        _ => return None,
    };
    Some(When {
        seconds,
        offset_minutes: Some(0),
        day_only: false,
    })
}

/// `20240602101500` → `20240602T101500`, as GDELT and web archives write it.
fn stamp(text: &str) -> Option<String> {
    let digits = matches!(text.len(), 12 | 14) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| format!("{}T{}", &text[..8], &text[8..]))
}

/// `2024年6月2日 下午3时15分` → `2024-6-2 3:15 pm`; Korean likewise.
fn east_asian(text: &str) -> Option<String> {
    if !text.contains(['年', '년']) {
        return None;
    }
    let afternoon = ["下午", "晚上", "午後", "오후"]
        .iter()
        .any(|word| text.contains(word));
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '年' | '月' | '년' | '월' => plain.push('-'),
            '时' | '時' | '点' | '點' | '시' => plain.push(':'),
            '０'..='９' => plain.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
            '：' => plain.push(':'),
            c if c.is_ascii() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    let mut plain = plain.replace("- ", "-").replace(": ", ":");
    plain.truncate(plain.trim_end().len());
    if plain.ends_with(':') {
        plain.push_str("00");
    }
    if afternoon {
        plain.push_str(" pm");
    }
    Some(plain)
}

#[derive(Clone, Debug, PartialEq)]
struct Token {
    kind: Kind,
    /// As written.
    text: String,
    /// True after white space.
    spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Number,
    Word,
    Mark,
}

impl Token {
    fn is_mark(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    fn lower(&self) -> String {
        self.text.to_lowercase()
    }

    /// The number, where it has at most `digits` digits.
    fn number(&self, digits: usize) -> Option<u32> {
        let fits = self.kind == Kind::Number && self.text.len() <= digits;
        if fits { self.text.parse().ok() } else { None }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut spaced = false;
    for c in text.chars() {
        let kind = match c {
            c if c.is_whitespace() || c.is_control() => {
                spaced = true;
                continue;
            }
            '0'..='9' => Kind::Number,
            c if c.is_alphabetic() => Kind::Word,
            _ => Kind::Mark,
        };
        match found.last_mut() {
            Some(last) if last.kind == kind && kind != Kind::Mark && !spaced => last.text.push(c),
            _ => found.push(Token {
                kind,
                text: c.to_string(),
                spaced,
            }),
        }
        spaced = false;
    }
    found
}

/// Takes the time of day and the offset out of `tokens`.
fn take_clock(tokens: &mut Vec<Token>, fields: &mut Fields) -> Result<(), &'static str> {
    let Some((start, mut end, mut clock)) = find_clock(tokens)? else {
        return Ok(());
    };
    if let Some((length, afternoon)) = half_day(&tokens[end..]) {
        if clock.hour == 0 || clock.hour > 12 {
            // `15:20 pm` is seen, and clear; `0:20 pm` is noon twenty.
            clock.hour += if afternoon && clock.hour == 0 { 12 } else { 0 };
        } else {
            clock.hour = clock.hour % 12 + if afternoon { 12 } else { 0 };
        }
        end += length;
    }
    fields.clock = Some(clock);
    while let Some((length, offset)) = zone(&tokens[end..]) {
        fields.offset_minutes = fields.offset_minutes.or(offset);
        end += length;
    }
    // A mark stays behind, so that the numbers on both sides do not touch.
    let gap = Token {
        kind: Kind::Mark,
        text: ",".to_owned(),
        spaced: true,
    };
    tokens.splice(start..end, [gap]);
    Ok(())
}

/// The first time of day: where it starts and ends in `tokens`.
fn find_clock(tokens: &[Token]) -> Result<Option<(usize, usize, Clock)>, &'static str> {
    for start in 0..tokens.len() {
        if let Some(hour) = tokens[start].number(2) {
            if let Some((length, clock)) = clock_with_colons(hour, &tokens[start + 1..]) {
                let after_t = start > 0 && tokens[start - 1].lower() == "t";
                return Ok(Some((
                    start - usize::from(after_t),
                    start + 1 + length,
                    clock,
                )));
            }
            if half_day(&tokens[start + 1..]).is_some() {
                return Ok(Some((
                    start,
                    start + 1,
                    Clock {
                        hour,
                        ..Clock::default()
                    },
                )));
            }
        }
        let after_day = start > 0 && tokens[start - 1].kind == Kind::Number;
        let colons = tokens
            .get(start + 2)
            .is_some_and(|token| token.is_mark(":"));
        let basic = tokens[start].lower() == "t" && start + 1 < tokens.len();
        if basic && after_day && !colons {
            let clock = clock_without_colons(&tokens[start + 1].text).ok_or(NO_DATE)?;
            let end = start + 2 + fraction(&tokens[start + 2..]);
            return Ok(Some((start, end, clock)));
        }
    }
    Ok(None)
}

/// `:15:00.123` after the hour; French `h15` likewise.
fn clock_with_colons(hour: u32, rest: &[Token]) -> Option<(usize, Clock)> {
    let separator = rest.first()?;
    let hours = separator.kind == Kind::Word && separator.lower() == "h";
    let minute = rest.get(1).filter(|token| !token.spaced || hours);
    if !separator.is_mark(":") && !hours {
        return None;
    }
    let Some(minute) = minute
        .filter(|token| token.text.len() == 2)
        .and_then(|t| t.number(2))
    else {
        return hours.then_some((
            1,
            Clock {
                hour,
                ..Clock::default()
            },
        ));
    };
    let mut clock = Clock {
        hour,
        minute,
        second: 0,
    };
    let mut length = 2;
    if rest.get(2).is_some_and(|token| token.is_mark(":"))
        && let Some(second) = rest.get(3).and_then(|token| token.number(2))
    {
        clock.second = second;
        length = 4 + fraction(&rest[4..]);
    }
    Some((length, clock))
}

/// How many tokens a fraction of a second takes: it is not kept.
fn fraction(rest: &[Token]) -> usize {
    match rest {
        [point, digits, ..]
            if (point.is_mark(".") || point.is_mark(","))
                && !digits.spaced
                && digits.kind == Kind::Number =>
        {
            2
        }
        _ => 0,
    }
}

/// `10`, `1015` or `101500`.
fn clock_without_colons(digits: &str) -> Option<Clock> {
    let two = |at: usize| match digits.get(at..at + 2) {
        Some(pair) => pair.parse().ok(),
        None => Some(0),
    };
    if !matches!(digits.len(), 2 | 4 | 6) {
        return None;
    }
    Some(Clock {
        hour: two(0)?,
        minute: two(2)?,
        second: two(4)?,
    })
}

/// `am`, `p.m.`: how many tokens it takes, and whether it is the afternoon.
fn half_day(rest: &[Token]) -> Option<(usize, bool)> {
    let first = rest.first()?.lower();
    match first.as_str() {
        "am" => return Some((1, false)),
        "pm" => return Some((1, true)),
        "a" | "p" => {}
        _ => return None,
    }
    let dotted = rest.get(1)?.is_mark(".") && rest.get(2)?.lower() == "m";
    let last_dot = rest.get(3).is_some_and(|token| token.is_mark("."));
    dotted.then_some((3 + usize::from(last_dot), first == "p"))
}

/// A zone name or an offset at the start of `rest`: how many tokens, and the
/// minutes where the name says them.
fn zone(rest: &[Token]) -> Option<(usize, Option<i16>)> {
    let first = rest.first()?;
    if let Some(found) = signed_offset(rest) {
        return Some(found);
    }
    if first.kind != Kind::Word {
        return None;
    }
    if let Some(&(_, minutes)) = ZONES
        .iter()
        .find(|(name, _)| *name == first.text.to_uppercase())
    {
        let added = if minutes == 0 {
            signed_offset(&rest[1..])
        } else {
            None
        };
        return Some(match added {
            Some((length, offset)) => (1 + length, offset),
            None => (1, Some(minutes)),
        });
    }
    // `ET` and `IST` are zones whose offset depends on the day or on the
    // country: the clock time is kept, and no offset is made up.
    let abbreviation = matches!(first.text.len(), 2..=5)
        && first.text.bytes().all(|b| b.is_ascii_uppercase())
        && month(&first.lower()).is_none()
        && !is_filler(&first.lower());
    abbreviation.then_some((1, None))
}

/// `+08:00`, `+0800`, `+08`.
fn signed_offset(rest: &[Token]) -> Option<(usize, Option<i16>)> {
    let (sign, digits) = (rest.first()?, rest.get(1)?);
    let negative = sign.is_mark("-") || sign.is_mark("\u{2212}");
    if (!negative && !sign.is_mark("+")) || digits.spaced || digits.kind != Kind::Number {
        return None;
    }
    let (length, hours, minutes): (usize, i16, i16) = match digits.text.len() {
        4 => (
            2,
            digits.text[..2].parse().ok()?,
            digits.text[2..].parse().ok()?,
        ),
        1 | 2 => {
            let colon = rest.get(2).is_some_and(|token| token.is_mark(":"));
            let minutes = rest
                .get(3)
                .filter(|_| colon)
                .and_then(|token| token.number(2));
            let length = if minutes.is_some() { 4 } else { 2 };
            (
                length,
                digits.text.parse().ok()?,
                i16::try_from(minutes.unwrap_or(0)).ok()?,
            )
        }
        _ => return None,
    };
    if hours > 18 || minutes > 59 {
        return None;
    }
    let offset = hours * 60 + minutes;
    Some((length, Some(if negative { -offset } else { offset })))
}

/// Offsets in minutes; those of RFC 2822, and the ones that news use and that
/// mean one thing only.
const ZONES: &[(&str, i16)] = &[
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("WET", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("PKT", 300),
    ("WIB", 420),
    ("SGT", 480),
    ("HKT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Year, month and day from what is left without the time of day.
fn take_day(tokens: &[Token], fields: &mut Fields) -> Result<(), &'static str> {
    let mut numbers: Vec<&Token> = Vec::new();
    let mut months: Vec<(u32, usize)> = Vec::new();
    let mut dots = true;
    for token in tokens {
        match token.kind {
            Kind::Number => numbers.push(token),
            Kind::Mark => dots &= token.text == ".",
            Kind::Word => {
                let word = token.lower();
                if let Some(month) = month(&word) {
                    months.push((month, numbers.len()));
                } else if !is_filler(&word) {
                    return Err(NO_DATE);
                }
            }
        }
    }
    // `mar. 5 mars`: the first is Tuesday.
    match months.last() {
        Some(&(month, numbers_before)) => {
            fields.month = month;
            (fields.day, fields.year) = beside_a_month(&numbers, numbers_before)?;
        }
        None => (fields.year, fields.month, fields.day) = all_numbers(&numbers, dots)?,
    }
    Ok(())
}

/// Day and year, where the month is a word.
fn beside_a_month(numbers: &[&Token], before: usize) -> Result<(u32, i32), &'static str> {
    let &[first, second] = numbers else {
        return Err(if numbers.len() < 2 {
            "names no day"
        } else {
            NO_DATE
        });
    };
    if let Some(day) = second.number(2).filter(|_| first.text.len() == 4) {
        return Ok((day, first.text.parse().map_err(|_| NO_DATE)?));
    }
    let day = first.number(2).ok_or(NO_DATE)?;
    let number: i32 = second.text.parse().map_err(|_| NO_DATE)?;
    match second.text.len() {
        4 => Ok((day, number)),
        // RFC 2822, 4.3; only as it writes them: day, month, year.
        2 if before == 1 => Ok((day, number + if number < 50 { 2000 } else { 1900 })),
        _ => Err(NO_DATE),
    }
}

/// Year, month and day, where all three are numbers.
fn all_numbers(numbers: &[&Token], dots: bool) -> Result<(i32, u32, u32), &'static str> {
    if let [one] = numbers
        && one.text.len() == 8
    {
        let part = |text: &str| text.parse::<u32>().map_err(|_| NO_DATE);
        let year = i32::try_from(part(&one.text[..4])?).map_err(|_| NO_DATE)?;
        return Ok((year, part(&one.text[4..6])?, part(&one.text[6..])?));
    }
    let &[first, second, third] = numbers else {
        return Err(if (1..3).contains(&numbers.len()) {
            "names no day"
        } else {
            NO_DATE
        });
    };
    let year = |token: &Token| token.text.parse::<i32>().map_err(|_| NO_DATE);
    let small = |token: &Token| token.number(2).ok_or(NO_DATE);
    if first.text.len() == 4 {
        return Ok((year(first)?, small(second)?, small(third)?));
    }
    if third.text.len() != 4 {
        return Err(NO_DATE);
    }
    let (a, b, year) = (small(first)?, small(second)?, year(third)?);
    match (a > 12, b > 12) {
        (true, _) => Ok((year, b, a)),
        (false, true) => Ok((year, a, b)),
        // With dots the day always comes first: 2.6.2024.
        (false, false) if a == b || dots => Ok((year, b, a)),
        (false, false) => Err("may be read as two different days"),
    }
}

/// True for a month's name or abbreviation in lower case.
pub(super) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

fn month(word: &str) -> Option<u32> {
    let row = MONTHS.iter().position(|names| names.contains(&word))?;
    u32::try_from(row + 1).ok()
}

/// Month names and their abbreviations: English, Spanish, French, German,
/// Portuguese, Italian, Dutch, Swedish, Russian.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "enero",
        "ene",
        "janvier",
        "janv",
        "januar",
        "jänner",
        "janeiro",
        "gennaio",
        "gen",
        "januari",
        "января",
        "янв",
    ],
    &[
        "february",
        "feb",
        "febrero",
        "février",
        "fevrier",
        "févr",
        "fév",
        "februar",
        "fevereiro",
        "fev",
        "febbraio",
        "februari",
        "февраля",
        "фев",
    ],
    &[
        "march",
        "mar",
        "marzo",
        "mars",
        "märz",
        "maerz",
        "mär",
        "mrz",
        "março",
        "marco",
        "maart",
        "mrt",
        "марта",
        "мар",
    ],
    &[
        "april",
        "apr",
        "abril",
        "abr",
        "avril",
        "avr",
        "aprile",
        "апреля",
        "апр",
    ],
    &[
        "may", "mayo", "mai", "maio", "maggio", "mag", "mei", "maj", "мая", "май",
    ],
    &[
        "june", "jun", "junio", "juin", "juni", "junho", "giugno", "giu", "июня", "июн",
    ],
    &[
        "july", "jul", "julio", "juillet", "juil", "juli", "julho", "luglio", "lug", "июля", "июл",
    ],
    &[
        "august",
        "aug",
        "agosto",
        "ago",
        "août",
        "aout",
        "augustus",
        "augusti",
        "августа",
        "авг",
    ],
    &[
        "september",
        "sep",
        "sept",
        "septiembre",
        "setiembre",
        "set",
        "septembre",
        "setembro",
        "settembre",
        "sett",
        "сентября",
        "сен",
    ],
    &[
        "october",
        "oct",
        "octubre",
        "octobre",
        "oktober",
        "okt",
        "outubro",
        "out",
        "ottobre",
        "ott",
        "октября",
        "окт",
    ],
    &[
        "november",
        "nov",
        "noviembre",
        "novembre",
        "novembro",
        "ноября",
        "ноя",
    ],
    &[
        "december",
        "dec",
        "diciembre",
        "dic",
        "décembre",
        "decembre",
        "déc",
        "dezember",
        "dez",
        "dezembro",
        "dicembre",
        "декабря",
        "дек",
    ],
];

/// Words that stand beside a date and say nothing about it: weekdays,
/// ordinal endings, "published".
fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// True where hardly a word is not part of a date: a date line, not a sentence
/// with a date in it.
pub(super) fn is_date_alone(text: &str) -> bool {
    let others = text.split(|c: char| !c.is_alphabetic()).filter(|word| {
        let word = word.to_lowercase();
        word.chars().count() > 2 && !is_month(&word) && !is_filler(&word)
    });
    // Time zones and words such as `Updated` in languages not listed.
    others.count() <= 2
}

const FILLERS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "lunes",
    "martes",
    "miércoles",
    "miercoles",
    "jueves",
    "viernes",
    "sábado",
    "sabado",
    "domingo",
    "lun",
    "mié",
    "mie",
    "jue",
    "vie",
    "sáb",
    "sab",
    "dom",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "gio",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "st",
    "nd",
    "rd",
    "th",
    "er",
    "º",
    "ª",
    "the",
    "of",
    "on",
    "at",
    "de",
    "del",
    "d",
    "el",
    "le",
    "la",
    "las",
    "les",
    "à",
    "a",
    "às",
    "den",
    "der",
    "am",
    "um",
    "uhr",
    "h",
    "hrs",
    "il",
    "alle",
    "ore",
    "om",
    "uur",
    "г",
    "t",
    "date",
    "dated",
    "published",
    "posted",
    "updated",
    "modified",
    "last",
    "first",
    "issued",
    "publié",
    "mis",
    "jour",
    "publicado",
    "veröffentlicht",
    "stand",
    "pubblicato",
    "gepubliceerd",
    "local",
    "time",
];

/// The text as a message shows it: one short line.
fn brief(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if line.chars().count() <= SHOWN_MAX {
        return line;
    }
    line.chars().take(SHOWN_MAX).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 22 November 2026, noon.
    const NOW: i64 = 1_795_348_800;

    fn check(text: &str, wanted: &str) {
        let found = match parse(text, NOW) {
            Ok(when) => when.to_string(),
            Err(why) => format!("error: {why}"),
        };
        assert_eq!(found, wanted, "{text:?}");
    }

    #[test]
    fn machine_forms() {
        check("2025-03-12T07:20:00+08:00", "2025-03-12T07:20:00+08:00");
        check("2025-03-12T07:20:00Z", "2025-03-12T07:20:00Z");
        check(
            "2025-03-12T07:20:00.123456-0500",
            "2025-03-12T07:20:00-05:00",
        );
        check("2025-03-12T07:20:00", "2025-03-12T07:20:00");
        check("2025-03-12 07:20:00", "2025-03-12T07:20:00");
        check("2025-03-12 07:20:00 UTC", "2025-03-12T07:20:00Z");
        check("2025-03-12 07:20:00 +0800", "2025-03-12T07:20:00+08:00");
        check("2025-03-12T07:20", "2025-03-12T07:20:00");
        check("2025-03-12T07:20+05:30", "2025-03-12T07:20:00+05:30");
        check(
            "2025-03-12T07:20:00+01:00[Europe/Berlin]",
            "2025-03-12T07:20:00+01:00",
        );
        check("2025-03-12", "2025-03-12");
        check("2025/3/12", "2025-03-12");
        check("20250312", "2025-03-12");
        check("20250312T072000Z", "2025-03-12T07:20:00Z");
        check("20250312T072000-0500", "2025-03-12T07:20:00-05:00");
        check("20250312072000", "2025-03-12T07:20:00");
        check("1741764000", "2025-03-12T07:20:00Z");
        check("1741764000.5", "2025-03-12T07:20:00Z");
        check("1741764000123", "2025-03-12T07:20:00Z");
        check("2025-03-12T24:00:00Z", "2025-03-13T00:00:00Z");
        check("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
    }

    #[test]
    fn mail_and_feeds() {
        check(
            "Wed, 12 Mar 2025 07:20:00 +0800",
            "2025-03-12T07:20:00+08:00",
        );
        check("Wed, 12 Mar 25 07:20 EST", "2025-03-12T07:20:00-05:00");
        check("12 Mar 97 07:20:00 GMT", "1997-03-12T07:20:00Z");
        check(
            "Wed, 12 Mar 2025 07:20:00 -0000 (UTC)",
            "2025-03-12T07:20:00Z",
        );
        check("03-MAY-1991 08:12:30.45", "1991-05-03T08:12:30");
        check(
            "Wed Mar 12 2025 07:20:00 GMT+0200 (Eastern European Standard Time)",
            "2025-03-12T07:20:00+02:00",
        );
    }

    #[test]
    fn as_printed() {
        check("June 2, 2024", "2024-06-02");
        check("2 June 2024", "2024-06-02");
        check("Mon 2 Jun 2024 10:15 BST", "2024-06-02T10:15:00+01:00");
        check(
            "Published: Sunday, June 2nd, 2024 at 10:15 a.m. ET",
            "2024-06-02T10:15:00",
        );
        check("June 2, 2024 3:15 PM EDT", "2024-06-02T15:15:00-04:00");
        check("Sept. 2, 2024 12am", "2024-09-02T00:00:00");
        check("10:15, 2 June 2024", "2024-06-02T10:15:00");
        check("2 de junio de 2024", "2024-06-02");
        check("2 juin 2024 à 10h15", "2024-06-02T10:15:00");
        check("mar. 5 mars 2024", "2024-03-05");
        check("1er mars 2024", "2024-03-01");
        check("2. Juni 2024, 10:15 Uhr", "2024-06-02T10:15:00");
        check("2 de março de 2024", "2024-03-02");
        check("domenica 2 giugno 2024", "2024-06-02");
        check("2024年6月2日", "2024-06-02");
        check("2024年6月2日 星期日 下午3时15分", "2024-06-02T15:15:00");
        check("2024年6月2日10:15", "2024-06-02T10:15:00");
        check("2024년 6월 2일", "2024-06-02");
        check("13/06/2024", "2024-06-13");
        check("06/13/2024", "2024-06-13");
        check("06/06/2024", "2024-06-06");
        check("2.6.2024", "2024-06-02");
    }

    #[test]
    fn refused() {
        check(
            "02/06/2024",
            "error: 02/06/2024 may be read as two different days",
        );
        check("31 February 2024", "error: 31 February 2024 is no date");
        check("2023-02-29", "error: 2023-02-29 is no date");
        check("2024-13-01", "error: 2024-13-01 is no date");
        check(
            "2 June 2024 25:00",
            "error: 2 June 2024 25:00 has an impossible time",
        );
        check("1 January 1699", "error: 1 January 1699 is before 1700");
        check(
            "0001-01-01T00:00:00Z",
            "error: 0001-01-01T00:00:00Z is before 1700",
        );
        check("2026-11-24", "error: 2026-11-24 is in the future");
        check("2026-11-23", "2026-11-23");
        check("June 2024", "error: June 2024 names no day");
        check("2024", "error: 2024 names no day");
        check("2 hours ago", "error: 2 hours ago is no date");
        check("yesterday", "error: yesterday is no date");
        check("  ", "error: the date is empty");
        check("\u{1b}[31m", "error:  [31m is no date");
        check(
            &"9".repeat(500),
            &format!("error: {}… is no date", "9".repeat(60)),
        );
        check("T", "error: T is no date");
        check("1T", "error: 1T names no day");
        check("99999999T", "error: 99999999T is no date");
        check("é年", "error: é年 is no date");
    }

    #[test]
    fn day_is_the_local_one() {
        let when = parse("2025-03-12T00:20:00+08:00", NOW).unwrap();
        assert_eq!(when.day(), 20_250_312);
        let seconds = when.seconds;
        assert_eq!(parse("2025-03-11T16:20:00Z", NOW).unwrap().seconds, seconds);
        assert_eq!(When::midnight(2025, 3, 12).unwrap().day(), 20_250_312);
        assert_eq!(When::midnight(2025, 2, 30), None);
    }

    #[test]
    fn any_stored_value_can_be_shown() {
        let odd = When {
            seconds: i64::MAX,
            offset_minutes: Some(i16::MIN),
            day_only: false,
        };
        assert!(odd.to_string().starts_with("9999-"));
    }

    #[test]
    fn written_again_it_is_the_same() {
        for text in [
            "2025-03-12T07:20:00+08:00",
            "2025-03-12",
            "12 Mar 25 07:20 EST",
            "1741764000",
        ] {
            let when = parse(text, NOW).unwrap();
            assert_eq!(parse(&when.to_string(), NOW), Ok(when));
        }
    }
}
