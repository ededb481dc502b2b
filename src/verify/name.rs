//! A name that somebody asks about and a speaker → is it she?

use crate::analysis::fold;
use crate::analysis::script::unspaced;
use crate::quote::{Sort, Speaker};
use crate::roster;

/// True where every word of `asked` is a word of the speaker's name (the whole
/// name, a surname, a first name, an initial), or a title, or a word of the role
/// beside one of the name. A body or an unnamed source may be asked for by what
/// it is alone.
pub(super) fn is_speaker(asked: &str, speaker: &Speaker) -> bool {
    let name = words(&speaker.name);
    let office = [&speaker.role, &speaker.affiliation];
    let office: Vec<String> = office
        .into_iter()
        .flatten()
        .flat_map(|text| words(text))
        .collect();
    if has_unspaced(asked) {
        let (asked, name) = (joined(asked), joined(&speaker.name));
        return !asked.is_empty() && name.contains(&asked);
    }
    let all = words(asked);
    let names: Vec<&String> = all.iter().filter(|word| !roster::is_title(word)).collect();
    // Somebody may be called Don or Miss.
    let names = if names.is_empty() {
        all.iter().collect()
    } else {
        names
    };
    let is_named = |word: &&&String| name.iter().any(|known| fits(word, known));
    let (named, other): (Vec<&&String>, Vec<&&String>) = names.iter().partition(is_named);
    let by_office = speaker.sort != Sort::Person || name.is_empty();
    let is_initial = |word: &&&String| word.chars().count() == 1;
    (by_office || !named.is_empty())
        && !names.is_empty()
        && other
            .iter()
            .all(|word| office.contains(word) || (!named.is_empty() && is_initial(word)))
}

/// The same word, or the initial of it.
fn fits(asked: &str, known: &str) -> bool {
    let (mut one, mut other) = (asked.chars(), known.chars());
    if asked == known {
        return true;
    }
    let is_initial = |first: Option<char>, word: &str| word.chars().count() == 1 && first.is_some();
    let (a, k) = (one.next(), other.next());
    (is_initial(a, asked) || is_initial(k, known)) && a == k
}

fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let parts = folded.split(|c: char| !c.is_alphanumeric());
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn has_unspaced(text: &str) -> bool {
    text.chars().any(|c| unspaced(c).is_some())
}

fn joined(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn people_are_known_by_any_part_of_their_name() {
        let speaker = |name: &str, sort| Speaker {
            sort,
            name: name.to_owned(),
            role: Some("harbour master".to_owned()),
            affiliation: Some("Port Ellery".to_owned()),
            named_at: Span::new(0, 0),
        };
        for (asked, name, wanted) in [
            ("Halvorsen", "Marit Halvorsen", true),
            ("marit", "Marit Halvorsen", true),
            ("Ms Halvorsen", "Marit Halvorsen", true),
            ("M. Halvorsen", "Marit Halvorsen", true),
            ("Jonas Halvorsen", "Marit Halvorsen", false),
            ("Halvor", "Marit Halvorsen", false),
            ("Ibanez", "Paloma Reyes Ibáñez", true),
            ("Maclennan-Pike", "Rory Maclennan-Pike", true),
            ("若溪", "沈若溪", true),
            ("沈", "沈若溪", true),
            ("陆砚秋", "沈若溪", false),
            ("harbour master", "Marit Halvorsen", false),
            ("", "Marit Halvorsen", false),
        ] {
            let found = is_speaker(asked, &speaker(name, Sort::Person));
            assert_eq!(found, wanted, "{asked}: {name}");
        }
        assert!(is_speaker("harbour master", &speaker("", Sort::Unnamed)));
        assert!(is_speaker("Don", &speaker("Don Roe", Sort::Person)));
    }
}
