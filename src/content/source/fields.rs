//! Which fields the groups of data files have, and what belongs in those that they have to have.

/// What to write into a field that is missing, by the name of the group that it is missing in.
///
/// Texts say what they are to say; the authors' guide (trees/README.md) says it at length.
pub(super) fn what_belongs_in(group: &str, field: &str) -> Option<&'static str> {
    Some(match (group.strip_prefix("Raw").unwrap_or(group), field) {
        (_, "id") => "\"lower-case-words\"",
        (_, "version") => "1",
        ("Tree", "title") => "\"two or three words\"",
        (_, "title") => "\"what it is called\"",
        ("Tree", "summary") => "\"what the tree decides, in a line\"",
        ("Tree", "start") => "\"the id of the first question\"",
        ("Tree", "nodes") => "[Question(..), .., Outcome(..), ..]",
        ("Question", "prompt") => "\"what is asked?\"",
        ("Question", "why") => "\"what the answer decides\"",
        ("Outcome", "why") => "\"why it fits\"",
        ("Contradiction", "why") => "\"why they contradict each other\"",
        ("AntiPattern", "why") => "\"why it hurts\"",
        ("Next", "why") => "\"why it comes next\"",
        (_, "why") => "\"why\"",
        (_, "how_to_tell") => "[\"what to measure, and the figure that counts\"]",
        (_, "kind") => "Choice(assume: \"an-option\", options: [..])",
        (_, "assume_why") => "\"why that assumption is the cheapest to be wrong about\"",
        ("Select", "assume") => "[]",
        ("Number", "assume") => "100",
        (_, "assume") => "\"the id of an option\"",
        (_, "options") => "[(id: \"..\", label: \"..\", meaning: \"..\"), ..]",
        (_, "unit") => "\"GB\"",
        (_, "min" | "from") => "0",
        (_, "max" | "below") => "1000",
        (_, "bands") => "[(id: \"..\", label: \"..\", from: 0, below: 100, source: (title: \"..\", url: \"https://..\")), ..]",
        (_, "label") => "\"a few words to choose by\"",
        ("Term", "meaning") => "\"what it means, in a sentence\"",
        (_, "meaning") => "\"what choosing it says, in a sentence\"",
        (_, "source") => "(title: \"where the cut-off comes from\", url: \"https://..\")",
        (_, "url") => "\"https://..\"",
        ("Edge" | "Option" | "Band", "to") => "\"the id of a question or an outcome\"",
        (_, "when") => "Is(\"question\", \"answer\")",
        (_, "recommendation") => "\"what to do, in a line\"",
        (_, "gains") => "[\"what it brings\"]",
        (_, "costs") => "[\"what it costs\"]",
        (_, "first_steps") => "[\"what to do first\"]",
        (_, "watch") => "[(metric: \"what is measured\", figure: \"the figure that it should keep\")]",
        (_, "metric") => "\"what is measured\"",
        (_, "figure") => "\"the figure that it should keep\"",
        (_, "revisit") => "\"when to come back to the decision\"",
        (_, "wrong_when") => "\"when it is the wrong choice\"",
        (_, "alternatives") => "[(outcome: \"the id of an outcome\", right_when: \"what makes it right\")]",
        (_, "right_when") => "\"what makes it right\"",
        (_, "references") => "[\"document#heading\"]",
        (_, "sources") => "[(title: \"..\", url: \"https://..\")]",
        (_, "tree") => "\"the id of a tree\"",
        (_, "aspect") => "\"the-aspect\"",
        (_, "between") => "((tree: \"..\", any: [\"..\"]), (tree: \"..\", any: [\"..\"]))",
        (_, "any") => "[\"the id of an outcome, an item or an entry of also\"]",
        (_, "way_out") => "\"which of the two to change\"",
        (_, "mistake") => "\"what people do\"",
        (_, "instead") => "\"what to do instead\"",
        (_, "term") => "\"the term\"",
        ("Principle", "text") => "\"what it says\"",
        (_, "text") => "\"what applies\"",
        _ => return None,
    })
}

