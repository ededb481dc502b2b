//! A run of `index` does what has changed and nothing else, and says exactly
//! that.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;
use std::fs::FileTimes;
use std::path::Path;

use common::{Archive, Random, record, text_file};
use serde_json::Value;

/// `[files, new, changed, gone, added, replaced, removed, articles]`.
fn numbers(report: &Value) -> [u64; 8] {
    [
        "files",
        "new",
        "changed",
        "gone",
        "articles_added",
        "articles_replaced",
        "articles_removed",
        "articles",
    ]
    .map(|key| report[key].as_u64().unwrap())
}

fn nothing_done(files: u64, articles: u64) -> [u64; 8] {
    [files, 0, 0, 0, 0, 0, 0, articles]
}

/// Ten generated articles, indexed.
fn ten() -> Archive {
    let archive = Archive::new();
    let mut random = Random::new(10);
    for i in 0..10 {
        archive.write(&format!("wire/{i}.txt"), text_file(&mut random));
    }
    let report = archive.report(&[]);
    assert_eq!(numbers(&report), [10, 10, 0, 0, 10, 0, 0, 10]);
    archive
}

fn story(word: &str) -> String {
    format!(
        "A headline about something\n\nThe {word} came to the town on Monday, the mayor said.\n"
    )
}

fn change_a_few(archive: &Archive) {
    for word in ["zeppelin", "walrus", "xylophone"] {
        archive.write(&format!("new/{word}.txt"), story(word));
    }
    archive.write("wire/4.txt", story("quagga"));
    archive.remove("wire/7.txt");
}

#[test]
fn three_added_one_changed_one_deleted() {
    let archive = ten();
    archive.write("wire/4.txt", story("dodo"));
    archive.report(&[]);
    let before = archive.sorted_ids("");
    change_a_few(&archive);
    let report = archive.report(&[]);
    assert_eq!(numbers(&report), [12, 3, 1, 1, 3, 1, 1, 12]);
    assert_eq!(report["type"], "report");
    for word in ["zeppelin", "walrus", "xylophone"] {
        assert_eq!(archive.ids(word), [format!("new/{word}.txt")]);
    }
    assert_eq!(archive.ids("quagga"), ["wire/4.txt"]);
    assert_eq!(archive.ids("dodo"), Vec::<String>::new());
    assert_eq!(archive.run(&["show", "wire/7.txt"]).code, Some(1));
    let after = archive.sorted_ids("");
    let kept: Vec<&String> = before.iter().filter(|id| *id != "wire/7.txt").collect();
    let still: Vec<&String> = after.iter().filter(|id| !id.starts_with("new/")).collect();
    assert_eq!(still, kept);
    let again = archive.report(&[]);
    assert_eq!(numbers(&again), nothing_done(12, 12));
    assert_eq!(archive.ok(&["check"]).stderr, "");
}

