//! Texts that are made to take long, of any length.

/// What the texts are, with the language that they are given as.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("\"", "en"),
    ("“", "en"),
    ("”", "en"),
    ("‘", "en"),
    ("'", "en"),
    ("“‘", "en"),
    ("“‘\"«„「『", "en"),
    ("a\"", "en"),
    ("\" ", "en"),
    ("“a” ", "en"),
    ("“a\n", "en"),
    ("“A,” said Ann. ", "en"),
    ("“A,” said Ann.\n\n", "en"),
    ("“A,” she said. ", "en"),
    ("‘dogs’ ", "en"),
    ("said ", "en"),
    ("he said ", "en"),
    ("said Ann Roe. ", "en"),
    ("Ann Roe said that ", "en"),
    ("according to ", "en"),
    ("according to Ann Roe, who said, ", "en"),
    ("Ann ", "en"),
    ("Ann Roe, ", "en"),
    ("Dr. ", "en"),
    ("J. ", "en"),
    ("J.", "en"),
    ("of ", "en"),
    ("Ministry of ", "en"),
    ("the clerk of the ", "en"),
    (", who, ", "en"),
    ("(", "en"),
    ("— ", "en"),
    ("– Ja, sa han.\n", "sv"),
    ("a", "en"),
    ("a-", "en"),
    ("A", "en"),
    ("a\u{301}", "en"),
    ("\u{301}", "en"),
    ("\n", "en"),
    (". ", "en"),
    ("he ", "en"),
    ("我", "zh"),
    ("他说：“", "zh"),
    ("“好。”他说。", "zh"),
    ("林若水说，", "zh"),
    ("据林若水说", "zh"),
    ("，", "zh"),
    ("「はい」と述べた。", "ja"),
    ("「", "ja"),
    ("라고 말했다 ", "ko"),
    ("„Ja“, sagte er. ", "de"),
    ("— Sí —dijo Ana—. ", "es"),
    ("«", "fr"),
    ("dit-il, ", "fr"),
];

/// A unit again and again.
pub(crate) fn repeated(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

/// Sentences that each name another person.
pub(crate) fn crowd(bytes: usize, pattern: &str) -> String {
    let mut text = String::with_capacity(bytes + pattern.len());
    let mut number = 0_usize;
    while text.len() < bytes {
        text += &pattern
            .replace('#', &syllables(number))
            .replace('$', &syllables(number * 7 + 3));
        number += 1;
    }
    text
}

/// What a [`crowd`] says; `#` and `$` are names.
pub(crate) const CROWDS: &[&str] = &[
    "# $ ",
    "# Roe said no. ",
    "Ann # said no.\n\n",
    "“No,” said # $, clerk at # House. “Yes.” ",
    "“No,” said $.\n\n",
    "# $, ",
    "Ministry of # said. ",
];

/// A capitalised word for each number.
fn syllables(mut number: usize) -> String {
    const PARTS: &[&str] = &["ba", "de", "gi", "ko", "lu", "ma", "ne", "ri", "so", "tu"];
    let mut word = String::new();
    loop {
        word += PARTS[number % PARTS.len()];
        number /= PARTS.len();
        if number == 0 {
            break;
        }
    }
    let (first, rest) = word.split_at(1);
    format!("{}{rest}n", first.to_uppercase())
}
