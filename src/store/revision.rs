//! Versions of files to be compared: as they lie in a folder, or as they were in a revision of its git repository.
//!
//! Git is asked as a separate process, and only by commands that read: nothing that is typed is ever an option to it.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::files::{Folder, MAX_DEPTH, MAX_FILES, WINGS, as_text, read_text};
use crate::content::pack::Files;
use crate::content::source::MAX_FILE;
use crate::content::text::clean_line;

/// The most bytes of all files of a revision together.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// One file: what to call it, and its text or why it cannot be read.
    File(String, Result<String, String>),
    /// A pack: what to call it, and its files by their paths within it.
    Pack(String, BTreeMap<String, Result<String, String>>),
}

/// Why there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// There is no such file, and it is not written as a revision.
    #[error("there is no file or folder `{0}`; a file of a git revision is written REVISION:PATH")]
    Nothing(String),
    /// A folder without trees.
    #[error("`{0}` cannot be compared: {1}")]
    Unfit(String, String),
    /// Git does not run.
    #[error("git is needed to read a revision, and cannot be started: {0}")]
    NoGit(String),
    /// No repository here.
    #[error("`{0}` names a git revision, and this folder is in no git repository")]
    NoRepository(String),
    /// Not a revision.
    #[error("the repository has no revision `{0}`")]
    NoRevision(String),
    /// No such path in the revision.
    #[error("the revision `{revision}` has no file or folder `{path}`")]
    NoPath {
        /// The revision.
        revision: String,
        /// The path.
        path: String,
    },
    /// Git failed otherwise.
    #[error("git failed: {0}")]
    Failed(String),
}

/// Reads a version: a file or folder where there is one of this name, else `REVISION:PATH`, the path as git takes it (from the top of
/// the repository, or from the folder when it begins with `./`).
///
/// # Errors
/// When there is no such thing. A single file that cannot be read is no error here.
pub fn version(folder: &Path, name: &str) -> Result<Version, VersionError> {
    let path = folder.join(name);
    if path.is_dir() {
        return pack_in(&path, name);
    }
    if path.exists() {
        return Ok(Version::File(name.to_owned(), read_text(&path)));
    }
    match name.split_once(':') {
        Some((revision, path)) => version_of(folder, revision, path),
        None => Err(VersionError::Nothing(name.to_owned())),
    }
}

/// The pack that a team works on in a folder, and the same as it was in a revision: `.waypost` in the folder or above it, or else the
/// folder's own `trees`. One that the revision does not have was empty.
///
/// # Errors
/// When there is neither, or no such revision.
pub fn since(folder: &Path, revision: &str) -> Result<(Version, Version), VersionError> {
    let team = folder.ancestors().map(|folder| folder.join(".waypost")).find(|folder| folder.is_dir());
    let (path, from_folder) = match team {
        Some(team) => (team.clone(), up_to(folder, &team)),
        None if folder.join("trees").is_dir() => (folder.join("trees"), "./trees".to_owned()),
        None => return Err(VersionError::Nothing(revision.to_owned())),
    };
    let before = match version_of(folder, revision, &from_folder) {
        // A pack that is younger than the revision: all of it was added since.
        Err(VersionError::NoPath { .. }) => Version::Pack(format!("{revision}:{from_folder}"), BTreeMap::new()),
        before => before?,
    };
    Ok((before, pack_in(&path, &path.display().to_string())?))
}

/// The path of a `.waypost` as seen from a folder below it.
fn up_to(folder: &Path, team: &Path) -> String {
    let above = folder.ancestors().take_while(|above| Some(*above) != team.parent()).count();
    format!("./{}.waypost", "../".repeat(above))
}

