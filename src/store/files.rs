//! Finds and reads the files of packs.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use crate::content::pack::{Files, Pack};
use crate::content::source::MAX_FILE;

static TREES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/trees");
static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The most files of a pack, and how deep its folders go: more than that is not a pack but a mistaken folder.
pub(super) const MAX_FILES: usize = 20_000;
pub(super) const MAX_DEPTH: usize = 4;
/// The folders of a pack that hold its files.
pub(super) const WINGS: [&str; 2] = ["trees", "assets"];

/// Where packs are looked for, beside the built-in one; later ones lie over earlier ones.
#[derive(Debug, Default, Clone)]
pub struct PackPlaces {
    /// The user's data folder; its `packs/` holds one pack in each folder.
    pub data_folder: Option<PathBuf>,
    /// The value of `WAYPOST_PACKS`, a list of folders as `PATH` is.
    pub listed: Option<std::ffi::OsString>,
    /// Where to begin the search for a folder `.waypost`, upwards.
    pub working_folder: Option<PathBuf>,
    /// Folders named on the command line.
    pub named: Vec<PathBuf>,
    /// Tree files that lie in no pack, laid over all else.
    pub loose: Vec<PathBuf>,
    /// Whether the built-in pack is left out.
    pub alone: bool,
}

/// A pack that was asked for and cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("the pack {folder} cannot be opened: {why}")]
pub struct PackError {
    /// The folder, as it was named.
    pub folder: String,
    /// Why not.
    pub why: String,
}

impl PackPlaces {
    /// The places that this process' environment names, with folders from the command line on top.
    pub fn from_environment(named: Vec<PathBuf>) -> PackPlaces {
        use etcetera::BaseStrategy;
        PackPlaces {
            data_folder: etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("waypost")),
            listed: std::env::var_os("WAYPOST_PACKS"),
            working_folder: std::env::current_dir().ok(),
            named,
            loose: Vec::new(),
            alone: false,
        }
    }

    /// Where the user's own pack lies, or is to lie: the nearest `.waypost` from the working folder upwards, else one in it.
    pub fn own_pack(&self) -> PathBuf {
        let here = self.working_folder.as_deref().unwrap_or(Path::new("."));
        self.nearest_pack().unwrap_or_else(|| here.join(".waypost"))
    }

    /// A path as it is told of: from the working folder, for what lies in it. So an editor, and a workflow, find it by its name.
    pub fn shown<'a>(&self, path: &'a Path) -> &'a Path {
        self.working_folder.as_ref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path)
    }

    /// The nearest `.waypost` from the working folder upwards.
    fn nearest_pack(&self) -> Option<PathBuf> {
        let above = self.working_folder.iter().flat_map(|folder| folder.ancestors());
        above.map(|folder| folder.join(".waypost")).find(|folder| folder.is_dir())
    }

    /// The folders of the packs, the lowest first. Those that were named must exist; the others are looked for.
    pub(super) fn folders(&self) -> Vec<(PathBuf, bool)> {
        let mut folders = Vec::new();
        if let Some(data) = &self.data_folder {
            let mut installed: Vec<PathBuf> = fs::read_dir(data.join("packs"))
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path())
                .filter(|path| path.is_dir())
                .collect();
            installed.sort();
            folders.extend(installed.into_iter().map(|folder| (folder, false)));
        }
        folders.extend(self.nearest_pack().map(|folder| (folder, false)));
        let listed = self.listed.iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty());
        folders.extend(listed.map(|folder| (folder, true)));
        folders.extend(self.named.iter().map(|folder| (folder.clone(), true)));
        folders
    }
}

