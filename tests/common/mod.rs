//! What the integration tests share: an archive in a temporary folder, the
//! program run over it, a small seeded source of chance, and generated news.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file is a program of its own and uses its part of this one"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Nothing here takes minutes: a command that does is stuck.
const STUCK: Duration = Duration::from_secs(240);

/// A user without rights of its own.
pub const NOBODY: u32 = 65534;

/// An archive with an empty corpus, removed at the end of the test.
pub struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("onrecord-test-")
            .tempdir()
            .unwrap();
        fs::create_dir(folder.path().join("corpus")).unwrap();
        Archive { folder }
    }

    /// With one article that every search for `zeppelin` finds.
    pub fn with_good_article() -> Self {
        let archive = Archive::new();
        archive.write(
            "good.txt",
            "Evening zeppelin moves to nine o'clock\n\nThe last zeppelin of the day will leave at nine from Monday, the airfield said.\n",
        );
        archive
    }

    /// With the sample articles of the project.
    pub fn with_samples() -> Self {
        let archive = Archive::new();
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        copy_folder(&samples, &archive.corpus());
        archive
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn corpus(&self) -> PathBuf {
        self.root().join("corpus")
    }

    pub fn index(&self) -> PathBuf {
        self.root().join("index")
    }

    pub fn file(&self, id: &str) -> PathBuf {
        self.corpus().join(id)
    }

    /// Writes a file of the corpus.
    pub fn write(&self, id: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.file(id);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn remove(&self, id: &str) {
        fs::remove_file(self.file(id)).unwrap();
    }

    /// The program, in the archive's folder, without the settings of whoever
    /// runs the tests.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = clean(Command::new(env!("CARGO_BIN_EXE_onrecord")));
        command.args(args).current_dir(self.root());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        run(&mut self.command(args))
    }

    /// Runs a command that must end with 0.
    pub fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {ran:#?}");
        ran
    }

    /// Runs a command with something on its standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = piped(&mut self.command(args))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input).unwrap();
        drop(stdin);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// The ids that a search finds, in its order; relaxed to nothing.
    pub fn ids(&self, query: &str) -> Vec<String> {
        self.ids_with(query, &["--all"])
    }

    pub fn ids_with(&self, query: &str, flags: &[&str]) -> Vec<String> {
        let mut args = vec!["search", "-l", "-n", "0", "--no-collapse"];
        args.extend(flags);
        args.extend(["--", query]);
        let ran = self.run(&args);
        assert!(matches!(ran.code, Some(0 | 1)), "{query}: {ran:#?}");
        ran.stdout.lines().map(str::to_owned).collect()
    }

    /// The ids in the order of their names.
    pub fn sorted_ids(&self, query: &str) -> Vec<String> {
        let mut ids = self.ids(query);
        ids.sort();
        ids
    }

    /// The report of an `index` that must succeed.
    pub fn report(&self, args: &[&str]) -> Value {
        let mut all = vec!["index", "--json"];
        all.extend(args);
        one_line(&self.ok(&all))
    }

    /// Lets every user look at the archive and everything in it.
    pub fn open_to_all(&self) {
        open_to_all(self.root());
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub fn open_to_all(path: &Path) {
    let data = fs::symlink_metadata(path).unwrap();
    if data.is_symlink() {
        return;
    }
    let mode = if data.is_dir() { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    if data.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            open_to_all(&entry.unwrap().path());
        }
    }
}

/// Every file below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A command that does not see the settings of whoever runs the tests.
pub fn clean(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ONRECORD_") {
            command.env_remove(name);
        }
    }
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// True where the tests run as root, whom no permission stops.
pub fn is_root() -> bool {
    tempfile::tempdir()
        .unwrap()
        .path()
        .metadata()
        .unwrap()
        .uid()
        == 0
}

/// The same command as a user whom permissions stop.
pub fn as_nobody(archive: &Archive, args: &[&str]) -> Command {
    if !is_root() {
        return archive.command(args);
    }
    // The build may lie in a folder that only root can look into.
    let program = archive.root().join("onrecord-program");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_onrecord"), &program).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = clean(Command::new(program));
    command
        .args(args)
        .current_dir(archive.root())
        .uid(NOBODY)
        .gid(NOBODY);
    command
}

