//! Lists with a broken record → all the others, and nothing from inside of it.

use super::super::{Limits, sources_of};

/// The ids of the records, and of what was skipped with a `!` behind.
fn ids(json: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let limits = Limits::default();
    sources_of(json.as_bytes(), "a.json", None, &limits, &mut |source| {
        ids.push(match source {
            Ok(source) => source.id.replace("a.json#", ""),
            Err(skip) => format!("{}!", skip.id.replace("a.json, record ", "")),
        });
    });
    ids
}

fn record(id: usize, text: &str, nested: &str) -> String {
    format!(r#"{{"id":"{id}","title":"T{id}","body":"{text} of day {id}."{nested}}}"#)
}

const BROKEN: &str = r#"The "ferry" left"#;

/// Lists inside a record, with what follows them.
const NESTED: &[&str] = &[
    r#","comments":[{"text":"One."},{"text":"Two."},{"text":"Three."}]"#,
    r#","comments":[{"text":"One."}, {"text":"Two."} ] ,"tags":["a","b"]"#,
    r#","images":[{"id":"m","title":"Quay"},{"id":"n","title":"Pier"}]"#,
    r#","more":{"rel":[{"id":"m","title":"Quay"},{"id":"n","title":"Pier"}]},"tags":[]"#,
    r#","rel":[{"id":"m","title":"Q","body":"B."},{"id":"n","title":"P","body":"B."}]"#,
    r#","authors":[{"name":"Ann Holm"},{"name":"Bo Lind"}],"tags":["a"]"#,
];

const AROUND: &[(&str, &str)] = &[
    ("[", "]"),
    ("[\n", "\n]\n"),
    (r#"{"status":"ok","articles":["#, "]}"),
    (r#"{"articles":["#, r#"],"next":"page 2"}"#),
    (r#"{"response":{"docs":["#, "]}}"),
    (
        r#"{"response":{"docs":["#,
        r#"],"start":0},"status":{"code":0}}"#,
    ),
];

#[test]
fn lists_inside_a_broken_record_are_none_of_the_file() {
    for nested in NESTED {
        for (before, after) in AROUND {
            for bad in [1, 3, 9, 10] {
                let list: Vec<_> = (1..=10)
                    .map(|id| record(id, if id == bad { BROKEN } else { "Ships" }, nested))
                    .collect();
                let json = format!("{before}{}{after}", list.join(",\n"));
                let wanted: Vec<_> = (1..=10)
                    .map(|id| format!("{id}{}", if id == bad { "!" } else { "" }))
                    .collect();
                assert_eq!(ids(&json), wanted, "{json}");
            }
        }
    }
}

#[test]
fn lists_too_long_to_be_held_back() {
    let comment = format!(r#"{{"text":"{}"}}"#, "Ships ".repeat(1_000));
    let nested = format!(r#","comments":[{}]"#, vec![comment; 400].join(","));
    let list: Vec<_> = (1..=30)
        .map(|id| match id {
            1 | 3 => record(id, BROKEN, &nested),
            _ => record(id, &"Ships ".repeat(20_000), ""),
        })
        .collect();
    for (before, after) in AROUND {
        let found = ids(&format!("{before}{}{after}", list.join(",")));
        for id in (1..=30).filter(|id| ![1, 3].contains(id)) {
            assert!(found.contains(&id.to_string()), "{id} of {before}");
        }
    }
}

#[test]
fn values_of_other_languages_cost_their_record() {
    for value in [
        "NaN",
        "Infinity",
        "-Infinity",
        "None",
        "True",
        "False",
        "undefined",
        "+1",
        ".5",
    ] {
        for nested in NESTED {
            let bad = format!(r#","score":{value}{nested}"#);
            let list: Vec<_> = (1..=10)
                .map(|id| record(id, "Ships", if id == 2 { &bad } else { nested }))
                .collect();
            let json = format!("[{}]", list.join(",\n"));
            let wanted: Vec<_> = (1..=10)
                .map(|id| format!("{id}{}", if id == 2 { "!" } else { "" }))
                .collect();
            assert_eq!(ids(&json), wanted, "{json}");
        }
    }
}
