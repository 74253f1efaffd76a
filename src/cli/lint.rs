//! `waypost lint`: every fault of the packs, with its place; manuals of the rules; and what can be mended for certain.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::{LintArgs, ReportFormat};
use super::paths::Paths;
use super::report::{Failure, drawn};
use super::{Ending, Output};
use crate::authoring::lint::{Rule, lint, mended};
use crate::content::diagnostic::{Fix, line_and_column, nearest};
use crate::content::document::{lay_out, parse, plain};
use crate::content::pack::{Finding, Pack};
use crate::content::source::MAX_DIAGNOSTICS;
use crate::content::text::clean;
use crate::paper::export::lint::{counts, github, json};
use crate::store::files::PackPlaces;
use crate::store::named;

/// How often mended files are looked at anew: what is mended can bring a fault to light that was hidden behind it.
const ROUNDS: usize = 10;

pub(super) fn run(places: &PackPlaces, args: &LintArgs, out: &mut Output) -> Result<Ending, Failure> {
    if let Some(code) = &args.explain {
        return explain(code, out);
    }
    let asked = Asked::new(places, args)?;
    // Only what was named is written to; without a name, the team's own pack.
    let own = [places.named.clone(), vec![places.own_pack()]].concat();
    let mended = if args.fix { asked.mend(if args.paths.is_empty() { &own } else { &args.paths })? } else { Mended::default() };
    let pack = super::open_pack(&asked.places)?;
    let findings = asked.find(&pack)?;
    if args.format != ReportFormat::Text {
        io::stderr().write_all(clean(&mended.told()).as_bytes())?;
    }
    match args.format {
        ReportFormat::Json => out.print(&format!("{}\n", json(&findings)))?,
        ReportFormat::Github => out.print(&github(&findings))?,
        ReportFormat::Text => {
            out.print(&mended.told())?;
            out.print_styled(&drawn(findings.iter().cloned(), super::colour(io::stdout().is_terminal())))?;
            out.print(&asked.summary(&pack, &findings))?;
        }
    }
    Ok(if findings.is_empty() { Ending::Done } else { Ending::Found })
}

/// What is to be looked at.
struct Asked {
    places: PackPlaces,
    /// The files that were named, as they really lie; without any, everything counts.
    files: Vec<PathBuf>,
}

impl Asked {
    /// # Errors
    /// When a file is not there.
    fn new(places: &PackPlaces, args: &LintArgs) -> Result<Asked, Failure> {
        let paths = Paths::new(places, &args.paths, &["ron", "md"])?;
        let loose = paths.files.iter().filter(|file| file.is_loose).map(|file| file.path.clone()).collect();
        let places = PackPlaces { loose, ..paths.places(places, args.alone) };
        // A folder whose own files are looked at is looked at whole.
        let whole = paths.asked_for().next().is_some();
        let files = if whole { Vec::new() } else { paths.files.into_iter().map(|file| file.real).collect() };
        Ok(Asked { places, files })
    }

    /// # Errors
    /// When a file that was named is none that a pack holds, so that nobody has read it.
    fn find<'a>(&self, pack: &'a Pack) -> Result<Vec<Finding<'a>>, Failure> {
        let mut findings = lint(pack);
        if !self.files.is_empty() {
            let known: HashSet<PathBuf> = pack.files_on_disk().filter_map(|path| named::real(&path).ok()).collect();
            if let Some(unread) = self.files.iter().find(|file| !known.contains(*file)) {
                let message = format!("{} is of no kind that a pack holds, so it is not read", self.places.shown(unread).display());
                return Err(Failure::usage("unknown-path", message));
            }
            let is_named = |path: &Path| named::real(path).is_ok_and(|real| self.files.contains(&real));
            findings.retain(|finding| finding.path.is_some_and(is_named));
        }
        Ok(findings)
    }

    /// Makes the changes that mend a fault for certain in the files below some folders, until there are none. What is mended can bring
    /// faults to light that were hidden behind it.
    fn mend(&self, below: &[PathBuf]) -> Result<Mended, Failure> {
        let mut done = Mended::default();
        let below: Vec<PathBuf> = below.iter().filter_map(|path| named::real(path).ok()).collect();
        let may_write = |path: &&Path| named::real(path).is_ok_and(|real| below.iter().any(|folder| real.starts_with(folder)));
        for _ in 0..ROUNDS {
            let pack = super::open_pack(&self.places)?;
            let findings = self.find(&pack)?;
            let mut by_file: BTreeMap<&Path, Vec<&Finding<'_>>> = BTreeMap::new();
            for finding in findings.iter().filter(|finding| finding.diagnostic.fix.is_some()) {
                if let Some(path) = finding.path.filter(|_| !done.failed.contains_key(finding.file)).filter(may_write) {
                    by_file.entry(path).or_default().push(finding);
                }
            }
            let mut changed = false;
            for (path, findings) in by_file {
                let name = findings.first().map_or("", |finding| finding.file).to_owned();
                match mend_file(path, &findings) {
                    Ok(made) if made.is_empty() => {}
                    Ok(made) => {
                        changed = true;
                        done.made.entry(name).or_default().extend(made);
                    }
                    Err(why) => drop(done.failed.insert(name, why)),
                }
            }
            if !changed {
                break;
            }
        }
        Ok(done)
    }

    fn summary(&self, pack: &Pack, findings: &[Finding<'_>]) -> String {
        let (errors, warnings) = counts(findings);
        let found = format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
        let looked_at = match self.files.len() {
            0 => format!("{} and {}", counted(pack.tree_ids().count(), "tree"), counted(pack.document_ids().count(), "document")),
            files => counted(files, "file"),
        };
        let mendable = findings.iter().filter(|finding| finding.diagnostic.fix.is_some() && finding.path.is_some()).count();
        let hint = match (findings.first(), mendable) {
            (None, _) => String::new(),
            (Some(first), 0) => format!("`waypost lint --explain {}` tells more of a code\n", first.diagnostic.code),
            (Some(_), _) => format!("{} can be mended for certain: `waypost lint --fix`\n", counted(mendable, "fault")),
        };
        let cut =
            if findings.len() >= MAX_DIAGNOSTICS { format!("of a file, {MAX_DIAGNOSTICS} are told at most\n") } else { String::new() };
        format!("{found} in {looked_at}\n{cut}{hint}")
    }
}

