//! Tables of every kind, good and bad, → the records and reasons they give.

use crate::corpus::{Limits, SkipReason, sources_of};

/// `id: text` for a record, `id! reason` for a skip.
#[track_caller]
fn check_with(limits: &Limits, name: &str, bytes: &[u8], wanted: &[&str]) {
    let mut found = Vec::new();
    sources_of(bytes, name, None, limits, &mut |source| {
        found.push(match source {
            Ok(source) => format!("{}: {}", source.id, source.text),
            Err(skip) => format!("{}! {}", skip.id, skip.reason),
        });
    });
    assert_eq!(found, wanted);
}

#[track_caller]
fn check(name: &str, table: &str, wanted: &[&str]) {
    check_with(&Limits::default(), name, table.as_bytes(), wanted);
}

#[test]
fn what_separates_the_columns() {
    let wanted = ["a.csv#1: {\"body\":\"Ships, came; in\",\"id\":\"1\"}"];
    check("a.csv", "id,body\n1,\"Ships, came; in\"\n", &wanted);
    check("a.csv", "id;body\r\n1;\"Ships, came; in\"\r\n", &wanted);
    check("a.csv", "id\tbody\r1\tShips, came; in\r", &wanted);
    check("a.csv", "id|body\n\n1|Ships, came; in", &wanted);
    check(
        "a.csv",
        "sep=;\r\nid;body\r\n1;Ships, came\r\n",
        &["a.csv#1: {\"body\":\"Ships, came\",\"id\":\"1\"}"],
    );
    check(
        "a.csv",
        "\"sep=,\"\nid,body\n1,Ships\n",
        &["a.csv#1: {\"body\":\"Ships\",\"id\":\"1\"}"],
    );
    check(
        "a.csv",
        "\u{feff}\"id\",\"body\"\n\"1\",\"Ships\"\n",
        &["a.csv#1: {\"body\":\"Ships\",\"id\":\"1\"}"],
    );
    check(
        "a.tsv",
        "Text\nShips came in\n",
        &["a.tsv#hd3e0d86c0491: {\"Text\":\"Ships came in\"}"],
    );
}

#[test]
fn marks_and_line_breaks() {
    check(
        "a.csv",
        "id,body\n1,\"One.\n\nTwo \"\"three\"\".\"\n2,\"He said \"hello\" to me\"\n3,\"\"\"All\"\" of it\"\n",
        &[
            "a.csv#1: {\"body\":\"One.\\n\\nTwo \\\"three\\\".\",\"id\":\"1\"}",
            "a.csv#2: {\"body\":\"He said \\\"hello\\\" to me\",\"id\":\"2\"}",
            "a.csv#3: {\"body\":\"\\\"All\\\" of it\",\"id\":\"3\"}",
        ],
    );
    // Nobody quotes in such tables: the mark is what the paper printed.
    check(
        "a.tsv",
        "id\ttitle\tbody\n1\t\"Yes\" wins\tShips\n2\t\"Never again\tBoats\n3\tT\tCars\n",
        &[
            "a.tsv#1: {\"body\":\"Ships\",\"id\":\"1\",\"title\":\"\\\"Yes\\\" wins\"}",
            "a.tsv#2: {\"body\":\"Boats\",\"id\":\"2\",\"title\":\"\\\"Never again\"}",
            "a.tsv#3: {\"body\":\"Cars\",\"id\":\"3\",\"title\":\"T\"}",
        ],
    );
}

#[test]
fn a_bad_row_costs_itself() {
    check(
        "a.csv",
        "id,title,body\n1,T,One\n2,T\n3,T,a,b\n4,T,Two,,\n,,\n5,\"T,Three\n6,T,Four\n1,T,Again\n7,T,\n",
        &[
            "a.csv#1: {\"body\":\"One\",\"id\":\"1\",\"title\":\"T\"}",
            "a.csv, line 3! 2 columns where the header has 3",
            "a.csv, line 4! 4 columns where the header has 3",
            "a.csv#4: {\"body\":\"Two\",\"id\":\"4\",\"title\":\"T\"}",
            "a.csv, line 7! a quotation mark is not closed",
            "a.csv#6: {\"body\":\"Four\",\"id\":\"6\",\"title\":\"T\"}",
            "a.csv#1! same id as an earlier record of this file",
            "a.csv#7: {\"id\":\"7\",\"title\":\"T\"}",
        ],
    );
}

