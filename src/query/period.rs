//! Dates as people type them → [`Period`]s.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, Timestamp};

/// A day of the calendar as the number `yyyymmdd`, which compares as days do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day, where there is one such.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Day::of)
    }

    fn of(date: Date) -> Self {
        Day(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
    }

    fn date(self) -> Option<Date> {
        let (year, month, day) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
        Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
    }

    /// The second since 1970 at which the day begins in UTC.
    fn first_second(self) -> Option<i64> {
        let midnight = self.date()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(midnight.timestamp().as_second())
    }

    fn minus(self, span: Span) -> Option<Self> {
        self.date()?.checked_sub(span).ok().map(Day::of)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0 / 10_000,
            self.0 / 100 % 100,
            self.0 % 100
        )
    }
}

/// One end of a [`Period`], itself included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day as the article writes it, in the article's own time zone.
    Day(Day),
    /// An instant, in seconds since 1970 UTC.
    Second(i64),
}

/// A span of time, both ends included; an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Option<Moment>,
    /// The last moment.
    pub to: Option<Moment>,
}

impl Period {
    /// From the beginning of one to the end of the other, or `None` where that
    /// is before.
    pub fn between(since: &Period, until: &Period) -> Option<Self> {
        let between = Period {
            from: since.from,
            to: until.to,
        };
        (!is_backwards(between.from, between.to)).then_some(between)
    }

    /// From the beginning of `text` on, as `--since` means it.
    pub fn since(text: &str, today: Day) -> Result<Self, String> {
        Ok(Period {
            from: end(text.trim(), today)?.from,
            to: None,
        })
    }

    /// To the end of `text`, as `--until` means it. For a number of days back
    /// that is the day itself.
    pub fn until(text: &str, today: Day) -> Result<Self, String> {
        let Period { from, to } = end(text.trim(), today)?;
        Ok(Period {
            from: None,
            to: to.or(from),
        })
    }
}

impl Period {
    /// The first and the last second, since 1970; days are those of UTC.
    pub fn seconds(&self) -> (Option<i64>, Option<i64>) {
        let first = |moment: Moment| match moment {
            Moment::Day(day) => day.first_second(),
            Moment::Second(second) => Some(second),
        };
        let last = |moment: Moment| match moment {
            Moment::Day(day) => Some(day.first_second()? + 86_399),
            Moment::Second(second) => Some(second),
        };
        (self.from.and_then(first), self.to.and_then(last))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |f: &mut fmt::Formatter<'_>, moment: Option<Moment>| match moment {
            Some(Moment::Day(day)) => write!(f, "{day}"),
            Some(Moment::Second(second)) => match Timestamp::from_second(second) {
                Ok(instant) => write!(f, "{instant}"),
                Err(_) => Ok(()),
            },
            None => Ok(()),
        };
        end(f, self.from)?;
        if self.from != self.to {
            f.write_str("..")?;
            end(f, self.to)?;
        }
        Ok(())
    }
}

/// Reads `2024`, `2024-06`, `2024-06-02`, an RFC 3339 instant, `today`,
/// `yesterday`, `7d` `3w` `6m` `1y` (from so long ago until now), and two of
/// them around `..`, either of which may be missing.
pub fn period(text: &str, today: Day) -> Result<Period, String> {
    let text = text.trim();
    let ranged = |text: &str| one(text, today).ok_or_else(|| unreadable(text));
    if let Some((from, to)) = text.split_once("..") {
        let from = if from.is_empty() {
            None
        } else {
            ranged(from)?.from
        };
        let to = if to.is_empty() {
            None
        } else {
            let last = ranged(to)?;
            last.to.or(last.from)
        };
        if from.is_none() && to.is_none() {
            return Err(unreadable(text));
        }
        if is_backwards(from, to) {
            return Err(format!("`{text}` ends before it begins"));
        }
        return Ok(Period { from, to });
    }
    ranged(text)
}

/// One end of a span of time, where the other is said elsewhere or open.
fn end(text: &str, today: Day) -> Result<Period, String> {
    one(text, today).ok_or_else(|| match period(text, today) {
        Ok(_) => format!("`{text}` is a span of time; name one date"),
        Err(_) => format!("`{}` is no date; write {ONE} or yesterday", shown(text)),
    })
}

