//! Which records an index is made of: those of some hosts, from some day on, in
//! some languages. What a container says of a record often tells before the
//! record is read.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Told;

/// What is taken; everything where nothing is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Host names in lower case: of these and of hosts below them.
    pub hosts: Vec<String>,
    /// Published on this day or later: 20240602.
    pub since: Option<i32>,
    /// ISO 639-1 codes in lower case.
    pub languages: Vec<String>,
}

impl Choice {
    /// True where nothing is left out.
    pub fn is_everything(&self) -> bool {
        *self == Choice::default()
    }

    /// True for an address on one of the hosts. A record without an address is
    /// of none of them.
    pub fn takes_address(&self, address: Option<&str>) -> bool {
        self.hosts.is_empty()
            || address.and_then(host).is_some_and(|host| {
                let below = |wanted: &String| {
                    host.strip_suffix(wanted.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                };
                self.hosts.iter().any(below)
            })
    }

    /// True unless what was fetched at this second was fetched before the first
    /// day wanted, wherever on earth it was that day: nothing is published
    /// after it was fetched.
    pub fn takes_fetched(&self, seconds: Option<i64>) -> bool {
        const AHEAD_SECONDS: i64 = 14 * 3_600;
        let latest =
            seconds.and_then(|at| Timestamp::from_second(at.saturating_add(AHEAD_SECONDS)).ok());
        self.takes_day(latest.map(|latest| {
            let date = latest.to_zoned(TimeZone::UTC).date();
            i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
        }))
    }

    /// What a container says of a record, as far as it tells anything. Not of
    /// the language: templates declare wrongly.
    pub fn takes_told(&self, told: &Told) -> bool {
        let text = |name: &str| told.fields.get(name).and_then(serde_json::Value::as_str);
        let address = text("url");
        (address.is_none() || self.takes_address(address))
            && self.takes_fetched(text("fetched").and_then(moment))
    }

    /// True for a day in the time wanted, and for an unknown one.
    pub fn takes_day(&self, day: Option<i32>) -> bool {
        match (self.since, day) {
            (Some(since), Some(day)) => day >= since,
            _ => true,
        }
    }

    /// True for one of the languages. What is in no known language is in none
    /// of them.
    pub fn takes_language(&self, code: Option<&str>) -> bool {
        self.languages.is_empty()
            || code.is_some_and(|code| {
                let code = code.split(['-', '_']).next().unwrap_or_default();
                self.languages
                    .iter()
                    .any(|wanted| wanted.eq_ignore_ascii_case(code))
            })
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.hosts.is_empty() {
            parts.push(format!("host {}", self.hosts.join(", ")));
        }
        if let Some(since) = self.since {
            let (year, month, day) = (since / 10_000, since / 100 % 100, since % 100);
            parts.push(format!("since {year:04}-{month:02}-{day:02}"));
        }
        if !self.languages.is_empty() {
            parts.push(format!("language {}", self.languages.join(", ")));
        }
        f.write_str(&parts.join(" · "))
    }
}

/// The host of an address, in lower case, without a user and a port.
pub fn host(address: &str) -> Option<String> {
    let (_, rest) = address.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_lowercase())
}

/// The second since 1970 of a moment as web archives write it:
/// `2024-06-02T10:15:00Z`.
pub(super) fn moment(text: &str) -> Option<i64> {
    text.trim()
        .parse::<Timestamp>()
        .ok()
        .map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_those_below_them() {
        let choice = Choice {
            hosts: vec!["mail.example".to_owned()],
            ..Choice::default()
        };
        for (address, wanted) in [
            ("https://mail.example/a", true),
            ("http://user@WWW.Mail.example:8080?x", true),
            ("https://hotmail.example/a", false),
            ("https://mail.example.org/a", false),
            ("mail.example", false),
        ] {
            assert_eq!(choice.takes_address(Some(address)), wanted, "{address}");
        }
        assert!(!choice.takes_address(None));
        assert!(Choice::default().takes_address(None));
    }

    #[test]
    fn days_and_languages() {
        let choice = Choice {
            since: Some(20_240_602),
            languages: vec!["de".to_owned()],
            ..Choice::default()
        };
        assert!(choice.takes_fetched(moment("2024-06-01T23:00:00Z")));
        assert!(!choice.takes_fetched(moment("2024-06-01T08:00:00Z")));
        assert!(choice.takes_fetched(None));
        assert!(choice.takes_day(None) && choice.takes_day(Some(20_240_602)));
        assert!(!choice.takes_day(Some(20_240_531)));
        assert!(choice.takes_language(Some("de-AT")));
        assert!(!choice.takes_language(Some("den")) && !choice.takes_language(None));
    }

    #[test]
    fn moments() {
        assert_eq!(moment("1970-01-02T00:00:01Z"), Some(86_401));
        assert_eq!(moment("1970-01-02T00:00:01.123456Z"), Some(86_401));
        assert_eq!(moment("yesterday"), None);
    }
}