/// Mends what can be mended in a file, and tells each change in a line.
///
/// # Errors
/// Why the file cannot be read or written, in words; it is as it was then.
fn mend_file(path: &Path, findings: &[&Finding<'_>]) -> Result<Vec<String>, String> {
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref()).collect();
    let raw = named::read(path).map_err(|error| error.why)?;
    let (mark, text) = raw.strip_prefix('\u{feff}').map_or(("", raw.as_str()), |text| ("\u{feff}", text));
    // Somebody may have saved it meanwhile.
    if findings.iter().any(|finding| finding.text != text) {
        return Ok(Vec::new());
    }
    let (after, made) = mended(text, &fixes);
    if !made.is_empty() {
        named::rewrite(path, &format!("{mark}{after}")).map_err(|error| error.why)?;
    }
    let told = |fix: &&Fix| {
        let (line, column) = line_and_column(text, fix.span.start as usize);
        let before = text.get(fix.span.range()).unwrap_or("");
        match fix.replacement.trim() {
            "" => format!("{line}:{column}: {:?} taken out", clean(before.trim())),
            after => format!("{line}:{column}: {before} -> {after}"),
        }
    };
    Ok(made.iter().map(told).collect())
}

/// What came of mending, by the names of the files.
#[derive(Default)]
struct Mended {
    /// The changes, a line each.
    made: BTreeMap<String, Vec<String>>,
    /// Why a file could not be written.
    failed: BTreeMap<String, String>,
}

impl Mended {
    fn told(&self) -> String {
        let made = self.made.iter().map(|(file, made)| {
            let changes: String = made.iter().map(|change| format!("  {change}\n")).collect();
            format!("{file}: {} mended\n{changes}", counted(made.len(), "fault"))
        });
        let failed = self.failed.iter().map(|(file, why)| format!("{file}: left as it is: {why}\n"));
        made.chain(failed).collect()
    }
}

/// The manual of a rule; without a code, every rule in a line.
fn explain(code: &str, out: &mut Output) -> Result<Ending, Failure> {
    if code.is_empty() {
        let wide = Rule::all().map(|rule| rule.code.as_str().len()).max().unwrap_or(0);
        for rule in Rule::all() {
            let manual = rule.manual();
            out.print(&format!("{:<wide$}  {:<7}  {}\n", rule.code, rule.code.severity().as_str(), manual.lines().next().unwrap_or("")))?;
        }
        return Ok(Ending::Done);
    }
    let Some(rule) = Rule::named(code) else {
        let near = nearest(code, Rule::all().map(|rule| rule.code.as_str())).into_iter().map(str::to_owned).collect();
        let message = format!("there is no rule `{code}`; `waypost lint --explain` lists them");
        return Err(Failure::Usage { code: "unknown-code", message, near });
    };
    // The headings of a doc comment are of the first level; here they stand under the code.
    let manual = format!("# {} ({})\n\n{}", rule.code, rule.code.severity().as_str(), rule.manual().replace("\n# ", "\n## "));
    let (document, _) = parse(&manual);
    out.print(&plain(&lay_out(&document.blocks, &document.headings, out.width)))?;
    Ok(Ending::Done)
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