/// Opens the built-in pack with the others laid over it.
///
/// # Errors
/// When a folder that was named is not there or cannot be read.
pub fn open_pack(places: &PackPlaces) -> Result<Pack, PackError> {
    let mut layers: Vec<Box<dyn Files>> = Vec::new();
    let mut seen = HashSet::new();
    for path in places.loose.iter().rev() {
        let (folder, name) = Folder::around(path).map_err(|why| PackError { folder: path.display().to_string(), why })?;
        layers.push(Box::new(LooseTree { folder, name }));
    }
    // From the top: a folder that is named in several ways lies where it was named last.
    for (folder, named) in places.folders().into_iter().rev() {
        match Folder::open(&folder) {
            Ok(mut found) if seen.insert(found.real_root.clone()) => {
                found.shown = places.shown(&folder).to_owned();
                layers.push(Box::new(found));
            }
            Ok(_) => {}
            Err(why) if named => return Err(PackError { folder: folder.display().to_string(), why }),
            Err(_) => {}
        }
    }
    if !places.alone {
        layers.push(Box::new(BuiltIn));
    }
    layers.reverse();
    Ok(Pack::open(layers))
}

/// The built-in pack, embedded in the program.
pub struct BuiltIn;

impl Files for BuiltIn {
    fn name(&self) -> &str {
        "built-in"
    }

    fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for (folder, prefix) in [(&TREES, "trees"), (&ASSETS, "assets")] {
            let mut open = vec![folder];
            while let Some(folder) = open.pop() {
                for entry in folder.entries() {
                    match entry {
                        DirEntry::Dir(inner) => open.push(inner),
                        DirEntry::File(file) => {
                            paths.extend(file.path().to_str().map(|path| format!("{prefix}/{}", path.replace('\\', "/"))))
                        }
                    }
                }
            }
        }
        paths
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        let file = match path.split_once('/') {
            Some(("trees", rest)) => TREES.get_file(rest),
            Some(("assets", rest)) => ASSETS.get_file(rest),
            _ => None,
        };
        file.and_then(|file| file.contents_utf8()).map(Cow::Borrowed).ok_or_else(|| "it is not UTF-8".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// A pack in a folder.
pub struct Folder {
    name: String,
    root: PathBuf,
    /// The folder as people are told of it.
    shown: PathBuf,
    /// The folder with every link resolved: nothing outside it is read.
    real_root: PathBuf,
    /// Its files, `/`-separated and relative to it.
    paths: Vec<String>,
}

impl Folder {
    /// Opens a folder as a pack.
    ///
    /// # Errors
    /// Why it cannot be opened, in words.
    pub fn open(folder: &Path) -> Result<Folder, String> {
        let real_root = fs::canonicalize(folder).map_err(|error| error.to_string())?;
        if !real_root.is_dir() {
            return Err("it is not a folder".to_owned());
        }
        let (name, root, shown) = (folder.display().to_string(), folder.to_owned(), folder.to_owned());
        let mut found = Folder { name, root, shown, real_root, paths: Vec::new() };
        for wing in WINGS {
            found.list(&folder.join(wing), 0)?;
        }
        // Trees that lie beside the folder for them are easily overlooked: they are told of as files that are not read.
        let beside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let astray = beside.filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending == "ron"));
        found.paths.extend(astray.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())));
        if found.paths.is_empty() && !folder.join("trees").is_dir() && !folder.join("assets").is_dir() {
            return Err("it holds neither a folder `trees` nor a folder `assets`".to_owned());
        }
        Ok(found)
    }

    /// A single file with the folder that it lies in; nothing else there is read. The file's name comes with it.
    ///
    /// # Errors
    /// Why it cannot be opened, in words.
    pub fn around(file: &Path) -> Result<(Folder, String), String> {
        let name = file.file_name().ok_or("it is not a file")?.to_string_lossy().into_owned();
        let root = file.parent().unwrap_or(Path::new("")).to_owned();
        let here = if root.as_os_str().is_empty() { Path::new(".") } else { root.as_path() };
        let real_root = fs::canonicalize(here).map_err(|error| error.to_string())?;
        let shown = root.clone();
        Ok((Folder { name: file.display().to_string(), root, shown, real_root, paths: vec![name.clone()] }, name))
    }

    /// The folder of the pack that a file lies in, by the way to it: `DIR/trees/a.ron` lies in `DIR`. `None` for one that lies in none.
    pub fn of_pack(file: &Path) -> Option<PathBuf> {
        let root = |file: &Path| {
            Some(file.ancestors().skip(1).find(|folder| WINGS.iter().any(|wing| folder.ends_with(wing)))?.parent()?.to_owned())
        };
        let typed = root(file).map(|root| if root.as_os_str().is_empty() { PathBuf::from(".") } else { root });
        // From within the folder of the trees, its name is not typed.
        typed.or_else(|| root(&fs::canonicalize(file).ok()?))
    }

    fn list(&mut self, folder: &Path, depth: usize) -> Result<(), String> {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            // A link to a folder is not entered: it could lead outside, or back.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if depth >= MAX_DEPTH {
                    return Err(format!("its folders nest more than {MAX_DEPTH} deep, at {}", path.display()));
                }
                self.list(&path, depth + 1)?;
            } else if let Ok(within) = path.strip_prefix(&self.root) {
                if self.paths.len() >= MAX_FILES {
                    return Err(format!("it holds more than {MAX_FILES} files"));
                }
                self.paths.push(within.to_string_lossy().replace('\\', "/"));
            }
        }
        Ok(())
    }
}

