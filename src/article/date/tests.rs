//! Dates as they are written, and what is read of them.

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
fn the_clock_of_many_languages() {
    for text in [
        "4. Juni 2024, 23.30 Uhr",
        "Dienstag, 4. Juni 2024 um 23:30 Uhr",
        "04.06.2024, 23.30 Uhr",
        "4.6.2024 23:30",
        "04.06.2024 23.30",
        "23.30 Uhr, 4. Juni 2024",
        "4 juin 2024 à 23h30",
        "4 juin 2024 à 23 h 30",
        "4 de junio de 2024, 23:30 h",
        "4 de junio de 2024 a las 23.30 horas",
        "4 de junho de 2024 às 23h30",
        "4 de junho de 2024, 23h30min",
        "4 giugno 2024 ore 23.30",
        "4 giugno 2024 alle ore 23:30",
        "4 giugno 2024, 23.30",
        "4 juni 2024 kl. 23.30",
        "4. juni 2024 klokken 23:30",
        "4 juni 2024 om 23.30 uur",
        "4 June 2024 11.30pm",
        "June 4, 2024 at 11.30 p.m.",
        "2024年6月4日 23時30分",
        "2024年6月4日 午後11時30分",
        "2024년 6월 4일 23시 30분",
        "4 июня 2024 г., 23:30",
        "4 июня 2024 года в 23:30",
    ] {
        check(text, "2024-06-04T23:30:00");
    }
    check("4. Juni 2024, 23 Uhr", "2024-06-04T23:00:00");
    check("4 giugno 2024 ore 23", "2024-06-04T23:00:00");
    check("4. Juni 2024, 23.30 Uhr MESZ", "2024-06-04T23:30:00+02:00");
}

/// A dot is no clock, and nothing is made of an order that is not clear.
#[test]
fn dots_without_a_clock() {
    check("2024. 06. 04.", "2024-06-04");
    check("2024.06.04", "2024-06-04");
    check("04.06.24", "error: 04.06.24 is no date");
    check("2024, 06.04", "2024-06-04");
    for text in [
        "04/06/2024 23.30 Uhr",
        "04-06-2024, 23:30",
        "04/06/2024 11.30pm",
    ] {
        let why = format!("error: {text} may be read as two different days");
        check(text, &why);
    }
    check(
        "4. Juni 2024, 25.30 Uhr",
        "error: 4. Juni 2024, 25.30 Uhr has an impossible time",
    );
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
