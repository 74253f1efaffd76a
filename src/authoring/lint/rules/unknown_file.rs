use super::Find;

rule! {
    /// A file lies in a pack's folder that is of no kind that a pack holds.
    ///
    /// It is not read. Mostly it was put into the wrong folder, its name has a slip or another ending, or it is not lower-case words joined
    /// by dashes. The fault is of the file as a whole and has no place in its text.
    ///
    /// ```text
    /// trees/Scaling.ron
    ///       ^^^^^^^^^^^ unknown-file: `Scaling` is no id
    /// ```
    ///
    /// # What to do
    ///
    /// Rename it or move it: `trees/<id>.ron`, `assets/references/<id>.md`, `assets/scenarios/<id>.ron`,
    /// `assets/anti-patterns.ron`, `assets/glossary.ron`, `assets/principles.ron`, `assets/conflicts.ron`, `assets/text/en.ron`.
    /// What is no part of the pack belongs beside its folder. `README.md`, at the top and in `trees/`, is left alone.
    UnknownFile, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_placeless;
    use crate::content::diagnostic::Code;

    #[test]
    fn in_the_wrong_folder_or_under_another_name() {
        check_placeless(
            &[&[("trees/Case.ron", "("), ("case.ron", "("), ("assets/references/case.txt", "C"), ("trees/README.md", "# T\n")]],
            &[("in memory", Code::UnknownFile), ("in memory", Code::UnknownFile), ("in memory", Code::UnknownFile)],
        );
    }
}
