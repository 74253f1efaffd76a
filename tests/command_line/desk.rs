//! The real binary, started in folders of its own: nothing of the machine or of its user takes part.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;
use waypost::content::text::first_unsafe;

/// Where the program is run: a home, a folder to work in, and packs beside it.
pub(crate) struct Desk {
    folder: TempDir,
    packs: Vec<PathBuf>,
    listed: Option<std::ffi::OsString>,
}

/// What became of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        for inner in ["home", "work"] {
            fs::create_dir(folder.path().join(inner)).unwrap();
        }
        Desk { folder, packs: Vec::new(), listed: None }
    }

    /// A desk whose every command is given a pack.
    pub(crate) fn with_pack(trees: &[(&str, &str)]) -> Desk {
        let mut desk = Desk::new();
        for (id, text) in trees {
            desk.put(&format!("pack/trees/{id}.ron"), text);
        }
        desk.packs.push(desk.path("pack"));
        desk
    }

    /// Names folders in `WAYPOST_PACKS`.
    pub(crate) fn list(&mut self, packs: &[&str]) {
        self.listed = Some(std::env::join_paths(packs.iter().map(|pack| self.path(pack))).unwrap());
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn command(&self) -> Command {
        self.command_in(&self.path("work"))
    }

    pub(crate) fn command_in(&self, folder: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        // Windows finds its own libraries by this one.
        let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
        command.env_clear().envs(system).env("HOME", self.path("home")).env("TERM", "dumb").current_dir(folder);
        command.envs(self.listed.as_ref().map(|listed| ("WAYPOST_PACKS", listed)));
        command.args(self.packs.iter().flat_map(|pack| ["--pack".into(), pack.clone().into_os_string()]));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// How a command to go on with begins: the program's name, and the packs that every command is given.
    pub(crate) fn invocation(&self) -> String {
        let quoted = |path: String| match path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)) {
            true => path,
            false => format!("'{path}'"),
        };
        let packs = self.packs.iter().map(|pack| format!(" --pack {}", quoted(pack.to_str().unwrap().to_owned())));
        format!("waypost{}", packs.collect::<String>())
    }

    /// Gives a line to a shell, for which `waypost` is this program.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn shell(&self, line: &str) -> Run {
        let program = Path::new(env!("CARGO_BIN_EXE_waypost")).parent().unwrap();
        let mut command = Command::new("/bin/sh");
        command.env_clear().env("HOME", self.path("home")).env("TERM", "dumb").env("PATH", program).current_dir(self.path("work"));
        finished(command.args(["-c", line]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))
    }

    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        finished(self.command().args(args))
    }

    /// Runs it and types something.
    #[track_caller]
    pub(crate) fn typed(&self, args: &[&str], input: &[u8]) -> Run {
        let mut child = self.command().args(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let input = input.to_vec();
        // From a thread, for the program may stop reading, or print more than a pipe holds, before all is typed.
        let typing = std::thread::spawn(move || pipe.write_all(&input).is_ok());
        let run = told(child.wait_with_output().unwrap());
        let _ = typing.join().unwrap();
        run
    }
}

#[track_caller]
pub(crate) fn finished(command: &mut Command) -> Run {
    told(command.output().unwrap())
}

/// No run panics, and none prints what a terminal would act upon.
#[track_caller]
fn told(output: std::process::Output) -> Run {
    let run = Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("the errors are UTF-8"),
    };
    assert!(!run.err.contains("panicked"), "{}", run.err);
    for text in [&run.out, &run.err] {
        assert_eq!(first_unsafe(text), None, "{text:?}");
    }
    run
}

/// A tree with something of everything that the JSON can hold.
pub(crate) const STOCK: &str = r#"(
    id: "stock",
    version: 3,
    title: "Stock",
    summary: "Where the stock is kept.",
    start: "mix",
    also: [
        (
            id: "page", aspect: "pagination", when: Is("mix", "write"), recommendation: "By cursor", why: "It moves.",
            references: ["caching#ttl"],
        ),
        (id: "never", aspect: "pagination", when: Is("mix", "read"), recommendation: "By offset", why: "It stays."),
    ],
    nodes: [
        Question(
            id: "mix", fact: "stock.mix", prompt: "Read or written?", why: "It decides.", how_to_tell: ["Count.", "Ask."], references: ["caching"],
            kind: Choice(assume: "read", options: [
                (id: "read", label: "Read", meaning: "Mostly read.", to: "keep"),
                (id: "write", label: "Written", meaning: "Mostly written.", to: "places"),
            ]),
            assume_why: "Most are.",
        ),
        Question(
            id: "places", prompt: "Where?", why: "It decides too.", how_to_tell: ["Look."], to: "size", references: ["caching"],
            kind: Select(assume: ["shop", "van"], options: [
                (id: "shop", label: "Shop", meaning: "In the shop."),
                (id: "barn", label: "Barn", meaning: "In the barn."),
                (id: "van", label: "Van", meaning: "In the van."),
            ]),
            assume_why: "It is.",
        ),
        Question(
            id: "size", prompt: "How much?", why: "So does this.", how_to_tell: ["Weigh."], references: ["caching"],
            kind: Number(assume: 2.5, unit: "t", min: 0, max: 40, bands: [
                (id: "light", label: "Light", from: 0, below: 7.5, source: (title: "S", url: "https://example.org/s"), to: "keep"),
                (id: "heavy", label: "Heavy", from: 7.5, below: 40, source: (title: "S", url: "https://example.org/s"), to: "move"),
            ]),
            assume_why: "It floats.",
        ),
        Outcome(
            id: "keep", recommendation: "Keep it", why: "It fits.", gains: ["Peace."], costs: ["Room."], first_steps: ["None."],
            watch: [(metric: "room", figure: "some")], revisit: "When full.", wrong_when: "Full.", alternatives: [],
            references: ["caching"], sources: [(title: "A", url: "https://example.org/a")],
        ),
        Outcome(
            id: "move", recommendation: "Move it", why: "It is heavy.",
            gains: [
                "Room.",
                (id: "van-free", when: Has("places", "van"), text: "A free van."),
                (id: "barn-free", when: Has("places", "barn"), text: "A free barn."),
            ],
            costs: ["Fuel."], first_steps: ["Lift.", "Drive."],
            watch: [(metric: "axles", figure: "under 8 t"), (id: "roof", when: Has("places", "barn"), metric: "roof", figure: "tight")],
            revisit: "Next year.", wrong_when: "It rusts.",
            alternatives: [
                (outcome: "keep", right_when: "it is light"),
                (id: "sell", when: In("size", "heavy"), name: "Sell it", right_when: "nobody wants it"),
            ],
            anti_patterns: ["microservices-too-early"], references: ["caching#ttl"],
            sources: [(title: "A", url: "https://example.org/a"), (title: "B", url: "https://example.org/b")],
            next: [(tree: "scaling", why: "It grows."), (id: "on", when: Is("mix", "read"), tree: "api", why: "It is asked for.")],
            also: [(id: "tyres", aspect: "wheels", recommendation: "Check the tyres", why: "They wear.")],
        ),
    ],
)
"#;

/// The same tree without what lint has to say of it: two conditions that its edges decide, and an option that nothing looks at.
pub(crate) fn sound() -> String {
    let changes = [
        ("to: \"size\",", "to: \"size\", alike: \"All places count.\","),
        ("(id: \"sell\", when: In(\"size\", \"heavy\"), name:", "(name:"),
        ("(id: \"on\", when: Is(\"mix\", \"read\"), tree:", "(tree:"),
    ];
    changes.iter().fold(STOCK.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    })
}
