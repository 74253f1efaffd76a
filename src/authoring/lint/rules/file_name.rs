use super::Find;

rule! {
    /// The id within a file of a tree or a scenario is not the one that the file's name says.
    ///
    /// It is opened, linked to and laid over another by its file's name, and saved answers name a tree by its id: they have to be one.
    ///
    /// ```text
    /// (id: "read-scaling", ..    // in trees/scaling.ron
    /// // // ^^^^^^^^^^^^ file-name
    /// ```
    ///
    /// # What to do
    ///
    /// Give both the same name: write the file's name into the file or, if the id is the right one, rename the file.
    FileName, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check;

    #[test]
    fn an_id_that_is_not_the_name_of_the_file() {
        check(
            r#"(
    id: "another", start: "end", nodes: [Outcome(id: "end", $outcome)], $tree)
    //   ^^^^^^^ file-name"#,
        );
    }
}