/// A tree file that lies in no pack, as a pack of its own.
struct LooseTree {
    folder: Folder,
    name: String,
}

impl Files for LooseTree {
    fn name(&self) -> &str {
        &self.folder.name
    }

    fn paths(&self) -> Vec<String> {
        vec![format!("trees/{}", self.name)]
    }

    fn read(&self, _path: &str) -> Result<Cow<'static, str>, String> {
        self.folder.read(&self.name)
    }

    fn display(&self, _path: &str) -> String {
        self.folder.name.clone()
    }

    fn on_disk(&self, _path: &str) -> Option<PathBuf> {
        self.folder.on_disk(&self.name)
    }
}

impl Files for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn paths(&self) -> Vec<String> {
        self.paths.clone()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err("its path leaves the pack".to_owned());
        }
        let real = fs::canonicalize(self.real_root.join(path)).map_err(|error| error.to_string())?;
        if !real.starts_with(&self.real_root) {
            return Err("it is a link that leaves the pack".to_owned());
        }
        read_text(&real).map(Cow::Owned)
    }

    fn display(&self, path: &str) -> String {
        self.shown.join(path).display().to_string()
    }

    fn on_disk(&self, path: &str) -> Option<PathBuf> {
        Some(self.root.join(path))
    }
}

/// Why a text cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The disk says so.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// It is a folder, a pipe or a device, which could block for ever, or never end.
    #[error("it is not a plain file")]
    NotPlain,
    /// It is longer than any file of a pack may be.
    #[error("it holds more than {MAX_FILE} bytes")]
    TooLong,
    /// It is longer than any file of a record may be.
    #[error("it holds more than {} bytes, which no record does", crate::paper::record::MAX_FILE)]
    TooLongForRecord,
    /// It is no text; the first byte that is wrong, from 0.
    #[error("it is not UTF-8: byte {0} is wrong")]
    NotUtf8(usize),
}

/// The text of a plain file, without a byte order mark.
///
/// # Errors
/// Why it cannot be read, in words: it is no plain file, too long, or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, String> {
    marked_text(path).map(without_mark).map_err(|error| error.to_string())
}

/// The text of a plain file as it stands, with its byte order mark.
pub(super) fn marked_text(path: &Path) -> Result<String, TextError> {
    if !fs::metadata(path)?.is_file() {
        return Err(TextError::NotPlain);
    }
    text_of(fs::File::open(path)?)
}

/// All the text of whatever is open.
pub(super) fn text_of(from: impl Read) -> Result<String, TextError> {
    let mut bytes = Vec::new();
    from.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_FILE { Err(TextError::TooLong) } else { utf8(bytes) }
}

/// Bytes as text, without a byte order mark.
pub(super) fn as_text(bytes: Vec<u8>) -> Result<String, String> {
    utf8(bytes).map(without_mark).map_err(|error| error.to_string())
}

fn utf8(bytes: Vec<u8>) -> Result<String, TextError> {
    String::from_utf8(bytes).map_err(|error| TextError::NotUtf8(error.utf8_error().valid_up_to()))
}

fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}
