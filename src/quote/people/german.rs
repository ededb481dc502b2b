//! A German word → whether it says what somebody is: `Hafenmeisterin`.
//!
//! German joins nouns, so that no list holds all occupations; their ends do.
//! Ends that are as common in surnames (`meister`, `er` alone) are left out.

use super::words::{Classes, MAN, ROLE, WOMAN};

/// Ends of words for women.
const WOMEN: &[&str] = &[
    "meisterin",
    "leiterin",
    "echerin",
    "lehrerin",
    "führerin",
    "forscherin",
    "beiterin",
    "lerin",
    "gärtnerin",
    "trainerin",
    "fahrerin",
    "besitzerin",
    "betreiberin",
    "pflegerin",
    "bäckerin",
    "anwältin",
    "ärztin",
    "bäuerin",
    "wirtin",
    "identin",
    "istentin",
    "igentin",
    "erentin",
    "udentin",
    "mandantin",
    "atorin",
    "ektorin",
    "essorin",
    "autorin",
    "eurin",
    "istin",
    "ologin",
    "ikerin",
    "issarin",
    "ministerin",
    "ärin",
    "beamtin",
    "chefin",
    "rätin",
    "köchin",
    "pilotin",
    "soldatin",
    "expertin",
    "beraterin",
    "macherin",
    "gründerin",
    "züchterin",
    "sängerin",
    "inhaberin",
    "kapitänin",
];

/// Ends of words for men.
const MEN: &[&str] = &[
    "leiter",
    "sprecher",
    "lehrer",
    "führer",
    "forscher",
    "mitarbeiter",
    "händler",
    "gärtner",
    "betreiber",
    "besitzer",
    "pfleger",
    "präsident",
    "direktor",
    "kommissar",
    "ingenieur",
    "minister",
    "sekretär",
    "politiker",
    "historiker",
    "techniker",
    "schaftler",
    "künstler",
    "anwalt",
    "landwirt",
    "kapitän",
    "kurator",
    "bürgermeister",
    "hafenmeister",
    "ologe",
    "experte",
    "vorsitzender",
    "beauftragter",
    "abgeordneter",
    "kommandant",
    "dirigent",
    "schauspieler",
    "regisseur",
    "inhaber",
    "gründer",
    "züchter",
    "polizist",
    "aktivist",
    "spezialist",
    "journalist",
];

/// The classes of a lower-case word that no list holds; 0 for any other.
pub(super) fn role(lower: &str) -> Classes {
    let ends = |list: &[&str]| list.iter().any(|end| lower.ends_with(end));
    if lower.len() < 6 {
        0
    } else if lower.ends_with("in") {
        if ends(WOMEN) { ROLE | WOMAN } else { 0 }
    } else if ends(MEN) {
        ROLE | MAN
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_tell_what_somebody_is() {
        for (word, wanted) in [
            ("hafenmeisterin", ROLE | WOMAN),
            ("kuratorin", ROLE | WOMAN),
            ("deichvorsteherin", 0),
            ("fährkapitän", ROLE | MAN),
            ("lehrer", ROLE | MAN),
            ("severin", 0),
            ("glycerin", 0),
            ("burmeister", 0),
            ("in", 0),
        ] {
            assert_eq!(role(word), wanted, "{word}");
        }
    }
}
