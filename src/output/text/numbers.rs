//! Numbers → text for people: with separators, with what is counted, with
//! copies in brackets.

/// A number with separators: `14,932`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `1,204 articles`.
pub fn counted(number: u64, what: &str) -> String {
    format!("{} {}", count(number), plural(number, what))
}

/// `article` of one, `articles` of any other number.
pub fn plural(number: u64, what: &str) -> String {
    match (number, what) {
        (1, _) => what.to_owned(),
        (_, "person") => "people".to_owned(),
        (_, "copy") => "copies".to_owned(),
        _ => format!("{what}s"),
    }
}

/// A number in which copies count once, and in brackets the number with all
/// copies, where that is another: `14 (22)`.
pub fn with_copies(once: u64, all: u64) -> String {
    match once == all {
        true => count(all),
        false => format!("{} ({})", count(once), count(all)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(999), "999");
    }

    #[test]
    fn one_is_no_plural() {
        for (number, what, told) in [
            (1, "article", "1 article"),
            (0, "article", "0 articles"),
            (1_204, "article", "1,204 articles"),
            (1, "person", "1 person"),
            (2, "person", "2 people"),
            (2, "copy", "2 copies"),
        ] {
            assert_eq!(counted(number, what), told);
        }
        assert_eq!(with_copies(14, 22), "14 (22)");
        assert_eq!(with_copies(22, 22), "22");
    }
}
