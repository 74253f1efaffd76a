//! `waypost diff`, over files, packs and the revisions of a git repository.

use std::process::{Command, Stdio};

use serde_json::Value as Json;

use super::desk::{Desk, Run, STOCK};
use super::words;

/// What a change of [`STOCK`] is told as: its exit code, and parts of what is printed.
#[track_caller]
fn check(edits: &[(&str, &str)], code: i32, out: &[&str]) -> Run {
    let desk = Desk::new();
    desk.put("work/old.ron", STOCK);
    desk.put("work/new.ron", &edited(edits));
    let run = desk.run(&["diff", "old.ron", "new.ron"]);
    expect(&run, code, out, &[]);
    // What is said must not depend on the form.
    for format in ["markdown", "json"] {
        let other = desk.run(&["diff", "old.ron", "new.ron", "--format", format]);
        assert_eq!((other.code, other.err.as_str()), (Some(code), ""), "{format}\n{}", other.out);
    }
    run
}

#[track_caller]
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(STOCK.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not there");
        text.replacen(from, to, 1)
    })
}

#[track_caller]
fn expect(run: &Run, code: i32, out: &[&str], err: &[&str]) {
    assert_eq!(run.code, Some(code), "{}\n{}", run.out, run.err);
    // Lines are wrapped where the width wants it.
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    out.iter().for_each(|part| assert!(flat(&run.out).contains(part), "no `{part}` in\n{}", run.out));
    err.iter().for_each(|part| assert!(flat(&run.err).contains(part), "no `{part}` among the errors\n{}", run.err));
    assert!(!err.is_empty() || run.err.is_empty(), "{}", run.err);
}

const RAISE: &str = "The version is still 3: raise it, since answers lead elsewhere.";

#[test]
fn the_same_tree_has_no_difference() {
    check(&[], 0, &["Nothing differs."]);
}

#[test]
fn wordings_are_told_word_by_word_and_change_nothing() {
    let same = "Stock (stock): the same answers lead to the same results.";
    let run = check(&[("Read or written?", "Read or changed?")], 0, &[same, "question mix, prompt Read or [-written?-] {+changed?+}"]);
    assert!(!run.out.contains("version"), "{}", run.out);
    check(&[("\"Lift.\", \"Drive.\"", "\"Drive.\"")], 0, &[same, "outcome move, first_steps [-Lift.-]"]);
    check(&[("version: 3", "version: 4")], 0, &["The version went from 3 to 4."]);
    check(&[("unit: \"t\"", "unit: \"kg\"")], 0, &[same, "Altered (1) - question size, unit [-t-] {+kg+}"]);
}

#[test]
fn another_outcome_is_told_with_the_fewest_answers() {
    let moved = [
        "Another outcome (1) - Keep it (keep) -> Move it (move)",
        "They part at \"How much?\": before, \"Light\" led to Keep it (keep); now, \"Heavy\" leads to Move it (move).",
        "waypost ask stock -a stock.mix=write -a places=none -a size=5",
        RAISE,
    ];
    let lower = [("below: 7.5", "below: 5"), ("from: 7.5", "from: 5")];
    check(&lower, 1, &moved);
    let run = check(&[lower[0], lower[1], ("version: 3", "version: 4")], 1, &moved[..3]);
    assert!(!run.out.contains("raise"), "{}", run.out);
}

#[test]
fn answers_that_are_not_taken_any_more_are_told_with_the_nearest() {
    let gone =
        [("id: \"read\"", "id: \"reads\""), ("assume: \"read\"", "assume: \"reads\""), ("Is(\"mix\", \"read\")", "Is(\"mix\", \"reads\")")];
    let gone = [gone[0], gone[1], gone[2], ("Is(\"mix\", \"read\")", "Is(\"mix\", \"reads\")")];
    let told = [
        "\"Read or written?\" no longer takes read (perhaps reads); it led to: Keep it (keep)",
        "option mix/read -> mix/reads: saved answers name the old id",
        "before: waypost ask stock -a stock.mix=read now: waypost ask stock -a stock.mix=read",
    ];
    check(&gone, 1, &told);
    let narrow = [("max: 40", "max: 30"), ("below: 40", "below: 30")];
    check(&narrow, 1, &["\"How much?\" no longer takes figures outside 0 to 30; it led to: Move it (move)", "-a size=31"]);
}

