//! Text → statements by rules: marks, reporting verbs, word order. For every
//! language, and for English where no model is at hand.

mod chinese;
mod chinese_words;
mod dialogue;
mod head;
mod japanese;
mod korean;
mod line;
mod nested;
mod paragraph;
mod scene;
mod sentence;
mod source;
mod verb;

#[cfg(test)]
mod tests;

use super::cue;
use super::statement::Statement;
use super::text::Text;
use scene::Scene;

/// The statements of a text, in the order in which they begin. `language` is a
/// BCP 47 tag; English is supposed where it is not known.
pub(crate) fn statements(text: &Text<'_>, language: Option<&str>) -> Vec<Statement> {
    let code = language.unwrap_or_else(|| script(text.body));
    let code = code.split('-').next().unwrap_or(code);
    match code {
        "zh" | "yue" => return chinese::read(text),
        "ja" => return japanese::read(text),
        "ko" => return korean::read(text),
        _ => {}
    }
    let lexicon = cue::lexicon(code);
    let scene = Scene::new(text, lexicon, code);
    let mut statements = paragraph::read(&scene);
    if scene.english {
        nested::read(text, &mut statements);
    }
    statements
}

/// The statements of the outermost regions only.
fn outer_statements(text: &Text<'_>) -> Vec<Statement> {
    paragraph::read(&Scene::new(text, cue::lexicon("en"), "en"))
}

/// The language that the script of the first letters gives away.
fn script(body: &str) -> &'static str {
    let mut counts = [0usize; 4];
    for c in body.chars().filter(|c| c.is_alphabetic()).take(400) {
        let kind = match c {
            '\u{3040}'..='\u{30ff}' => 1,
            '\u{3400}'..='\u{9fff}' => 2,
            '\u{ac00}'..='\u{d7af}' => 3,
            _ => 0,
        };
        if let Some(count) = counts.get_mut(kind) {
            *count += 1;
        }
    }
    let [other, kana, han, hangul] = counts;
    if hangul > other {
        "ko"
    } else if kana > other / 2 && kana * 10 > han {
        "ja"
    } else if han > other {
        "zh"
    } else {
        "en"
    }
}
