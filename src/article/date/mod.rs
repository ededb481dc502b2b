//! Dates as news writes them → [`When`]: an instant, the offset as given, and
//! whether only the day is known.
//!
//! A date is read or refused, never guessed: `05/06/2024` is refused, because
//! half of the world reads it as June. Knows no clock: today is given.

mod clock;
mod names;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use self::clock::take_clock;
pub(super) use self::names::{is_date_alone, is_month};
use self::names::{is_filler, month};

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
        return refused(IN_THE_FUTURE);
    }
    Ok(when)
}

/// What is wrong with a date later than the present.
pub(super) const IN_THE_FUTURE: &str = "is in the future";

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

/// Year, month and day from what is left without the time of day.
fn take_day(tokens: &[Token], fields: &mut Fields) -> Result<(), &'static str> {
    let mut numbers: Vec<&Token> = Vec::new();
    let mut months: Vec<(u32, usize)> = Vec::new();
    let mut dots = true;
    for token in tokens {
        match token.kind {
            Kind::Number => numbers.push(token),
            // Marks around the day say nothing of it: `2.6.2024, 10:15`.
            Kind::Mark if matches!(numbers.len(), 1 | 2) => dots &= token.text == ".",
            Kind::Mark => {}
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