#[test]
fn what_is_newly_asked_and_what_is_asked_no_more_is_told() {
    let straight = [("meaning: \"Mostly read.\", to: \"keep\"", "meaning: \"Mostly read.\", to: \"places\"")];
    let told =
        ["More is asked (1) - \"Where?\" is asked, where the answers sufficed for: Keep it (keep)", "waypost ask stock -a stock.mix=read"];
    check(&straight, 1, &told);
    let fewer = [("\"Look.\"], to: \"size\"", "\"Look.\"], to: \"keep\"")];
    check(&fewer, 1, &["Another outcome (1) - Move it (move) -> Keep it (keep)", "Less is asked (1) - \"How much?\" is no longer asked"]);
}

#[test]
fn details_and_assumptions_are_told() {
    let other = [("id: \"van-free\", when: Has(\"places\", \"van\")", "id: \"van-free\", when: Has(\"places\", \"shop\")")];
    check(
        &other,
        1,
        &["Other details of the same outcome (2) - Move it (move): ", "+van-free", "-van-free", "-a places=shop", "-a places=van"],
    );
    let unsure = [("assume: 2.5", "assume: 9")];
    check(&unsure, 1, &["waypost ask stock -a stock.mix=write -a places=none --unsure size", "question size, assume"]);
}

#[test]
fn a_renamed_question_is_the_same_one() {
    let renamed = [("id: \"size\"", "id: \"weight\""), ("to: \"size\"", "to: \"weight\""), ("In(\"size\"", "In(\"weight\"")];
    let run = check(&renamed, 1, &["Probably renamed (1) - question size -> weight: saved answers name the old id"]);
    assert!(!run.out.contains("Another outcome") && !run.out.contains("Added"), "{}", run.out);
}

#[test]
fn the_id_and_the_rank_of_a_tree_are_told() {
    check(&[("id: \"stock\"", "id: \"stocks\"")], 1, &["tree stock -> stocks: saved answers name the old id", RAISE]);
    check(&[("version: 3", "version: 3, rank: 7")], 0, &["Altered (1) - tree stock, rank {+7+}"]);
}

/// A tree with a question of 13 options, which leads elsewhere from a number of them on; and what is beside it.
fn many(least: usize) -> String {
    let ids: Vec<String> = (10..23).map(|at| format!("p{at}")).collect();
    let options: String = ids.iter().map(|id| format!("(id: \"{id}\", label: \"{id}\", meaning: \"M\"),")).collect();
    let has: String = ids.iter().map(|id| format!("Has(\"q\", \"{id}\"),")).collect();
    let outcome = |id: &str| {
        format!(
            "Outcome(id: \"{id}\", recommendation: \"{id}\", why: \"W\", gains: [\"G\"], costs: [\"C\"], first_steps: [\"F\"], \
             watch: [(metric: \"M\", figure: \"F\")], revisit: \"R\", wrong_when: \"W\", alternatives: [], references: [], \
             sources: [(title: \"S\", url: \"https://example.org\")])"
        )
    };
    format!(
        "(id: \"many\", version: 1, title: \"T\", summary: \"S\", start: \"q\", nodes: [Question(id: \"q\", prompt: \"P?\", why: \"W\", \
         how_to_tell: [\"H\"], assume_why: \"A\", kind: Select(assume: [], options: [{options}]), \
         edges: [(when: AtLeast({least}, [{has}]), to: \"full\")], to: \"few\"), {}, {}])",
        outcome("few"),
        outcome("full")
    )
}

#[test]
fn where_not_everything_was_tried_the_exit_code_says_so() {
    let desk = Desk::new();
    desk.put("work/old.ron", &many(7));
    desk.put("work/new.ron", &many(8));
    let why = "There may be more than was found: a question has more than 12 options that count";
    expect(&desk.run(&words("diff old.ron new.ron")), 1, &["few (few)", "lead elsewhere.", why], &[]);
    desk.put("work/new.ron", &many(7).replace("Has(\"q\", \"p10\"),Has", "All([Has(\"q\", \"p10\")]),Has"));
    let told = ["no answers were found that lead elsewhere, but not all were tried", why];
    expect(&desk.run(&words("diff old.ron new.ron")), 1, &told, &[]);
    let run = desk.run(&words("diff old.ron new.ron --format json"));
    let found: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, &found["changed"], &found["trees"][0]["unseen"]), (Some(1), &false.into(), &"sets".into()));
}