#[test]
fn the_same_in_words() {
    let archive = ten();
    change_a_few(&archive);
    let ran = archive.ok(&["index"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "corpus: 12 files   + 3 new   ~ 1 changed   - 1 gone   ! 0 skipped"
    );
    assert_eq!(lines[1], "articles: + 3 added   ~ 1 replaced   - 1 removed");
    assert!(lines[2].starts_with("index: 12 articles · "), "{ran:#?}");
    assert_eq!((lines.len(), ran.stderr.as_str()), (3, ""));
}

#[test]
fn an_updated_index_answers_as_one_made_from_nothing() {
    let archive = ten();
    change_a_few(&archive);
    archive.report(&[]);
    let hits = |flags: &[&str]| {
        let mut args = vec!["search", "--json", "-n", "0"];
        args.extend(flags);
        let mut lines = archive.ok(&args).lines();
        lines.pop();
        lines
    };
    let queries: [&[&str]; 3] = [
        &["the", "council"],
        &["--any", "harbour", "vote"],
        &["monday"],
    ];
    let updated = queries.map(hits);
    archive.ok(&["rebuild"]);
    assert_eq!(updated, queries.map(hits));
}

/// Every file of the index with its content.
fn content(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = common::files_below(folder);
    files
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn a_second_run_reads_no_file_and_writes_none() {
    let archive = ten();
    let path = archive.write("wire/secret.txt", story("zeppelin"));
    archive.report(&[]);
    // The same size and time: whoever opened it would see another word.
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, story("airplane")).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_times(FileTimes::new().set_modified(modified))
        .unwrap();
    drop(file);
    let before = content(&archive.index());
    let report = archive.report(&[]);
    assert_eq!(numbers(&report), nothing_done(11, 11));
    assert_eq!(archive.ids("zeppelin"), ["wire/secret.txt"]);
    assert_eq!(archive.ids("airplane"), Vec::<String>::new());
    assert!(
        content(&archive.index()) == before,
        "the index was written to"
    );
    // Another time is a change, though the size is the same.
    let later = modified + std::time::Duration::from_secs(5);
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_times(FileTimes::new().set_modified(later))
        .unwrap();
    let report = archive.report(&[]);
    assert_eq!(numbers(&report), [11, 0, 1, 0, 0, 1, 0, 11]);
    assert_eq!(archive.ids("airplane"), ["wire/secret.txt"]);
}

#[test]
fn a_touched_file_with_the_same_text_replaces_nothing() {
    let archive = ten();
    let file = fs::File::options()
        .write(true)
        .open(archive.file("wire/3.txt"))
        .unwrap();
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    file.set_times(FileTimes::new().set_modified(time)).unwrap();
    let report = archive.report(&[]);
    assert_eq!(numbers(&report), [10, 0, 1, 0, 0, 0, 0, 10]);
    assert_eq!(numbers(&archive.report(&[])), nothing_done(10, 10));
}

#[test]
fn a_file_of_json_lines_grows_and_shrinks() {
    let archive = Archive::new();
    let lines = |words: &[&str]| -> String {
        let of = |word: &&str| {
            record(
                word,
                &format!("About the {word}"),
                &format!("The {word} came to town."),
            )
        };
        words.iter().map(of).collect()
    };
    archive.write("feed.jsonl", lines(&["walrus", "quagga"]));
    assert_eq!(numbers(&archive.report(&[])), [1, 1, 0, 0, 2, 0, 0, 2]);
    archive.write("feed.jsonl", lines(&["walrus", "quagga", "zeppelin"]));
    assert_eq!(numbers(&archive.report(&[])), [1, 0, 1, 0, 1, 0, 0, 3]);
    assert_eq!(archive.ids("zeppelin"), ["feed.jsonl#zeppelin"]);
    archive.write("feed.jsonl", lines(&["zeppelin", "walrus"]));
    assert_eq!(numbers(&archive.report(&[])), [1, 0, 1, 0, 0, 0, 1, 2]);
    assert_eq!(archive.ids("quagga"), Vec::<String>::new());
    assert_eq!(archive.ids("walrus"), ["feed.jsonl#walrus"]);
    let changed = lines(&["zeppelin"]) + &record("walrus", "About the walrus", "It sang.");
    archive.write("feed.jsonl", changed);
    assert_eq!(numbers(&archive.report(&[])), [1, 0, 1, 0, 0, 1, 0, 2]);
    assert_eq!(archive.ids("sang"), ["feed.jsonl#walrus"]);
    archive.remove("feed.jsonl");
    assert_eq!(numbers(&archive.report(&[])), [0, 0, 0, 1, 0, 0, 2, 0]);
    assert_eq!(archive.run(&["search", "walrus"]).code, Some(1));
    assert_eq!(archive.ok(&["check"]).stderr, "");
}

/// Ten times, and more often than the report has lines for.
#[test]
fn records_of_one_id_are_counted_each() {
    let lines = |times: usize| record("walrus", "About it", "It came to town.").repeat(times);
    for (before, after) in [(10, 15), (3_000, 3_500)] {
        let archive = Archive::new();
        archive.write("feed.jsonl", lines(before));
        let skipped = |args: &[&str]| archive.report(args)["skipped_records"].clone();
        assert_eq!(skipped(&[]), before - 1);
        archive.write("feed.jsonl", lines(after));
        assert_eq!(skipped(&[]), after - 1);
        archive.ok(&["rebuild"]);
        assert_eq!(skipped(&[]), after - 1);
    }
}

#[test]
fn a_file_that_gives_no_article_any_more() {
    let archive = ten();
    archive.write("wire/2.txt", "");
    let ran = archive.ok(&["index", "-v"]);
    assert!(ran.stderr.contains("! wire/2.txt: empty"), "{ran:#?}");
    assert_eq!(archive.ids("").len(), 9);
    // It is named again without being read again, and is back once it has text.
    let ran = archive.ok(&["index", "-v"]);
    assert!(ran.stderr.contains("! wire/2.txt: empty"), "{ran:#?}");
    assert_eq!(archive.run(&["index", "--strict"]).code, Some(1));
    archive.write("wire/2.txt", story("zeppelin"));
    assert_eq!(
        numbers(&archive.report(&["--strict"])),
        [10, 0, 1, 0, 1, 0, 0, 10]
    );
}

#[test]
fn a_path_inside_the_corpus_limits_the_run() {
    let archive = ten();
    archive.write("wire/new.txt", story("zeppelin"));
    archive.write("other/new.txt", story("walrus"));
    archive.remove("wire/0.txt");
    let report = archive.report(&["corpus/other"]);
    assert_eq!(numbers(&report), [1, 1, 0, 0, 1, 0, 0, 11]);
    assert_eq!(archive.ids("zeppelin"), Vec::<String>::new());
    assert_eq!(archive.ids("walrus"), ["other/new.txt"]);
    let report = archive.report(&["corpus/wire/new.txt", "corpus/wire/0.txt"]);
    assert_eq!(numbers(&report), [1, 1, 0, 1, 1, 0, 1, 11]);
    assert_eq!(numbers(&archive.report(&[])), nothing_done(11, 11));
}

#[test]
fn a_folder_of_the_corpus_that_was_deleted() {
    let archive = ten();
    archive.write("other/a.txt", story("zeppelin"));
    archive.report(&[]);
    fs::remove_dir_all(archive.file("wire")).unwrap();
    let report = archive.report(&["corpus/wire"]);
    assert_eq!(numbers(&report), [0, 0, 0, 10, 0, 0, 10, 1]);
    assert_eq!(archive.ids(""), ["other/a.txt"]);
}

#[test]
fn a_path_that_never_was() {
    let archive = ten();
    let ran = archive.run(&["index", "/nowhere/at/all.txt"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:#?}");
    assert!(ran.stderr.contains("/nowhere/at/all.txt"), "{ran:#?}");
    assert_eq!(archive.ids("").len(), 10);
}

#[test]
fn a_corpus_that_is_not_there_is_no_wish_to_empty_the_index() {
    let archive = ten();
    fs::rename(archive.corpus(), archive.root().join("elsewhere")).unwrap();
    for command in ["index", "rebuild"] {
        let root = archive.root().display().to_string();
        let ran = archive.run(&[command, "--archive", &root]);
        assert_eq!(ran.code, Some(2), "{ran:#?}");
        assert!(ran.stderr.contains("corpus"), "{ran:#?}");
    }
    fs::rename(archive.root().join("elsewhere"), archive.corpus()).unwrap();
    assert_eq!(archive.ids("").len(), 10);
}

/// A folder outside the archive with one story in it.
fn elsewhere(word: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("story.txt"), story(word)).unwrap();
    let path = fs::canonicalize(folder.path())
        .unwrap()
        .display()
        .to_string();
    (folder, path)
}

#[test]
fn a_path_outside_the_corpus_belongs_to_it_from_then_on() {
    let archive = ten();
    let (folder, path) = elsewhere("zeppelin");
    assert_eq!(
        numbers(&archive.report(&[&path])),
        [1, 1, 0, 0, 1, 0, 0, 11]
    );
    let id = format!("{path}/story.txt");
    assert_eq!(archive.ids("zeppelin"), std::slice::from_ref(&id));
    assert_eq!(archive.ok(&["show", &id]).stderr, "");
    assert_eq!(numbers(&archive.report(&[])), nothing_done(11, 11));
    fs::write(folder.path().join("more.txt"), story("walrus")).unwrap();
    assert_eq!(numbers(&archive.report(&[])), [12, 1, 0, 0, 1, 0, 0, 12]);
    fs::remove_file(folder.path().join("story.txt")).unwrap();
    assert_eq!(numbers(&archive.report(&[])), [11, 0, 0, 1, 0, 0, 1, 11]);
    assert_eq!(archive.ids("walrus"), [format!("{path}/more.txt")]);
}

#[test]
fn a_file_from_elsewhere_goes_when_it_is_deleted() {
    let archive = ten();
    let (folder, path) = elsewhere("zeppelin");
    let file = format!("{path}/story.txt");
    archive.report(&[&file]);
    fs::remove_file(&file).unwrap();
    assert_eq!(numbers(&archive.report(&[])), [10, 0, 0, 1, 0, 0, 1, 10]);
    let ran = archive.ok(&["index"]);
    assert_eq!(ran.stderr, "", "it is forgotten");
    // A folder that is not there may be on another disk.
    fs::write(&file, story("walrus")).unwrap();
    archive.report(&[&file]);
    let away = format!("{path}-away");
    fs::rename(folder.path(), &away).unwrap();
    let ran = archive.ok(&["index"]);
    assert!(ran.stderr.contains("its articles are kept"), "{ran:#?}");
    assert_eq!(archive.ids("walrus"), std::slice::from_ref(&file));
    fs::rename(&away, folder.path()).unwrap();
    assert_eq!(numbers(&archive.report(&[])), nothing_done(11, 11));
}

#[test]
fn standard_input() {
    let archive = ten();
    let page = "<html><head><title>Zeppelin lands</title></head><body><article><p>The zeppelin came down in a field near the old mill, the airfield said.</p></article></body></html>";
    let ran = archive.run_with_input(&["index", "--json", "-", "--as", "html"], page.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(numbers(&common::one_line(&ran)), [1, 1, 0, 0, 1, 0, 0, 11]);
    let ids = archive.ids("zeppelin");
    assert!(
        ids.len() == 1 && ids[0].starts_with("-/") && ids[0].ends_with(".html"),
        "{ids:?}"
    );
    let line = common::one_line(&archive.ok(&["show", "--json", "--", &ids[0]]));
    assert_eq!(line["title"], "Zeppelin lands");
    // The same once more is no news, and what is sniffed keeps its format.
    let ran = archive.run_with_input(&["index", "--json", "-", "--as", "html"], page.as_bytes());
    assert_eq!(numbers(&common::one_line(&ran))[..7], [1, 0, 0, 0, 0, 0, 0]);
    let lines = record("1", "One", "The walrus sang.") + &record("2", "Two", "The quagga ran.");
    let ran = archive.run_with_input(&["index", "--json", "-"], lines.as_bytes());
    assert_eq!(numbers(&common::one_line(&ran)), [1, 1, 0, 0, 2, 0, 0, 13]);
    assert_eq!(archive.ids("quagga").len(), 1);
    assert_eq!(numbers(&archive.report(&[])), nothing_done(12, 13));
    let in_corpus = common::files_below(&archive.corpus());
    assert_eq!(in_corpus.len(), 10, "the corpus is never written to");
}

#[test]
fn an_id_from_standard_input_can_be_shown_as_results_print_it() {
    let archive = ten();
    archive.run_with_input(&["index", "-"], story("walrus").as_bytes());
    let id = archive.ids("walrus").remove(0);
    assert_eq!(archive.ok(&["show", &id]).stderr, "");
    assert_eq!(archive.ok(&["show", &format!("{id}#p1")]).stderr, "");
}

#[test]
fn a_rebuild_keeps_what_came_from_elsewhere() {
    let archive = ten();
    let (_folder, path) = elsewhere("zeppelin");
    archive.report(&[&path]);
    archive.run_with_input(&["index", "-"], story("walrus").as_bytes());
    let before = archive.sorted_ids("");
    assert_eq!(before.len(), 12);
    let report = common::one_line(&archive.ok(&["rebuild", "--json"]));
    assert_eq!(numbers(&report), [12, 12, 0, 0, 12, 0, 0, 12]);
    assert_eq!(archive.sorted_ids(""), before);
    assert_eq!(numbers(&archive.report(&[])), nothing_done(12, 12));
}

#[test]
fn a_deleted_index_is_made_again_with_what_came_over_standard_input() {
    let archive = ten();
    archive.run_with_input(&["index", "-"], story("walrus").as_bytes());
    fs::remove_dir_all(archive.index()).unwrap();
    assert_eq!(numbers(&archive.report(&[])), [11, 11, 0, 0, 11, 0, 0, 11]);
    assert_eq!(archive.ids("walrus").len(), 1);
}

#[test]
fn a_format_named_for_standard_input_survives_a_rebuild() {
    let archive = ten();
    let text = b"{\"title\": \"no JSON at all\"\n\nThe walrus sang.\n";
    archive.run_with_input(&["index", "-", "--as", "text"], text);
    let before = archive.ids("walrus");
    assert!(
        before.len() == 1 && before[0].ends_with(".txt"),
        "{before:?}"
    );
    archive.ok(&["rebuild"]);
    assert_eq!(archive.ids("walrus"), before);
}