/// A pack in a folder, or a folder of trees.
fn pack_in(path: &Path, name: &str) -> Result<Version, VersionError> {
    let opened = Folder::open(path);
    let mut found: Vec<String> = opened.as_ref().map(Files::paths).unwrap_or_default();
    if !found.iter().any(|file| file.contains('/')) {
        let inside = std::fs::read_dir(path).map_err(|error| VersionError::Unfit(name.to_owned(), error.to_string()))?;
        found = inside.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    }
    // As in a revision, links are left out.
    found.retain(|file| path.join(file).symlink_metadata().is_ok_and(|metadata| metadata.is_file()));
    let mut files = BTreeMap::new();
    for (file, place) in places(found, String::as_str) {
        let text = match &opened {
            Ok(folder) if place == file => folder.read(&file).map(|text| text.into_owned()),
            _ => read_text(&path.join(&file)),
        };
        files.insert(place, text);
    }
    if files.is_empty() {
        let why = opened.err().unwrap_or_else(|| "it holds no trees".to_owned());
        return Err(VersionError::Unfit(name.to_owned(), why));
    }
    Ok(Version::Pack(name.to_owned(), files))
}

/// The files of a folder that count, each with its path in a pack: those of the folders of a pack or, where it has none of them, its
/// own trees. The same for a folder and for a revision.
fn places<F>(files: Vec<F>, path: impl Fn(&F) -> &str) -> Vec<(F, String)> {
    let in_pack = |path: &str| {
        let wing = path.split_once('/').is_some_and(|(wing, _)| WINGS.contains(&wing));
        wing && path.matches('/').count() <= MAX_DEPTH + 1
    };
    let is_open = |path: &str| !path.split('/').any(|part| part.starts_with('.')) && !path.contains('\u{FFFD}');
    let is_pack = files.iter().any(|file| is_open(path(file)) && in_pack(path(file)));
    let place = |path: &str| match is_pack {
        true => in_pack(path).then(|| path.to_owned()),
        false => (path.ends_with(".ron") && !path.contains('/')).then(|| format!("trees/{path}")),
    };
    let placed = files.into_iter().filter_map(|file| {
        let place = Some(path(&file)).filter(|path| is_open(path)).and_then(place)?;
        Some((file, place))
    });
    placed.collect()
}

/// A file or folder as it was in a revision.
fn version_of(folder: &Path, revision: &str, path: &str) -> Result<Version, VersionError> {
    let odd = |text: &str| text.chars().any(char::is_control);
    if revision.is_empty() || revision.starts_with('-') || odd(revision) || odd(path) {
        return Err(VersionError::NoRevision(revision.to_owned()));
    }
    let git = Git { folder };
    git.find_repository(&format!("{revision}:{path}"))?;
    if git.ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")])?.is_none() {
        return Err(VersionError::NoRevision(revision.to_owned()));
    }
    let missing = || VersionError::NoPath { revision: revision.to_owned(), path: path.to_owned() };
    let object = git.ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}:{}", path.trim_end_matches('/'))])?;
    let object = text_of(object.ok_or_else(missing)?);
    let name = format!("{revision}:{path}");
    match text_of(git.ask(&["cat-file", "-t", &object])?.ok_or_else(missing)?).as_str() {
        "blob" => {
            let size = text_of(git.ask(&["cat-file", "-s", &object])?.ok_or_else(missing)?);
            if size.parse::<usize>().is_ok_and(|size| size <= MAX_FILE) {
                let bytes = git.ask(&["cat-file", "blob", &object])?.ok_or_else(missing)?;
                return Ok(Version::File(name, as_text(bytes)));
            }
            Ok(Version::File(name, Err(too_long())))
        }
        "tree" => {
            let files = git.files(&object).and_then(|entries| git.contents(entries))?;
            if files.is_empty() {
                return Err(VersionError::Unfit(name, "it holds no trees".to_owned()));
            }
            Ok(Version::Pack(name, files))
        }
        _ => Err(missing()),
    }
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).trim().to_owned()
}

fn too_long() -> String {
    format!("it holds more than {MAX_FILE} bytes")
}

/// A file of a revision.
struct Entry {
    path: String,
    object: String,
    size: u64,
}

struct Git<'a> {
    folder: &'a Path,
}