/// A mark that is opened and not closed, and a stray one further down.
#[test]
fn an_open_mark_costs_its_row() {
    let row = |id: u32| format!("{id},2024-06-02,T,Ships came in.\n");
    let unclosed = |id: u32| format!("{id},2024-06-02,T,\"Ships came in.\n");
    let told = |id: u32, text: &str| {
        format!(
            "a.csv#{id}: {{\"body\":\"{text}\",\"id\":\"{id}\",\"published\":\"2024-06-02\",\"title\":\"T\"}}"
        )
    };
    let good = |id: u32| told(id, "Ships came in.");
    let open = |line: u32| format!("a.csv, line {line}! a quotation mark is not closed");
    let check = |rows: &[String], wanted: &[String]| {
        let table = format!("id,published,title,body\n{}", rows.concat());
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        check("a.csv", &table, &wanted);
    };
    // At the end of a line, where it closes a row of the right width.
    check(
        &[
            row(1),
            unclosed(2),
            row(3),
            row(4),
            "5,2024-06-02,T,12\"\n".to_owned(),
            row(6),
        ],
        &[
            good(1),
            open(3),
            good(3),
            good(4),
            told(5, "12\\\""),
            good(6),
        ],
    );
    // Before a separator, where it gives a row of another width.
    check(
        &[
            row(1),
            unclosed(2),
            row(3),
            row(4),
            "5,2024-06-02,12\",T,x\n".to_owned(),
            row(6),
        ],
        &[
            good(1),
            open(3),
            good(3),
            good(4),
            "a.csv, line 6! 5 columns where the header has 4".to_owned(),
            good(6),
        ],
    );
    // Around a cell, in the middle of a line, to the end of the table.
    check(
        &[
            row(1),
            unclosed(2),
            row(3),
            "4,2024-06-02,T,\"12\"\n".to_owned(),
            unclosed(5),
            row(6),
        ],
        &[good(1), open(3), good(3), told(4, "12"), open(6), good(6)],
    );
    // A text with lines that look much like it.
    check(
        &[
            row(1),
            "2,2024-06-02,T,\"Team,Points,Goals,Day\nA,3,1,0\nB,4,2,1\"\n".to_owned(),
            row(3),
        ],
        &[
            good(1),
            told(2, "Team,Points,Goals,Day\\nA,3,1,0\\nB,4,2,1"),
            good(3),
        ],
    );
}

#[test]
fn how_the_dates_of_a_column_are_read() {
    let check = |dates: &[&str], wanted: &[&str]| {
        let rows = dates.iter().enumerate();
        let rows: Vec<String> = rows
            .map(|(at, date)| format!("{at};{date};Ships\n"))
            .collect();
        let table = format!("id;Datum;Volltext\n{}", rows.concat());
        let mut found = Vec::new();
        sources_of(
            table.as_bytes(),
            "a.csv",
            None,
            &Limits::default(),
            &mut |source| {
                let source = source.unwrap();
                let record: serde_json::Value = serde_json::from_str(&source.text).unwrap();
                let notes: Vec<&str> = source.told.notes().collect();
                found.push(format!(
                    "{} {}",
                    record["published"].as_str().unwrap(),
                    notes.join("; ")
                ));
            },
        );
        let found: Vec<&str> = found.iter().map(|line| line.trim()).collect();
        assert_eq!(found, wanted);
    };
    check(
        &["03/04/2024", "13/04/2024", "5/4/2024 10:15"],
        &[
            "2024-04-03 published: 03/04/2024 has the day first, as 13/04/2024 in line 3 shows",
            "13/04/2024",
            "2024-04-05 10:15 published: 5/4/2024 10:15 has the day first, as 13/04/2024 in line 3 shows",
        ],
    );
    check(
        &["03/04/2024", "04/13/2024"],
        &[
            "2024-03-04 published: 03/04/2024 has the month first, as 04/13/2024 in line 3 shows",
            "04/13/2024",
        ],
    );
    check(&["03/04/2024", "3/5/2024"], &["03/04/2024", "3/5/2024"]);
    let both = ["03/04/2024", "04/13/2024", "13/04/2024"];
    check(&both, &both);
}

