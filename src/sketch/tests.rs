//! Copies, parts and strangers: what their sketches say.

use super::*;

const STORY: &str = "The harbour board of Port Ellery voted on Monday to dredge the fairway \
    again. The work will cost 12 million crowns and take until June 2027, its chair said. \
    Fishers had asked for the eastern basin to be spared during the herring season, and \
    the board agreed to wait there. Ships of more than 8.5 metres must use the northern \
    entrance until then, where a pilot is needed by day and by night.";

fn is_copy(text: &str) -> bool {
    let (story, other) = (Sketch::of(STORY), Sketch::of(text));
    assert_eq!(other.likeness(&story), story.likeness(&other));
    story.is_copy_of(&other)
}

#[test]
fn copies_are_told_from_other_texts() {
    let half = &STORY[..STORY.find(" Ships").unwrap()];
    let other_numbers = STORY
        .replace("12", "14")
        .replace("2027", "2029")
        .replace("8.5", "9.5")
        .replace("June", "May 3");
    for (text, wanted) in [
        (STORY.to_owned(), true),
        (STORY.to_uppercase().replace(',', " —"), true),
        (half.to_owned(), true),
        (format!("{STORY} {}", "Nobody else spoke at the meeting. ".repeat(40)), true),
        (STORY.replace("on Monday", "late on Monday").replace("spared", "left alone"), true),
        (other_numbers, false),
        (STORY.replace("12 million", "14 million"), true),
        ("The herring season has begun. Boats left Port Ellery before dawn, and prices at the quay fell.".to_owned(), false),
        ("The harbour board of Port Ellery voted on Monday.".to_owned(), false),
        (String::new(), false),
    ] {
        assert_eq!(is_copy(&text), wanted, "{text}");
    }
}

#[test]
fn the_same_sentences_with_other_numbers_are_no_copy() {
    let report = |numbers: [&str; 6]| {
        let [a, b, c, d, e, f] = numbers;
        Sketch::of(&format!(
            "Prices at the fish market of Port Ellery closed higher in quiet trading, dealers \
             said. Herring of the first class was up {a} at {b} crowns a box, cod was up {c} \
             at {d} crowns a box, and mackerel was up {e} at {f} crowns a box, while the \
             price of shellfish was not fixed before the end of the day."
        ))
    };
    let monday = report(["3", "120", "2", "210", "4", "96"]);
    let tuesday = report(["1", "121", "5", "215", "9", "105"]);
    assert!(!monday.is_copy_of(&tuesday) && monday.is_copy_of(&monday));
}

/// A text of `count` words that no other seed gives.
fn chatter(seed: usize, count: usize) -> String {
    let word = |i: usize| format!("w{}x ", (seed * 7_919 + i * i) % 99_991);
    (0..count).map(word).collect()
}

#[test]
fn a_brief_among_others_is_no_copy_of_the_page() {
    let briefs: Vec<String> = (1..=6).map(|seed| chatter(seed, 120)).collect();
    let page = Sketch::of(&briefs.concat());
    for brief in &briefs[2..] {
        assert!(!Sketch::of(brief).is_copy_of(&page));
    }
    // The beginning of a long text, or every third sentence of it, is one.
    assert!(Sketch::of(&briefs[0]).is_copy_of(&page));
    let thinned: String = briefs
        .iter()
        .map(|brief| &brief[..brief.len() / 3])
        .collect();
    assert!(Sketch::of(&thinned).is_copy_of(&page));
}

#[test]
fn scripts_without_spaces_have_shingles() {
    let story = "港口委员会周一投票决定再次疏浚航道工程预计需要一年时间。";
    assert!(Sketch::of(story).is_copy_of(&Sketch::of(&story[..66])));
    assert!(!Sketch::of(story).is_copy_of(&Sketch::of(
        "渔民要求在鲱鱼季节期间不要施工，委员会同意等待。"
    )));
    let shingles = |text| Sketch::of(text).shingles();
    assert_eq!(shingles("港口委员会周一投"), 2);
    assert_eq!(shingles("The harbour board voted again"), 2);
    assert_eq!(shingles("ท่าเรือลงมติขุดลอก"), 2);
}

#[test]
fn a_sketch_survives_its_values() {
    for count in [0, 3, 50, 700, 6_000] {
        let text = chatter(3, count) + "12 and 1,000 and 3.5";
        let sketch = Sketch::of(&text);
        let values = (sketch.values(), sketch.number_values());
        assert!(values.0.len() <= 400, "{count}: {}", values.0.len());
        assert_eq!(Sketch::read(values.0, values.1), sketch);
    }
    let damaged = Sketch::read((0..).step_by(3), [u64::MAX, 5, 2].into_iter().cycle());
    assert!(damaged.hashes().len() <= VALUES_MAX);
    damaged.likeness(&Sketch::of(STORY));
}

#[test]
fn hashes_are_the_same_everywhere() {
    let sketch = Sketch::of("the harbour board voted");
    assert_eq!(sketch.values(), [1, 2_829_555_937]);
}
