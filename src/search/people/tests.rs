//! How quotes come to people.

use super::*;

/// Speakers as articles give them: name, role, affiliation.
pub(super) fn speakers(given: &[(&str, &str, &str)]) -> Vec<Speaker> {
    let roster = Roster::default();
    let given = given.iter().map(|(name, role, affiliation)| {
        let given = [*name, *role, *affiliation].map(Rc::from);
        Speaker::new(&given, &roster, None).unwrap()
    });
    given.collect()
}

/// A quote of a day, in an article of its own.
pub(super) fn row(who: u32, day: i64) -> Row {
    Row {
        who,
        outlet: 0,
        article: day as u32,
        origin: day as u32,
        day: Some(day),
        published: Some(day),
        words: day as u64,
        is_direct: false,
        score: 1.0,
        at: DocAddress::new(0, day as u32),
    }
}

fn undated(who: u32, article: u32) -> Row {
    Row {
        day: None,
        published: None,
        ..row(who, i64::from(article))
    }
}

/// Everybody of `rows`, whose outlets are these three.
fn found(given: &[(&str, &str, &str)], rows: Vec<Row>, roster: &str) -> Vec<Person> {
    let roster = Roster::parse(roster).unwrap();
    let speakers = given
        .iter()
        .map(|(name, role, affiliation)| [*name, *role, *affiliation].map(Rc::from));
    let rows = Rows {
        rows,
        speakers: speakers.collect(),
        outlets: ["Example Times", "Example Post", ""].map(Rc::from).to_vec(),
        matched: 0,
    };
    people(rows, &roster, None)
}

const ANN: [(&str, &str, &str); 1] = [("Ann Roe", "", "")];

#[test]
fn one_odd_description_is_no_office() {
    let given = [
        ("Ann Roe", "mayor", "Port Ellery"),
        ("Ann Roe", "speaker", ""),
    ];
    let mut rows: Vec<Row> = (1..5).map(|day| row(0, 20240100 + day)).collect();
    rows.push(row(1, 20240601));
    let people = found(&given, rows, "");
    let role = people[0].latest().and_then(|office| office.role.clone());
    assert_eq!(role.as_deref(), Some("mayor"));
    assert_eq!(people[0].offices.len(), 2);
}

#[test]
fn copies_are_one_statement() {
    let mut copies = vec![row(0, 20200101), row(0, 20200102)];
    copies[1].words = copies[0].words;
    copies[1].outlet = 1;
    let person = &found(&ANN, copies, "")[0];
    assert_eq!((person.statements, person.articles), (1, 2));
    assert_eq!((person.outlets.len(), person.independent), (2, 1));
}

#[test]
fn an_undated_copy_takes_no_credit() {
    let mut copies = vec![undated(0, 1), row(0, 20200102)];
    copies[0].words = copies[1].words;
    copies[0].score = 100.0;
    let scored = found(&ANN, copies.clone(), "")[0].score;
    copies.pop();
    let alone = found(&ANN, copies, "")[0].score;
    assert!(scored < alone, "{scored} {alone}");
}

#[test]
fn an_article_without_an_outlet_is_no_outlet() {
    let mut rows = vec![row(0, 20200101), row(0, 20200102)];
    rows[1].outlet = 2;
    let person = &found(&ANN, rows, "")[0];
    assert_eq!((person.outlets.len(), person.independent), (1, 1));
}

#[test]
fn the_best_quote_is_a_direct_one_of_the_best() {
    let scored = |day: i64, score: f32, is_direct: bool| Row {
        score,
        is_direct,
        ..row(0, day)
    };
    for (rows, wanted) in [
        // About as good: the direct one.
        (vec![scored(1, 1.0, false), scored(2, 0.95, true)], 2),
        // Much better: never mind the kind.
        (vec![scored(1, 1.0, false), scored(2, 0.5, true)], 1),
        // Nothing was asked that scores.
        (vec![scored(2, 0.0, false), scored(1, 0.0, true)], 1),
        // The newest of equal ones, in whichever order they come.
        (vec![scored(1, 1.0, true), scored(2, 1.0, true)], 2),
        (vec![scored(2, 1.0, true), scored(1, 1.0, true)], 2),
        (vec![undated(0, 3), scored(1, 1.0, false)], 1),
    ] {
        assert_eq!(best(&rows).unwrap().at.doc_id, wanted);
    }
    let mut same_day = [row(0, 5), row(0, 5)];
    same_day[0].article = 4;
    same_day[0].at.doc_id = 9;
    assert_eq!(best(&same_day).unwrap().article, 4);
}

#[test]
fn the_order_of_segments_does_not_matter() {
    let given = [
        ("Ann Roe", "surgeon", "Tarn Hospital"),
        ("Ann Roe", "striker", "Wexcombe Rovers"),
        ("Ann Roe", "", ""),
    ];
    let days = [(0, 1), (1, 2), (0, 3), (1, 4), (2, 5)];
    let mut rows: Vec<Row> = days.map(|(who, day)| row(who, 20200100 + day)).to_vec();
    let told = |rows: &[Row]| -> Vec<(u64, Vec<Office>)> {
        let people = found(&given, rows.to_vec(), "");
        people
            .into_iter()
            .map(|person| (person.articles, person.offices))
            .collect()
    };
    let forwards = told(&rows);
    rows.reverse();
    assert_eq!(told(&rows), forwards);
    assert_eq!(forwards[0].0, 3);
}

#[test]
fn the_roster_merges_and_names() {
    let given = [
        ("Katarzyna Roe", "", ""),
        ("kasia roe", "", ""),
        ("Ann Roe", "", ""),
    ];
    let roster = "[[person]]\nname = \"K. Roe\"\nalso = [\"Katarzyna Roe\", \"Kasia Roe\"]\n";
    let people = found(&given, vec![row(0, 1), row(1, 2), row(2, 3)], roster);
    let told: Vec<(&str, u64)> = people
        .iter()
        .map(|person| (person.name.as_str(), person.statements))
        .collect();
    assert_eq!(told, [("Ann Roe", 1), ("K. Roe", 2)]);
}

#[test]
fn orders() {
    let given = [("A A", "", ""), ("B B", "", ""), ("C C", "", "")];
    let rows = vec![
        row(0, 20200101),
        row(1, 20220101),
        row(1, 20190101),
        undated(2, 7),
    ];
    let mut people = found(&given, rows, "");
    let mut told = |order, is_on_topic| {
        sort(&mut people, order, is_on_topic);
        let names = people.iter().map(|person| &person.name[..1]);
        names.collect::<String>()
    };
    assert_eq!(told(Order::Relevance, false), "BAC");
    assert_eq!(told(Order::Newest, false), "BAC");
    assert_eq!(told(Order::Oldest, false), "BAC");
    assert_eq!(told(Order::Relevance, true), "BAC");
}
