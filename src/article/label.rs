//! Lines that say what kind of text follows (`PRESS RELEASE — FOR IMMEDIATE
//! RELEASE`) → known, so that none becomes a headline.

/// Kinds of notices, in small letters.
const LABELS: &[&str] = &[
    "press release",
    "news release",
    "media release",
    "press statement",
    "press information",
    "for immediate release",
    "immediate release",
    "for release",
    "embargoed",
    "pressemitteilung",
    "pressemeldung",
    "presseinformation",
    "presseaussendung",
    "presseerklärung",
    "medienmitteilung",
    "medieninformation",
    "zur sofortigen veröffentlichung",
    "zur veröffentlichung",
    "sperrfrist",
    "communiqué de presse",
    "communiqué",
    "pour diffusion immédiate",
    "pour publication immédiate",
    "nota de prensa",
    "comunicado de prensa",
    "comunicado",
    "para publicación inmediata",
    "para su publicación inmediata",
    "para difusión inmediata",
    "comunicado de imprensa",
    "nota à imprensa",
    "nota de imprensa",
    "para divulgação imediata",
    "comunicato stampa",
    "per pubblicazione immediata",
    "persbericht",
    "voor onmiddellijke publicatie",
    "pressmeddelande",
    "pressemelding",
    "pressemeddelelse",
    "lehdistötiedote",
    "tiedote",
    "informacja prasowa",
    "komunikat prasowy",
    "tisková zpráva",
    "sajtóközlemény",
    "comunicat de presă",
    "δελτίο τύπου",
    "basın bülteni",
    "пресс-релиз",
    "прес-реліз",
    "siaran pers",
    "بيان صحفي",
    "新闻稿",
    "新聞稿",
    "即时发布",
    "プレスリリース",
    "報道発表資料",
    "報道関係者各位",
    "보도자료",
];

/// True where a line is nothing but such notices.
pub(super) fn is_label(line: &str) -> bool {
    const BYTES_MAX: usize = 120;
    if line.len() > BYTES_MAX {
        return false;
    }
    let parts = line.split([
        '—', '–', '|', '/', ':', '•', '·', '(', ')', '[', ']', '*', '#', '!', '／', '：',
    ]);
    let mut parts = parts
        .flat_map(|part| part.split(" - "))
        .map(|part| part.trim_matches([' ', '.', '-', '\u{a0}']).to_lowercase())
        .filter(|part| !part.is_empty())
        .peekable();
    let says_nothing_else = |part: &String| {
        LABELS.contains(&part.as_str())
            || LABELS.iter().any(|label| {
                let rest = part.strip_prefix(label).map(str::trim);
                // `PRESS RELEASE FOR IMMEDIATE RELEASE`, `Pressemitteilung Nr. 12/2024`
                rest.is_some_and(|rest| LABELS.contains(&rest) || is_number(rest))
            })
            || is_number(part)
    };
    let first = parts.peek().is_some_and(|part| !is_number(part));
    first && parts.all(|part| says_nothing_else(&part))
}

/// `nr. 12`, `2024`, `no 7`.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.split(|c: char| !c.is_alphanumeric()).all(|word| {
            matches!(word, "" | "nr" | "no" | "nº" | "n°" | "n")
                || word.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices() {
        for line in [
            "PRESS RELEASE — FOR IMMEDIATE RELEASE",
            "Press release",
            "FOR IMMEDIATE RELEASE",
            "*** MEDIA RELEASE ***",
            "Pressemitteilung Nr. 12/2024",
            "PRESSEMITTEILUNG – Zur sofortigen Veröffentlichung",
            "COMMUNIQUÉ DE PRESSE - POUR DIFFUSION IMMÉDIATE",
            "Nota de prensa | Para su publicación inmediata",
            "新闻稿",
        ] {
            assert!(is_label(line), "{line}");
        }
    }

    #[test]
    fn headlines() {
        for line in [
            "Press release: harbour opens again",
            "Press release tells of a new harbour",
            "Pressemitteilung der Stadt Brackwater",
            "Harbour opens",
            "2024",
            "",
        ] {
            assert!(!is_label(line), "{line}");
        }
    }
}