#[test]
fn a_tree_that_does_not_load_withholds_no_other_one() {
    let desk = Desk::new();
    desk.put("work/old/trees/broken.ron", STOCK);
    desk.put("work/old/trees/stock.ron", STOCK);
    desk.put("work/new/trees/broken.ron", &STOCK.replace("to: \"size\"", "to: \"sise\""));
    desk.put("work/new/trees/stock.ron", &STOCK.replace("Read or written?", "Read or changed?"));
    for format in ["text", "markdown"] {
        let told = ["Trees that do not load, and are not compared", "new/trees/broken.ron", "sise", "the same answers lead to the same"];
        expect(&desk.run(&["diff", "old", "new", "--format", format]), 1, &told, &[]);
    }
    let run = desk.run(&words("diff old new --format json"));
    let found: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, &found["exact"], &found["trees"][0]["tree"]), (Some(1), &false.into(), &"stock".into()));
    let broken = &found["broken"][0];
    assert_eq!((&broken["file"], broken["faults"][0]["line"].is_u64()), (&"new/trees/broken.ron".into(), true));
}

#[test]
fn packs_are_compared_tree_by_tree() {
    let desk = Desk::new();
    let second = STOCK.replace("id: \"stock\"", "id: \"second\"");
    desk.put("work/old/trees/stock.ron", STOCK);
    desk.put("work/old/trees/gone.ron", &STOCK.replace("id: \"stock\"", "id: \"gone\""));
    desk.put("work/old/assets/glossary.ron", "[]");
    desk.put("work/new/trees/stock.ron", &STOCK.replace("\"keep\"),\n", "\"move\"),\n"));
    desk.put("work/new/trees/second.ron", &second);
    desk.put("work/new/assets/glossary.ron", "[ ]");
    let run = desk.run(&words("diff old new"));
    let told = ["Trees added (1) - second", "Trees removed (1) - gone", "Other files changed (1) - assets/glossary.ron", "Another outcome"];
    expect(&run, 1, &told, &[]);
    let run = desk.run(&words("diff old new --format json"));
    let found: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&found["format"], &found["changed"], &found["removed"][0]), (&1.into(), &true.into(), &"gone".into()));
    let first = &found["trees"][0]["outcomes"][0];
    assert_eq!((&first["kind"], &first["from"], &first["to"]), (&"outcome".into(), &"keep".into(), &"move".into()));
    assert_eq!(first["answers"], serde_json::json!([{ "key": "stock.mix", "answer": "read", "unsure": false }]));
    // A file is compared with the tree of its id.
    expect(&desk.run(&words("diff old/trees/stock.ron new")), 1, &["Another outcome"], &[]);
    expect(&desk.run(&words("diff old new/trees/second.ron")), 2, &[], &["`old` has no tree `second`"]);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let desk = Desk::new();
    desk.put("work/old.ron", STOCK);
    desk.put("work/broken.ron", &STOCK.replace("to: \"size\"", "to: \"sise\""));
    desk.put("work/empty/notes.txt", "");
    expect(&desk.run(&words("diff old.ron broken.ron")), 1, &[], &["broken.ron:", "sise", "`broken.ron` does not load"]);
    expect(&desk.run(&words("diff old.ron nowhere.ron")), 2, &[], &["there is no file or folder `nowhere.ron`"]);
    expect(&desk.run(&words("diff old.ron empty")), 2, &[], &["`empty` cannot be compared"]);
    expect(&desk.run(&words("diff old.ron")), 2, &[], &["`old.ron` is one version"]);
    let run = desk.run(&words("diff old.ron broken.ron --format json"));
    let found: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, &found["error"]["code"]), (Some(1), &"tree-does-not-load".into()));
}

#[test]
fn nothing_in_a_tree_is_markup() {
    let desk = Desk::new();
    desk.put("work/old.ron", STOCK);
    desk.put("work/new.ron", &edited(&[("\"Keep it\"", "\"</details> <b>[x](y)</b> @everyone `\"")]));
    let run = desk.run(&words("diff old.ron new.ron --format markdown"));
    expect(&run, 0, &["**Waypost: the same answers", "<summary>Reworded (1)</summary>", "&lt;/details&gt;", "&#64;everyone"], &[]);
    assert_eq!(run.out.matches("</details>").count(), 1, "{}", run.out);
}

/// A repository in the desk's working folder; `None` where git is not there.
struct Repository(Desk);

impl Repository {
    fn new() -> Option<Repository> {
        let repository = Repository(Desk::new());
        repository.git(&["init", "-q"])?;
        Some(repository)
    }