/// The fields of a group, as [`ron`] names it when one is missing.
pub(super) struct Group {
    pub name: &'static str,
    /// The fields that it has to have, in the order in which they are written.
    pub required: &'static [&'static str],
    optional: &'static [&'static str],
}

impl Group {
    /// The fields that are wanted beyond those that are there.
    pub(super) fn missing(&self, there: &[&str]) -> Vec<&'static str> {
        self.required.iter().filter(|field| !there.contains(field)).copied().collect()
    }

    /// Whether it can have a field.
    pub(super) fn knows(&self, field: &str) -> bool {
        self.required.contains(&field) || self.optional.contains(&field)
    }
}

/// The group of a name, with `Raw` before it or without.
pub(super) fn group_named(name: &str) -> Option<&'static Group> {
    let name = name.strip_prefix("Raw").unwrap_or(name);
    GROUPS.iter().find(|group| group.name == name)
}

/// The group that a field holds, or a list of them, without a name in front.
pub(super) fn group_in(field: &str) -> Option<&'static Group> {
    group_named(match field {
        "options" => "Option",
        "bands" => "Band",
        "source" | "sources" => "Citation",
        "edges" => "Edge",
        "gains" | "costs" | "first_steps" => "Item",
        "watch" => "Watch",
        "alternatives" => "Alternative",
        "next" => "Next",
        "also" => "Also",
        "answers" => "Answer",
        "tempting" => "Tempting",
        "variants" => "Variant",
        _ => return None,
    })
}

const fn group(name: &'static str, required: &'static [&'static str], optional: &'static [&'static str]) -> Group {
    Group { name, required, optional }
}

const GROUPS: &[Group] = &[
    group("Tree", &["id", "version", "title", "summary", "start", "nodes"], &["worries", "rank", "overrides", "also"]),
    group(
        "Question",
        &["id", "prompt", "why", "how_to_tell", "kind", "assume_why"],
        &["fact", "references", "worries", "alike", "edges", "to"],
    ),
    group("Choice", &["assume", "options"], &[]),
    group("Select", &["assume", "options"], &[]),
    group("Number", &["assume", "unit", "min", "max", "bands"], &[]),
    group("Option", &["id", "label", "meaning"], &["to"]),
    group("Band", &["id", "label", "from", "below", "source"], &["meaning", "to"]),
    group("Edge", &["when", "to"], &["label"]),
    group(
        "Outcome",
        &[
            "id",
            "recommendation",
            "why",
            "gains",
            "costs",
            "first_steps",
            "watch",
            "revisit",
            "wrong_when",
            "alternatives",
            "references",
            "sources",
        ],
        &["anti_patterns", "next", "also", "worries"],
    ),
    group("Item", &["text"], &["id", "when", "label"]),
    group("Watch", &["metric", "figure"], &["id", "when", "label"]),
    group("Alternative", &["right_when"], &["id", "when", "label", "outcome", "name"]),
    group("Next", &["tree", "why"], &["id", "when", "label"]),
    group("Also", &["id", "aspect", "recommendation", "why"], &["when", "label", "references"]),
    group("Citation", &["title", "url"], &[]),
    group("Contradiction", &["id", "between", "why", "way_out", "references"], &["sources", "worries", "overrides"]),
    group("Side", &["tree", "any"], &[]),
    group("AntiPattern", &["id", "title", "mistake", "why", "instead", "references"], &["sources", "worries", "overrides"]),
    group("Term", &["term", "meaning"], &["aliases", "reference", "overrides"]),
    group("Principle", &["id", "title", "text"], &["references", "overrides"]),
    group("Scenario", &["id", "title", "story", "walks"], &["references", "sources", "worries", "overrides"]),
    group("Walk", &["tree", "answers", "outcome", "because"], &["with", "tempting", "variants"]),
    group("Variant", &["suppose", "answers", "outcome", "because"], &["with"]),
    group("Answer", &["question", "answer", "because"], &[]),
    group("Tempting", &["outcome", "why_not"], &[]),
];