/// True where both ends are days and the last comes first.
fn is_backwards(from: Option<Moment>, to: Option<Moment>) -> bool {
    match (from, to) {
        (Some(Moment::Day(from)), Some(Moment::Day(to))) => from > to,
        (Some(Moment::Second(from)), Some(Moment::Second(to))) => from > to,
        _ => false,
    }
}

fn one(text: &str, today: Day) -> Option<Period> {
    let day = |day: Day| Period {
        from: Some(Moment::Day(day)),
        to: Some(Moment::Day(day)),
    };
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "today" => return Some(day(today)),
        "yesterday" => return today.minus(Span::new().days(1)).map(day),
        _ => {}
    }
    if let Some(from) = ago(&lower, today) {
        return Some(Period {
            from: Some(Moment::Day(from)),
            to: None,
        });
    }
    if text.contains('T')
        && let Ok(instant) = text.parse::<Timestamp>()
    {
        let second = Some(Moment::Second(instant.as_second()));
        return Some(Period {
            from: second,
            to: second,
        });
    }
    calendar(text)
}

/// `7d`, `3w`, `6m`, `1y` before today.
fn ago(text: &str, today: Day) -> Option<Day> {
    let unit = text.chars().next_back()?;
    let number: i32 = text[..text.len() - unit.len_utf8()].parse().ok()?;
    let span = Span::new();
    let span = match unit {
        'd' => span.try_days(number),
        'w' => span.try_weeks(number),
        'm' => span.try_months(number),
        'y' => span.try_years(number),
        _ => return None,
    };
    today.minus(span.ok().filter(|_| number >= 0)?)
}

/// A year, a month, or a day.
fn calendar(text: &str) -> Option<Period> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &&str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(parts.first()?, 4) || !parts[1..].iter().all(|part| digits(part, 2)) {
        return None;
    }
    let year: i16 = parts[0].parse().ok()?;
    let (from, to) = match parts.len() {
        1 => (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
        2 => {
            let first = Date::new(year, parts[1].parse().ok()?, 1).ok()?;
            (first, first.last_of_month())
        }
        3 => {
            let day = Date::new(year, parts[1].parse().ok()?, parts[2].parse().ok()?).ok()?;
            (day, day)
        }
        _ => return None,
    };
    Some(Period {
        from: Some(Moment::Day(Day::of(from))),
        to: Some(Moment::Day(Day::of(to))),
    })
}

/// How a date may be written, for who wrote none.
const ONE: &str = "2024, 2024-06, 2024-06-02, 7d";

fn unreadable(text: &str) -> String {
    format!(
        "`{}` is no date; write {ONE}, yesterday or 2024-01..2024-03",
        shown(text)
    )
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = Day(20240301);

    fn read(text: &str) -> String {
        period(text, TODAY).map_or_else(|e| e, |p| p.to_string())
    }

    #[test]
    fn dates_as_people_type_them() {
        for (text, wanted) in [
            ("2024", "2024-01-01..2024-12-31"),
            ("2024-02", "2024-02-01..2024-02-29"),
            ("2024-02-03", "2024-02-03"),
            ("yesterday", "2024-02-29"),
            ("1w", "2024-02-23.."),
            ("2023-11..2024-01", "2023-11-01..2024-01-31"),
            ("..2024", "..2024-12-31"),
            ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_period_does_not_end_before_it_begins() {
        assert!(read("2024-09..2024-06").contains("ends before it begins"));
    }

    #[test]
    fn what_is_no_date_says_so() {
        for text in [
            "",
            "soon",
            "2024-13",
            "2024-02-30",
            "20240203",
            "..",
            "99999999999d",
            "-3d",
            "2024-2",
        ] {
            assert!(read(text).contains("is no date"), "{text}: {}", read(text));
        }
    }

    #[test]
    fn one_end_is_no_span_and_none_is_proposed() {
        let ends = [Period::since, Period::until];
        for (text, told) in [
            ("2025-06..2025-07", "is a span of time"),
            ("2025-06..", "is a span of time"),
            ("soon", "is no date"),
            ("2025-07..2025-06", "is no date"),
            ("", "is no date"),
        ] {
            for end in ends {
                let message = end(text, TODAY).unwrap_err();
                assert!(message.contains(told), "{message}");
                assert!(!message.replace(text, "").contains(".."), "{message}");
            }
        }
        assert!(read("soon").contains("2024-01..2024-03"));
        assert!(Period::since("2025-06", TODAY).is_ok());
    }
}