    fn git(&self, arguments: &[&str]) -> Option<()> {
        let mut command = Command::new("git");
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        command.args(who).args(arguments).current_dir(self.0.path("work")).env("HOME", self.0.path("home"));
        let done = command.env_remove("GIT_DIR").stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?.success();
        done.then_some(())
    }

    #[track_caller]
    fn commit(&self) {
        self.git(&["add", "-A"]).unwrap();
        self.git(&["commit", "-q", "-m", "m"]).unwrap();
    }

    fn run(&self, line: &str) -> Run {
        self.run_in("work", line)
    }

    fn run_in(&self, folder: &str, line: &str) -> Run {
        let mut command = self.0.command_in(&self.0.path(folder));
        let path = std::env::var_os("PATH").map(|path| ("PATH", path));
        super::desk::finished(command.envs(path).args(words(line)))
    }
}

#[test]
fn revisions_are_compared_with_each_other_and_with_what_lies_there() {
    let Some(repository) = Repository::new() else {
        eprintln!("git is not there; nothing was tested");
        return;
    };
    repository.0.put("work/notes.md", "Notes.");
    repository.commit();
    repository.0.put("work/team/trees/stock.ron", STOCK);
    repository.0.put("work/team/trees/README.md", "A guide.");
    repository.0.put("work/.waypost/trees/stock.ron", STOCK);
    repository.commit();
    let changed = STOCK.replace("\"keep\"),\n", "\"move\"),\n");
    repository.0.put("work/team/trees/stock.ron", &changed);
    repository.commit();
    let told = ["Another outcome", "waypost ask stock -a stock.mix=read"];
    for line in [
        "diff HEAD~1:team HEAD:team",
        "diff HEAD~1:team/trees team/trees",
        "diff HEAD~1:team/trees/stock.ron HEAD:team/trees/stock.ron",
        "diff HEAD~1:team/trees/stock.ron team",
        "diff HEAD~1:./team/ team",
    ] {
        expect(&repository.run(line), 1, &told, &[]);
    }
    expect(&repository.run("diff HEAD:team team"), 0, &["Nothing differs."], &[]);
    // A revision alone: the pack of the folder, also from further down.
    expect(&repository.run("diff HEAD~1"), 0, &["Nothing differs."], &[]);
    repository.0.put("work/.waypost/trees/stock.ron", &changed);
    expect(&repository.run("diff HEAD~1"), 1, &told, &[]);
    expect(&repository.run_in("work/team/trees", "diff HEAD"), 1, &told, &[]);
    // A pack that is younger than the revision was empty then.
    expect(&repository.run("diff HEAD~2"), 0, &["Trees added (1) - stock"], &[]);
    // A tree beside the folder for trees is in no version.
    repository.0.put("work/team/astray.ron", STOCK);
    expect(&repository.run("diff HEAD:team team"), 0, &["Nothing differs."], &[]);
    // What is not there.
    expect(&repository.run("diff nowhere"), 2, &[], &["the repository has no revision `nowhere`"]);
    expect(&repository.run("diff HEAD:nowhere team"), 2, &[], &["the revision `HEAD` has no file or folder `nowhere`"]);
    expect(&repository.run("diff -- --output=x:team team"), 2, &[], &["has no revision `--output=x`"]);
    expect(&repository.run("diff :team team"), 2, &[], &["no revision"]);
    assert!(!repository.0.path("work/x:team").exists());
}

#[test]
fn what_git_says_of_a_repository_that_it_does_not_read_is_kept() {
    let Some(repository) = Repository::new() else { return };
    repository.0.put("work/old.ron", STOCK);
    let mut command = repository.0.command_in(&repository.0.path("work"));
    let path = std::env::var_os("PATH").map(|path| ("PATH", path));
    // As in a container in which the files belong to somebody else.
    let run =
        super::desk::finished(command.envs(path).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").args(words("diff HEAD:old.ron old.ron")));
    expect(&run, 2, &[], &["git failed: detected dubious ownership in repository at"]);
}

#[test]
fn without_a_repository_a_revision_is_refused() {
    if Repository::new().is_none() {
        return;
    }
    let desk = Desk::new();
    desk.put("work/old.ron", STOCK);
    let mut command = desk.command();
    // The folder for temporary files may itself lie in a repository.
    command.env("GIT_CEILING_DIRECTORIES", desk.path(".")).envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    let run = super::desk::finished(command.args(words("diff HEAD:old.ron old.ron")));
    expect(&run, 2, &[], &["in no git repository"]);
}