/// The first thousand rows decide, so that a table that grew is read as before,
/// and an id does not depend on how a date is read.
#[test]
fn the_first_rows_tell_how_dates_are_read() {
    let read = |first: &str, rows: usize, last: &str| {
        let mut table = format!("date,text\n{first},Ships\n");
        for number in 1..rows {
            table += &format!("03/04/2024,Ships {number}\n");
        }
        table += &format!("{last},Boats\n");
        let mut found = Vec::new();
        sources_of(
            table.as_bytes(),
            "a.csv",
            None,
            &Limits::default(),
            &mut |source| {
                let source = source.unwrap();
                let record: serde_json::Value = serde_json::from_str(&source.text).unwrap();
                found.push((source.id, record["date"].as_str().unwrap().to_owned()));
            },
        );
        found
    };
    let settled = read("13/04/2024", 1_500, "04/13/2024");
    assert_eq!(
        (settled[1].1.as_str(), settled.len()),
        ("2024-04-03", 1_501)
    );
    assert_eq!(settled[1_499].1, "2024-04-03");
    let open = read("03/04/2024", 1_500, "13/04/2024");
    assert_eq!(open[1_499].1, "03/04/2024");
    assert_eq!(open[1_499].0, settled[1_499].0);
    assert_eq!(read("03/04/2024", 999, "13/04/2024")[998].1, "2024-04-03");
    assert_eq!(read("03/04/2024", 1_000, "13/04/2024")[998].1, "03/04/2024");
}

/// What later readers refuse is told once for a column.
#[test]
fn values_that_nobody_understands() {
    #[derive(Debug)]
    struct Digits;
    impl crate::corpus::Understands for Digits {
        fn field(&self, name: &str) -> Option<(&'static str, usize)> {
            match name {
                "published" => Some(("published", 0)),
                "time" => Some(("published", 1)),
                "authors" => Some(("authors", 0)),
                _ => None,
            }
        }
        fn reads(&self, _: &str, value: &str) -> Result<(), String> {
            let digits = value.contains(|c: char| c.is_ascii_digit());
            digits
                .then_some(())
                .ok_or_else(|| format!("{value} is none"))
        }
    }
    let check = |table: &str, wanted: &[&str]| {
        let limits = Limits::default();
        let asked = crate::corpus::Asked {
            declared: None,
            limits: &limits,
            choice: &crate::corpus::Choice::default(),
            from: None,
            understands: Some(&Digits),
        };
        let mut found = Vec::new();
        crate::corpus::sources_from(table.as_bytes(), "a.csv", &asked, &mut |source| {
            if let Err(skip) = source {
                found.push(format!("{}! {}", skip.id, skip.reason));
            }
        });
        assert_eq!(found, wanted);
    };
    check("Datum,Text\n2024,a\n,b\nNULL,c\n", &[]);
    check(
        "Datum,time,Verfasser,Text\n2024,x,A1,a\nsoon,x,B,b\n,x,\"['C', 'D']\",c\nlater,1,,d\n",
        &[
            "a.csv! author column `Verfasser`: 2 of 3 values were not understood, the first in line 3: B is none",
            "a.csv! date column `Datum`: 2 of 3 values were not understood, the first in line 3: soon is none",
            "a.csv! date column `time`: 1 of 1 values were not understood, the first in line 4: x is none",
        ],
    );
}

#[test]
fn a_large_row_is_not_kept() {
    let small = Limits {
        record_mb: 1,
        ..Limits::default()
    };
    let long = "x".repeat(3_000_000);
    let lines = "x\n".repeat(1_500_000);
    let check = |table: String, reason: &str| {
        let wanted = [
            "a.csv#1: {\"body\":\"One\",\"id\":\"1\"}",
            &format!("a.csv, line 3! {reason}"),
            "a.csv#3: {\"body\":\"Two\",\"id\":\"3\"}",
        ];
        let mut found = Vec::new();
        sources_of(table.as_bytes(), "a.csv", None, &small, &mut |source| {
            found.push(match source {
                Ok(source) => format!("{}: {}", source.id, source.text),
                Err(skip) => format!("{}! {}", skip.id, skip.reason),
            });
        });
        // The lines of the large row have too few columns.
        found.retain(|line| !line.ends_with("1 columns where the header has 2"));
        assert_eq!(found, wanted);
    };
    let large = "larger than 1 MB in one record";
    check(format!("id,body\n1,One\n2,{long}\n3,Two\n"), large);
    check(format!("id,body\n1,One\n2,\"{long}\"\n3,Two\n"), large);
    let unclosed = "a quotation mark is not closed";
    check(format!("id,body\n1,One\n2,\"{lines}\n3,Two\n"), unclosed);
}

#[test]
fn marks_that_are_never_closed_take_no_longer_than_the_file() {
    // Each line opens a cell and would swallow the rest.
    let table = format!("id,body\n{}", "1,\"a\n".repeat(200_000));
    let (mut bad, mut good) = (0, 0);
    sources_of(
        table.as_bytes(),
        "a.csv",
        None,
        &Limits::default(),
        &mut |found| match found {
            Ok(_) => good += 1,
            Err(_) => bad += 1,
        },
    );
    assert_eq!(good, 0);
    assert!(bad > 0);
}