impl Git<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        // Nothing is asked for, fetched, or written, and messages are those that are understood here.
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1");
        command.args(arguments).current_dir(self.folder).stdin(Stdio::null());
        command
    }

    /// What a command prints; `None` when it says no.
    fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, VersionError> {
        let Output { status, stdout, .. } = self.command(arguments).output().map_err(|error| VersionError::NoGit(error.to_string()))?;
        Ok(status.success().then_some(stdout))
    }

    /// Whether there is a repository that git is willing to read.
    fn find_repository(&self, wanted: &str) -> Result<(), VersionError> {
        let asked = self.command(&["rev-parse", "--git-dir"]).output();
        let Output { status, stderr, .. } = asked.map_err(|error| VersionError::NoGit(error.to_string()))?;
        if status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&stderr);
        if said.contains("not a git repository") {
            return Err(VersionError::NoRepository(wanted.to_owned()));
        }
        let why = said.lines().find_map(|line| line.strip_prefix("fatal: ")).or(said.lines().next());
        Err(VersionError::Failed(clean_line(why.unwrap_or("rev-parse")).into_owned()))
    }

    /// The plain files of a folder that are those of a pack; links are left out.
    fn files(&self, object: &str) -> Result<Vec<Entry>, VersionError> {
        let listed =
            self.ask(&["ls-tree", "--full-tree", "-r", "-z", "-l", object])?.ok_or_else(|| VersionError::Failed("ls-tree".to_owned()))?;
        let listed = String::from_utf8_lossy(&listed);
        let entries = listed.split('\0').filter_map(|line| {
            let (head, path) = line.split_once('\t')?;
            let mut words = head.split_whitespace();
            let (mode, _kind, object, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
            let entry = || Entry { path: path.to_owned(), object: object.to_owned(), size: size.parse().unwrap_or(u64::MAX) };
            mode.starts_with("100").then(entry)
        });
        let placed = places(entries.collect(), |entry: &Entry| &entry.path);
        let kept: Vec<Entry> = placed.into_iter().map(|(entry, path)| Entry { path, ..entry }).collect();
        match kept.len() {
            count if count > MAX_FILES => Err(VersionError::Failed(format!("there are more than {MAX_FILES} files"))),
            _ if kept.iter().map(|entry| entry.size.min(MAX_FILE as u64)).sum::<u64>() > MAX_BYTES => {
                Err(VersionError::Failed(format!("the files hold more than {MAX_BYTES} bytes together")))
            }
            _ => Ok(kept),
        }
    }

    /// What the files hold, asked for in one go.
    fn contents(&self, entries: Vec<Entry>) -> Result<BTreeMap<String, Result<String, String>>, VersionError> {
        let failed = |error: std::io::Error| VersionError::Failed(error.to_string());
        let mut found = BTreeMap::new();
        let (wanted, too_large): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.size <= MAX_FILE as u64);
        found.extend(too_large.into_iter().map(|entry| (entry.path, Err(too_long()))));
        let mut command = self.command(&["cat-file", "--batch"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|error| VersionError::NoGit(error.to_string()))?;
        let objects: String = wanted.iter().map(|entry| format!("{}\n", entry.object)).collect();
        let (input, output) = (child.stdin.take(), child.stdout.take());
        // From a thread: git stops reading while nobody takes what it prints.
        let writing = std::thread::spawn(move || input.map(|mut input| input.write_all(objects.as_bytes())));
        let mut printed = Vec::new();
        let read = output.map(|output| output.take(MAX_BYTES + MAX_BYTES / 8).read_to_end(&mut printed));
        let _ = writing.join();
        let ended = child.wait().map_err(failed)?;
        read.transpose().map_err(failed)?;
        if !ended.success() {
            return Err(VersionError::Failed("cat-file".to_owned()));
        }
        let mut rest = printed.as_slice();
        for entry in wanted {
            // A line with the object, its kind and its size, the bytes, and a line break.
            let cut = || VersionError::Failed(format!("{} was not printed whole", entry.path));
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(cut)?;
            let head = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
            let size: usize = head.split(' ').nth(2).and_then(|size| size.parse().ok()).ok_or_else(cut)?;
            let bytes = rest.get(end + 1..end + 1 + size).ok_or_else(cut)?;
            found.insert(entry.path.clone(), as_text(bytes.to_vec()));
            rest = rest.get(end + 2 + size..).unwrap_or_default();
        }
        Ok(found)
    }
}
