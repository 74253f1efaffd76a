//! The PATHs of a command that looks at files: folders of packs, and single files with the packs that they lie in.

use std::path::{Path, PathBuf};

use super::report::Failure;
use crate::store::files::{Folder, PackPlaces};
use crate::store::named;

/// What PATHs name, each thing once however often and in whatever spelling it is named.
pub(super) struct Paths {
    /// The folders of packs, the lowest first: those named before the command, and those of the PATHs. Whatever is named again lies
    /// where it was named last, and is spelled as it was then.
    packs: Vec<NamedPack>,
    /// The single files, in the order of the command line.
    pub files: Vec<NamedFile>,
}

struct NamedPack {
    folder: PathBuf,
    real: PathBuf,
    /// Whether a PATH names it, so that everything in it is asked for; others only have to be there.
    is_asked_for: bool,
}

/// A single file.
pub(super) struct NamedFile {
    /// As it was named.
    pub path: PathBuf,
    /// As it really lies.
    pub real: PathBuf,
    /// Whether it lies in no pack.
    pub is_loose: bool,
}

impl Paths {
    /// Sorts PATHs. A file is what has one of the endings and is no folder; whatever else is named is taken for the folder of a pack,
    /// or is told not to be one when the pack is opened.
    ///
    /// # Errors
    /// When a file is not there.
    pub(super) fn new(places: &PackPlaces, paths: &[PathBuf], endings: &[&str]) -> Result<Paths, Failure> {
        let mut sorted = Paths { packs: Vec::new(), files: Vec::new() };
        places.named.iter().for_each(|folder| sorted.pack(folder.clone(), false));
        for path in paths {
            let is_file = path.extension().is_some_and(|ending| endings.iter().any(|fitting| ending == *fitting)) && !path.is_dir();
            if !is_file {
                sorted.pack(path.clone(), true);
                continue;
            }
            let real = named::real(path)?;
            // From within a pack, or through a link, only the real way to a file leads through the pack's folders.
            let pack = Folder::of_pack(path).or_else(|| Folder::of_pack(&real));
            if sorted.files.iter().all(|file| file.real != real) {
                sorted.files.push(NamedFile { path: path.clone(), real, is_loose: pack.is_none() });
            }
            pack.into_iter().for_each(|pack| sorted.pack(pack, false));
        }
        Ok(sorted)
    }

    fn pack(&mut self, folder: PathBuf, is_asked_for: bool) {
        // One that is not there is told of when the pack is opened.
        let real = named::real(&folder).unwrap_or_else(|_| folder.clone());
        let before = self.packs.iter().position(|pack| pack.real == real).map(|at| self.packs.remove(at));
        let is_asked_for = is_asked_for || before.is_some_and(|pack| pack.is_asked_for);
        self.packs.push(NamedPack { folder, real, is_asked_for });
    }

    /// The folders of all packs that are named, or that hold a file that is, the lowest first.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.packs.iter().map(|pack| pack.folder.clone()).collect()
    }

    /// The folders that PATHs name.
    pub(super) fn asked_for(&self) -> impl Iterator<Item = &Path> {
        self.packs.iter().filter(|pack| pack.is_asked_for).map(|pack| pack.folder.as_path())
    }

    /// Where packs are looked for, with these on top; `alone`, these are all.
    pub(super) fn places(&self, places: &PackPlaces, alone: bool) -> PackPlaces {
        match alone {
            true => PackPlaces { named: self.folders(), alone: true, ..PackPlaces::default() },
            false => PackPlaces { named: self.folders(), ..places.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Packs as `folder`, or `folder!` when everything in it is asked for; files as `file`, or `file?` when they lie in no pack.
    #[track_caller]
    fn check(named: &[&str], paths: &[&str], packs: &[&str], files: &[&str]) {
        let home = tempfile::tempdir().unwrap();
        for file in ["pk/trees/t.ron", "pk/assets/scenarios/s.ron", "other/trees/o.ron", "loose.ron"] {
            fs::create_dir_all(home.path().join(file).parent().unwrap()).unwrap();
            fs::write(home.path().join(file), "").unwrap();
        }
        let within = |paths: &[&str]| paths.iter().map(|path| home.path().join(path)).collect::<Vec<_>>();
        let places = PackPlaces { named: within(named), ..PackPlaces::default() };
        let sorted = Paths::new(&places, &within(paths), &["ron"]).unwrap_or_else(|error| panic!("{error:?}"));
        let shown = |path: &Path, mark: &str| format!("{}{mark}", path.strip_prefix(home.path()).unwrap().display());
        let found = sorted.packs.iter().map(|pack| shown(&pack.folder, if pack.is_asked_for { "!" } else { "" }));
        assert_eq!(found.collect::<Vec<_>>(), packs, "{paths:?}");
        let found = sorted.files.iter().map(|file| shown(&file.path, if file.is_loose { "?" } else { "" }));
        assert_eq!(found.collect::<Vec<_>>(), files, "{paths:?}");
    }

    #[test]
    fn each_thing_is_named_once() {
        check(&[], &[], &[], &[]);
        check(&[], &["pk", "loose.ron"], &["pk!"], &["loose.ron?"]);
        check(&["pk"], &["other/trees/o.ron"], &["pk", "other"], &["other/trees/o.ron"]);
        check(&[], &["pk", "pk/assets/scenarios/s.ron"], &["pk!"], &["pk/assets/scenarios/s.ron"]);
        check(&["pk", "other"], &["other/../pk"], &["other", "other/../pk!"], &[]);
        let file = ["pk/trees/t.ron", "pk/trees/../trees/t.ron"];
        check(&[], &file, &["pk/trees/.."], &file[..1]);
        check(&[], &["no-such-folder"], &["no-such-folder!"], &[]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_to_the_pack_of_its_file() {
        let home = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(home.path()).unwrap();
        fs::create_dir_all(real.join("pk/trees")).unwrap();
        fs::write(real.join("pk/trees/t.ron"), "").unwrap();
        std::os::unix::fs::symlink(real.join("pk/trees/t.ron"), real.join("link.ron")).unwrap();
        let sorted = Paths::new(&PackPlaces::default(), &[real.join("link.ron")], &["ron"]).unwrap();
        assert_eq!(sorted.folders(), [real.join("pk")]);
        assert!(!sorted.files[0].is_loose);
        assert!(Paths::new(&PackPlaces::default(), &[real.join("none.ron")], &["ron"]).is_err());
    }
}