#[test]
fn encodings() {
    let wanted = ["a.csv#1: {\"body\":\"Le café de la forêt est fermé.\",\"id\":\"1\"}"];
    let table = "id;body\n1;Le café de la forêt est fermé.\n";
    let latin: Vec<u8> = table.chars().map(|c| c as u8).collect();
    check_with(&Limits::default(), "a.csv", &latin, &wanted);
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let marked = format!("\u{feff}{table}");
        let utf16: Vec<u8> = marked.encode_utf16().flat_map(bytes).collect();
        check_with(&Limits::default(), "a.csv", &utf16, &wanted);
        let utf16: Vec<u8> = table.encode_utf16().flat_map(bytes).collect();
        check_with(&Limits::default(), "a.csv", &utf16, &wanted);
    }
}

#[test]
fn names_of_columns() {
    let one = |header: &str, row: &str, wanted: &str| {
        let wanted = format!("a.csv#7: {wanted}");
        check("a.csv", &format!("{header}\n{row}\n"), &[&wanted]);
    };
    one(
        "Unnamed: 0,id,title,publication,author,date,year,month,url,content",
        "0,7,T,The Mail,Jane Roe,2016-12-31,2016.0,12.0,,Ships",
        r#"{"author":"Jane Roe","content":"Ships","date":"2016-12-31","id":"7","month":"12.0","publication":"The Mail","title":"T","year":"2016.0"}"#,
    );
    one(
        ",ID,Headline,Hlead,Full text,Source,Date,Byline,Section,Language,Word count",
        "1,7,T,L,Ships,The Mail,2 June 2024,By Jane Roe,Business,English,1",
        r#"{"Byline":"By Jane Roe","Date":"2 June 2024","Full text":"Ships","Headline":"T","ID":"7","Language":"English","Section":"Business","Source":"The Mail","Word count":"1","summary":"L"}"#,
    );
    one(
        "id;Titel;Datum;Quelle;Volltext",
        "7;T;2.6.2024;Der Bote;Schiffe",
        r#"{"body":"Schiffe","id":"7","outlet":"Der Bote","published":"2.6.2024","title":"T"}"#,
    );
    one(
        "id,authors,keywords,text,text,text_hash",
        "7,\"['Jane Roe', \"\"Bo O'Lind\"\"]\",[],NaN,Ships,None",
        r#"{"authors":["Jane Roe","Bo O'Lind"],"id":"7","text":"Ships"}"#,
    );
}

#[test]
fn tables_that_are_none() {
    check("a.csv", "", &["a.csv! empty"]);
    check("a.csv", "\n \n", &["a.csv! empty"]);
    check("a.csv", "id,body\n", &[]);
    check(
        "a.csv",
        "id,url,title,publish_date,media_name,language\n1,u,T,d,m,en\n",
        &[
            "a.csv! no column for the text (such as body, text or content); it has: id, url, title, publish_date, media_name, language",
        ],
    );
    check_with(
        &Limits::default(),
        "a.csv",
        b"\x89PNG\0\0",
        &["a.csv! binary data, not text"],
    );
}

/// Every line is an unclosed row of its own, behind one that reaches to the
/// end: each is looked at twice, not once for every line before it.
#[test]
fn marks_that_never_close_cost_their_lines() {
    const LINES: usize = 200_000;
    let table = format!("text\n\"\n{}", "\"\"a\n".repeat(LINES));
    let (mut records, mut same, mut others) = (0, 0, 0);
    sources_of(
        table.as_bytes(),
        "a.csv",
        None,
        &Limits::default(),
        &mut |source| match source {
            Ok(_) => records += 1,
            Err(skip) if skip.reason == SkipReason::SameId => same += 1,
            Err(_) => others += 1,
        },
    );
    assert_eq!((records, same, others), (1, LINES - 1, 1));
}

#[test]
fn columns_without_end() {
    let commas = ",".repeat(1_000_000);
    let skip = "a.csv, line 2! more than 10000 columns";
    let wanted = "a.csv#7: {\"id\":\"7\",\"text\":\"Ships\"}";
    check(
        "a.csv",
        &format!("id,text\n{commas}\n7,Ships\n"),
        &[skip, wanted],
    );
    check(
        "a.csv",
        &format!("text{commas}\nShips\n"),
        &["a.csv! more than 10000 columns"],
    );
}
