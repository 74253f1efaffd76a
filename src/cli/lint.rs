//! `waypost lint`: every fault of the packs, with its place; manuals of the rules; and what can be mended for certain.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::args::{LintArgs, ReportFormat};
use super::paths::Paths;
use super::report::{Failure, drawn};
use super::{Ending, Output};
use crate::authoring::lint::{Rule, counts, lint, mended};
use crate::content::diagnostic::{Fix, Severity, nearest};
use crate::content::document::{lay_out, parse, plain};
use crate::content::pack::{Finding, Pack};
use crate::paper::export::lint::{github, json};
use crate::store::files::PackPlaces;
use crate::store::named;

/// How often mended files are looked at anew: what is mended can bring a fault to light that was hidden behind it.
const ROUNDS: usize = 10;

pub(super) fn run(places: &PackPlaces, args: &LintArgs, out: &mut Output) -> Result<Ending, Failure> {
    if let Some(code) = &args.explain {
        return explain(code, out);
    }
    let asked = Asked::new(places, args)?;
    let mended = if args.fix { asked.mend()? } else { Mended::default() };
    let pack = super::open_pack(&asked.places)?;
    let findings = asked.find(&pack);
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

    fn find<'a>(&self, pack: &'a Pack) -> Vec<Finding<'a>> {
        let mut findings = lint(pack);
        if !self.files.is_empty() {
            let is_named = |path: &Path| named::real(path).is_ok_and(|real| self.files.contains(&real));
            findings.retain(|finding| finding.path.is_some_and(is_named));
        }
        findings
    }

    /// Makes the changes that mend a fault for certain, until there are none; a change that would bring more errors is not kept.
    fn mend(&self) -> Result<Mended, Failure> {
        let mut done = Mended::default();
        for _ in 0..ROUNDS {
            let pack = super::open_pack(&self.places)?;
            let findings = self.find(&pack);
            let errors = counts(&findings).0;
            let mut by_file: BTreeMap<&Path, Vec<&Finding<'_>>> = BTreeMap::new();
            for finding in findings.iter().filter(|finding| finding.diagnostic.fix.is_some()) {
                if let Some(path) = finding.path {
                    by_file.entry(path).or_default().push(finding);
                }
            }
            let mut before = Vec::new();
            for (path, findings) in by_file {
                let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref()).collect();
                let raw = named::read(path)?;
                let (mark, text) = raw.split_at(raw.len() - raw.trim_start_matches('\u{feff}').len());
                let unchanged = findings.first().is_some_and(|finding| finding.text == text);
                let (text, made) = mended(text, &fixes);
                if made == 0 || !unchanged {
                    continue;
                }
                named::rewrite(path, &format!("{mark}{text}"))?;
                before.push((path, raw, made, findings.first().map_or("", |finding| finding.file)));
            }
            if before.is_empty() {
                break;
            }
            if counts(&self.find(&super::open_pack(&self.places)?)).0 > errors {
                for (path, raw, ..) in &before {
                    named::rewrite(path, raw)?;
                }
                break;
            }
            for (.., made, file) in before {
                *done.0.entry(file.to_owned()).or_default() += made;
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
        format!("{found} in {looked_at}\n{hint}")
    }
}

/// How many faults were mended in which file, as it is told of.
#[derive(Default)]
struct Mended(BTreeMap<String, usize>);

impl Mended {
    fn told(&self) -> String {
        self.0.iter().map(|(file, made)| format!("{file}: {} mended\n", counted(*made, "fault"))).collect()
    }
}

/// The manual of a rule; without a code, every rule in a line.
fn explain(code: &str, out: &mut Output) -> Result<Ending, Failure> {
    if code.is_empty() {
        let wide = Rule::all().map(|rule| rule.code.as_str().len()).max().unwrap_or(0);
        for rule in Rule::all() {
            let manual = rule.manual();
            out.print(&format!("{:<wide$}  {:<7}  {}\n", rule.code, severity(rule), manual.lines().next().unwrap_or("")))?;
        }
        return Ok(Ending::Done);
    }
    let Some(rule) = Rule::named(code) else {
        let near = nearest(code, Rule::all().map(|rule| rule.code.as_str())).into_iter().map(str::to_owned).collect();
        let message = format!("there is no rule `{code}`; `waypost lint --explain` lists them");
        return Err(Failure::Usage { code: "unknown-code", message, near });
    };
    // The headings of a doc comment are of the first level; here they stand under the code.
    let manual = format!("# {} ({})\n\n{}", rule.code, severity(rule), rule.manual().replace("\n# ", "\n## "));
    let (document, _) = parse(&manual);
    out.print(&plain(&lay_out(&document.blocks, &document.headings, out.width)))?;
    Ok(Ending::Done)
}

fn severity(rule: &Rule) -> &'static str {
    match rule.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
