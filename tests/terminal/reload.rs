//! Files that change while the screens run.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Terminal;

/// A pack with one tree, and the program that has it open in a terminal.
struct Desk {
    folder: TempDir,
    terminal: Terminal,
}

impl Desk {
    /// Starts the program on the tree, with `environment` set as a shell does.
    fn new(environment: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let desk = |path: &str| folder.path().join(path);
        fs::create_dir_all(desk("pack/trees")).unwrap();
        fs::write(desk("pack/trees/move.ron"), tree("How far is it?", "Is it heavy?")).unwrap();
        let program = env!("CARGO_BIN_EXE_waypost");
        let shell = format!("cd {}; {environment} exec {program} --pack pack move", folder.path().display());
        let terminal = Terminal::start(Path::new("/bin/sh"), &["-c", &shell], (100, 30));
        Desk { folder, terminal }
    }

    /// The same from a folder further down, with another pack in the folder for packs, and one that is found on the way up.
    fn with_installed() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let desk = |path: &str| folder.path().join(path);
        for pack in ["pack", "data/waypost/packs/a", ".waypost", "desk"] {
            fs::create_dir_all(desk(pack).join("trees")).unwrap();
        }
        fs::write(desk("pack/trees/move.ron"), tree("How far is it?", "Is it heavy?")).unwrap();
        fs::write(desk("data/waypost/packs/a/trees/stay.ron"), "(").unwrap();
        let program = env!("CARGO_BIN_EXE_waypost");
        let data = desk("data").display().to_string();
        let shell = format!("cd {}; XDG_DATA_HOME={data} exec {program} --pack ../pack move", desk("desk").display());
        let terminal = Terminal::start(Path::new("/bin/sh"), &["-c", &shell], (160, 30));
        Desk { folder, terminal }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("pack/trees/move.ron")
    }

    fn save(&self, text: &str) {
        fs::write(self.path(), text).unwrap();
    }

    /// Saves as many editors do: a new file, renamed over the old one.
    fn save_by_rename(&self, text: &str) {
        let aside = self.path().with_extension("ron~");
        fs::write(&aside, text).unwrap();
        fs::rename(aside, self.path()).unwrap();
    }
}

/// A tree of two questions.
fn tree(first: &str, second: &str) -> String {
    let question = |id: &str, prompt: &str, to: &str| {
        format!(
            "Question(id: \"{id}\", prompt: \"{prompt}\", why: \"It decides.\", how_to_tell: [\"Look.\"], assume_why: \"Simplest.\",\n\
             kind: Choice(assume: \"no\", options: [(id: \"yes\", label: \"Yes\", meaning: \"So it is.\", to: \"{to}\"),\n\
             (id: \"no\", label: \"No\", meaning: \"Not so.\", to: \"{to}\")])),\n"
        )
    };
    format!(
        "(id: \"move\", version: 1, title: \"Moving\", summary: \"How to move it\", start: \"far\", nodes: [\n{}{}\
         Outcome(id: \"cart\", recommendation: \"Take a cart\", why: \"It fits.\", gains: [\"Fast.\"], costs: [\"A cart.\"],\n\
         first_steps: [\"Fetch it.\"], watch: [(metric: \"wheels\", figure: \"4\")], revisit: \"Later.\", wrong_when: \"Stairs.\",\n\
         alternatives: [], references: [\"scalable-systems\"], sources: [(title: \"A source\", url: \"https://example.org\")]),\n])",
        question("far", first, "heavy"),
        question("heavy", second, "cart")
    )
}

#[test]
fn what_is_saved_is_seen_with_the_answers_kept() {
    let mut desk = Desk::new("");
    desk.terminal.wait_for("How far is it?");
    desk.terminal.press("1");
    desk.terminal.wait_for("question 2,");
    desk.save(&tree("How far is it?", "Is it very heavy?"));
    let screen = desk.terminal.wait_for("Is it very heavy?");
    assert!(screen.contains("→ Yes") && screen.contains("question 2,"), "{screen}");
    desk.terminal.wait_for("move.ron loaded again");

    // A broken file, mended by an editor that renames.
    desk.save(&tree("How far is it?", "Is it very heavy?").replace("assume: \"no\"", "asume: \"no\""));
    desk.terminal.wait_for("does not load");
    desk.terminal.wait_for("there is no field `asume`");
    desk.save_by_rename(&tree("How far?", "Is it too heavy?"));
    let screen = desk.terminal.wait_for("Is it too heavy?");
    assert!(screen.contains("→ Yes") && screen.contains("How far?"), "{screen}");

    // The folder goes and comes back, and what was seen of it with it.
    let (pack, aside) = (desk.folder.path().join("pack"), desk.folder.path().join("aside"));
    fs::rename(&pack, &aside).unwrap();
    desk.terminal.wait_for("The pack pack is no longer read");
    desk.terminal.wait_for("There is no file of the tree move any more");
    fs::write(aside.join("trees/move.ron"), tree("How far?", "Is it light?")).unwrap();
    fs::rename(&aside, &pack).unwrap();
    desk.terminal.wait_for("Is it light?");
    desk.terminal.press("1");
    desk.terminal.wait_for("Take a cart");
    desk.terminal.press("q");
    let (status, _, kept) = desk.terminal.left_with_answers();
    assert!(status.success());
    assert_eq!(kept, ["move/far=yes", "move/heavy=yes"]);
}

