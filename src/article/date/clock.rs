//! The time of day and the offset in the pieces of a date.

use super::names::{ZONES, is_filler, month};
use super::{Clock, Fields, Kind, NO_DATE, Token};

/// Takes the time of day and the offset out of `tokens`.
pub(super) fn take_clock(tokens: &mut Vec<Token>, fields: &mut Fields) -> Result<(), &'static str> {
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
    end += usize::from(tokens.get(end).is_some_and(is_hour_word));
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
            if let Some(minute) = minute_after_a_dot(tokens, start) {
                let clock = Clock {
                    hour,
                    minute,
                    second: 0,
                };
                return Ok(Some((start, start + 3, clock)));
            }
            if half_day(&tokens[start + 1..]).is_some() || is_whole_hour(tokens, start) {
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

/// `.30` after the hour at `start`: only where a word says that this is a time
/// of day (`23.30 Uhr`, `kl. 23.30`, `7.30pm`), or where the day was there
/// before it (`4 giugno 2024, 23.30`).
fn minute_after_a_dot(tokens: &[Token], start: usize) -> Option<u32> {
    let [dot, digits, rest @ ..] = &tokens[start + 1..] else {
        return None;
    };
    let minute = digits.number(2).filter(|_| digits.text.len() == 2)?;
    let goes_on = match rest {
        [mark, next, ..] => mark.kind == Kind::Mark && !mark.spaced && next.kind == Kind::Number,
        _ => false,
    };
    let part_of_more = start > 0 && tokens[start - 1].kind == Kind::Mark && !tokens[start].spaced;
    if !dot.is_mark(".") || dot.spaced || digits.spaced || goes_on || part_of_more {
        return None;
    }
    let is_hour = rest.first().is_some_and(is_hour_word) || half_day(rest).is_some();
    (is_hour || is_after_hour_word(tokens, start) || is_after_day(tokens, start)).then_some(minute)
}

/// `23 Uhr`, `ore 23`.
fn is_whole_hour(tokens: &[Token], start: usize) -> bool {
    let next = tokens.get(start + 1);
    let divided = next.is_some_and(|token| token.kind == Kind::Mark && !token.is_mark(","));
    next.is_some_and(is_hour_word) || (is_after_hour_word(tokens, start) && !divided)
}

fn is_hour_word(token: &Token) -> bool {
    matches!(
        token.lower().as_str(),
        "uhr" | "uur" | "horas" | "hrs" | "hs" | "h"
    )
}

/// True behind a word that stands only before a time of day: `ore`, `kl.`.
fn is_after_hour_word(tokens: &[Token], start: usize) -> bool {
    let mut before = tokens[..start].iter().rev();
    let word = before.find(|token| !token.is_mark("."));
    word.is_some_and(|word| {
        matches!(
            word.lower().as_str(),
            "ore" | "kl" | "klockan" | "klokken" | "klo"
        )
    })
}

/// True behind a year, where a month's name or two more numbers were before.
fn is_after_day(tokens: &[Token], start: usize) -> bool {
    let mut before = tokens[..start].iter().rev();
    let year = before.find(|token| !token.is_mark(",") && !token.is_mark("-"));
    let is_year = year.is_some_and(|year| year.kind == Kind::Number && year.text.len() == 4);
    let before = &tokens[..start];
    let numbers = before.iter().filter(|token| token.kind == Kind::Number);
    let named = before.iter().any(|token| month(&token.lower()).is_some());
    is_year && tokens[start].spaced && numbers.count() >= if named { 2 } else { 3 }
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