/// What a command gave.
#[derive(Debug)]
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    /// `None` where a signal ended it.
    pub code: Option<i32>,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Ran {
            stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
            code: output.status.code(),
        }
    }

    /// True where neither a panic was told nor one was hidden.
    pub fn is_calm(&self) -> bool {
        let signs = [
            "panicked at",
            "a bug was met",
            "RUST_BACKTRACE",
            "overflowed",
        ];
        matches!(self.code, Some(0..=2)) && !signs.iter().any(|sign| self.stderr.contains(sign))
    }

    /// The JSON lines of the output.
    pub fn lines(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line).expect(line);
        self.stdout.lines().map(read).collect()
    }
}

pub fn one_line(ran: &Ran) -> Value {
    let mut lines = ran.lines();
    assert_eq!(lines.len(), 1, "{ran:#?}");
    lines.remove(0)
}

pub fn piped(command: &mut Command) -> &mut Command {
    command.stdout(Stdio::piped()).stderr(Stdio::piped())
}

/// Runs a command to its end; one that is stuck is killed, and the test fails.
pub fn run(command: &mut Command) -> Ran {
    let child = piped(command).spawn().unwrap();
    watched(child, |_| {}).unwrap_or_else(|| panic!("stuck: {command:?}"))
}

/// Waits for a child, looking at it now and then; `None` where it is stuck.
pub fn watched(mut child: Child, mut look: impl FnMut(u32)) -> Option<Ran> {
    let id = child.id();
    let out = read_aside(child.stdout.take().unwrap());
    let err = read_aside(child.stderr.take().unwrap());
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > STUCK {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        look(id);
        std::thread::sleep(Duration::from_millis(2));
    };
    Some(Ran::of(Output {
        status,
        stdout: out.join().unwrap(),
        stderr: err.join().unwrap(),
    }))
}

fn read_aside(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// Chance that is the same in every run (SplitMix64, Steele and others 2014).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Words of generated news: ordinary ones, in several inflections.
pub const WORDS: &str = "\
    harbour harbours ferry ferries council councils councillor vote votes voted voting \
    tunnel tunnels bridge bridges price prices pricing wage wages strike strikes striking \
    drama dramas export exports exported exporting import imports school schools teacher \
    teachers flood floods flooded flooding river rivers storm storms rail railway railways \
    train trains trained training court courts judge judges judged minister ministers \
    ministry budget budgets tax taxes taxed hospital hospitals nurse nurses nursing vaccine \
    vaccines fishing fisher herring quota quotas museum museums bell bells theatre theatres \
    film films filmed actor actors season seasons match matches goal goals coach coaches \
    company companies profit profits profitable market markets bank banks banking loan loans \
    factory factories worker workers working engine engines energy water waters plan plans \
    planned planning report reports reported reporting evening morning northern southern new \
    old green public local national first second prime deep quiet sudden";

/// Small words of running text.
pub const SMALL_WORDS: &str = "\
    the a of and to in for on with after before from that was has its said would not";

/// One of the words in `words`.
pub fn word<'w>(random: &mut Random, words: &'w str) -> &'w str {
    let count = words.split_whitespace().count();
    words.split_whitespace().nth(random.below(count)).unwrap()
}

/// A sentence of generated news.
pub fn sentence(random: &mut Random) -> String {
    let mut words = Vec::new();
    for _ in 0..8 + random.below(10) {
        let small = random.below(3) == 0;
        words.push(word(random, if small { SMALL_WORDS } else { WORDS }));
    }
    let text = words.join(" ");
    let (first, rest) = text.split_at(1);
    format!("{}{rest}.", first.to_uppercase())
}

/// Some paragraphs of generated news.
pub fn body(random: &mut Random) -> String {
    let paragraph = |random: &mut Random| {
        let sentences: Vec<String> = (0..1 + random.below(3)).map(|_| sentence(random)).collect();
        sentences.join(" ")
    };
    let paragraphs: Vec<String> = (0..2 + random.below(4))
        .map(|_| paragraph(random))
        .collect();
    paragraphs.join("\n\n")
}

/// A headline of generated news.
pub fn headline(random: &mut Random) -> String {
    let words: Vec<&str> = (0..4 + random.below(4))
        .map(|_| word(random, WORDS))
        .collect();
    words.join(" ")
}

/// A generated article as a plain text file.
pub fn text_file(random: &mut Random) -> String {
    format!("{}\n\n{}\n", headline(random), body(random))
}

/// A record of a JSON Lines file.
pub fn record(id: &str, title: &str, body: &str) -> String {
    json!({"id": id, "title": title, "body": body}).to_string() + "\n"
}