#[test]
fn a_pack_that_vanishes_does_not_end_the_following_of_the_others() {
    let mut desk = Desk::with_installed();
    desk.terminal.wait_for("How far is it?");
    let installed = desk.folder.path().join("data/waypost/packs/a");
    fs::rename(&installed, desk.folder.path().join("aside")).unwrap();
    desk.terminal.wait_for("is no longer read");
    desk.save(&tree("How far is it now?", "Is it heavy?"));
    desk.terminal.wait_for("How far is it now?");
    // A folder that was named vanishes while another one is followed, and both come back.
    fs::rename(desk.folder.path().join("pack"), desk.folder.path().join("other")).unwrap();
    desk.terminal.wait_for("There is no file of the tree move any more");
    fs::rename(desk.folder.path().join("aside"), &installed).unwrap();
    desk.terminal.wait_for("packs/a is read from now on");
    fs::rename(desk.folder.path().join("other"), desk.folder.path().join("pack")).unwrap();
    desk.terminal.wait_for("How far is it now?");
    // A nearer pack takes the place of the one that was read.
    fs::create_dir_all(desk.folder.path().join("desk/.waypost/trees")).unwrap();
    desk.save(&tree("How far, then?", "Is it heavy?"));
    desk.terminal.wait_for("How far, then?");
    desk.save(&tree("How far is that?", "Is it heavy?"));
    desk.terminal.wait_for("How far is that?");
    desk.terminal.press("q");
    desk.terminal.left_as_it_was();
}

#[test]
fn the_editor_opens_at_the_line_and_what_it_saves_is_seen() {
    let tools = tempfile::tempdir().unwrap();
    let (editor, told) = (tools.path().join("vim"), tools.path().join("told"));
    // An editor that waits for a key, as one with a screen does, and has the keys to itself.
    let script = format!(
        "#!/bin/sh\necho \"$@\" > {told}\necho ready\nread line\nsed \"s/Is it heavy/$line/\" \"$2\" > \"$2.new\"\nmv \"$2.new\" \"$2\"\n",
        told = told.display()
    );
    fs::write(&editor, script).unwrap();
    let mut permissions = fs::metadata(&editor).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    fs::set_permissions(&editor, permissions).unwrap();

    let mut desk = Desk::new(&format!("EDITOR={}", editor.display()));
    desk.terminal.wait_for("How far is it?");
    desk.terminal.press("1");
    desk.terminal.wait_for("question 2,");
    desk.terminal.press("e");
    desk.terminal.wait_for("ready");
    desk.terminal.wait_until("the terminal to be given back", |seen| !seen.screen.screen().alternate_screen());
    desk.terminal.press("Is it made of lead\r");
    desk.terminal.wait_for("Is it made of lead?");
    assert_eq!(fs::read_to_string(&told).unwrap().trim(), format!("+5 {}", desk.path().canonicalize().unwrap().display()));
    desk.terminal.press("q");
    let (status, _, kept) = desk.terminal.left_with_answers();
    assert!(status.success());
    assert_eq!(kept, ["move/far=yes"]);
}

#[test]
fn without_an_editor_or_a_file_that_is_said() {
    let mut desk = Desk::new("VISUAL= EDITOR=");
    desk.terminal.wait_for("How far is it?");
    desk.terminal.press("e");
    desk.terminal.wait_for("Set VISUAL or EDITOR");
    desk.terminal.press("r");
    desk.terminal.press("1");
    desk.terminal.press("1");
    desk.terminal.wait_for("Take a cart");
    desk.terminal.press("r");
    desk.terminal.wait_for("In this document");
    desk.terminal.press("e");
    desk.terminal.wait_for("This is built in");
    desk.terminal.press("q");
    desk.terminal.left_as_it_was();
}
