//! A folder in which a part of the guide is followed, with an environment that is the same everywhere.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// Whether there is git.
pub(crate) fn has_git() -> bool {
    static FOUND: LazyLock<bool> = LazyLock::new(|| Command::new("git").arg("--version").output().is_ok_and(|out| out.status.success()));
    *FOUND
}

/// An empty repository, as far as there is git, in a home of its own.
pub(crate) struct Place {
    root: TempDir,
}

/// What a command came to.
pub(crate) struct Came {
    /// What it printed, and then what it said on standard error.
    pub(crate) text: String,
    pub(crate) code: i32,
}

impl Place {
    pub(crate) fn new() -> Place {
        let place = Place { root: tempfile::tempdir().unwrap() };
        for folder in ["home", "work"] {
            fs::create_dir(place.root.path().join(folder)).unwrap();
        }
        if has_git() {
            for arguments in [&["init", "-q"][..], &["checkout", "-q", "-b", "main"], &["commit", "-q", "--allow-empty", "-m", "Empty"]] {
                let came = place.run("git", arguments).unwrap();
                assert_eq!(came.code, 0, "git {arguments:?}: {}", came.text);
            }
        }
        place
    }

    /// Runs a program without input.
    pub(crate) fn run(&self, program: &str, arguments: &[impl AsRef<str>]) -> Result<Came, String> {
        let file = match program {
            "waypost" => env!("CARGO_BIN_EXE_waypost"),
            "git" => "git",
            _ => return Err(format!("`{program}` is not run here")),
        };
        let mut command = Command::new(file);
        command.args(arguments.iter().map(AsRef::as_ref)).current_dir(self.root.path().join("work")).stdin(Stdio::null()).env_clear();
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.env("HOME", self.root.path().join("home")).env("LANG", "C.UTF-8").env("NO_COLOR", "1");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CEILING_DIRECTORIES", self.root.path());
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Author").env(format!("GIT_{who}_EMAIL"), "author@example.org");
        }
        let Output { status, stdout, stderr } = command.output().map_err(|error| error.to_string())?;
        let text = String::from_utf8([stdout, stderr].concat()).map_err(|error| error.to_string())?;
        Ok(Came { text, code: status.code().unwrap_or(-1) })
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> Result<(), String> {
        let path = self.root.path().join("work").join(file);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))
            .and_then(|()| fs::write(&path, text))
            .map_err(|why| format!("{file}: {why}"))
    }

    pub(crate) fn change(&self, file: &str, changed: impl FnOnce(&str) -> Result<String, String>) -> Result<(), String> {
        let text = fs::read_to_string(self.root.path().join("work").join(file)).map_err(|why| format!("{file}: {why}"))?;
        self.write(file, &changed(&text)?)
    }

    /// The folder that differs from run to run; it must not be in the guide.
    pub(crate) fn folder(&self) -> &Path {
        self.root.path()
    }
}
