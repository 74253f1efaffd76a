use super::Find;

rule! {
    /// A file cannot be read, is not UTF-8, or lies outside its pack.
    ///
    /// Nothing is shown of such a file, so the fault has no place in a text. A link that leads out of the pack's folder is not followed: a
    /// pack is data, and must not be able to show other files of the machine.
    ///
    /// ```text
    /// trees/old.ron
    /// ^^^^^^^^^^^^^ unreadable: saved as UTF-16
    /// ```
    ///
    /// # What to do
    ///
    /// Save it as UTF-8, see that you may read it, or copy what it links to into the pack.
    Unreadable, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{UNREADABLE, check_placeless};
    use crate::content::diagnostic::Code;

    #[test]
    fn a_file_that_the_disk_does_not_give() {
        check_placeless(
            &[&[("trees/case.ron", UNREADABLE), ("assets/glossary.ron", UNREADABLE)]],
            &[("trees/case.ron", Code::Unreadable), ("assets/glossary.ron", Code::Unreadable)],
        );
    }
}
