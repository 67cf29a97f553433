//! The words of the language, for its schema: taken from the tables that the readers use, and, in the
//! test, held against the keys that they ask for.

use super::{header, kind, question};
use crate::response::answer::Missing;

/// The sizes that parts may be padded to, in KiB.
pub(in crate::survey) const PADS: [u32; 6] = header::PADS;

/// The types of question.
pub(in crate::survey) const TYPE_NAMES: [&str; 18] = names(&kind::TYPES);

/// The ways of protecting figures.
pub(in crate::survey) const PROFILE_NAMES: [&str; 4] = names(&header::PROFILES);

/// Whose keys open parts.
pub(in crate::survey) const ROLE_NAMES: [&str; 3] = names(&header::ROLES);

/// The ways of not answering that may be offered.
pub(in crate::survey) const MISSING_WAYS: [&str; 2] = {
    let [one, two] = question::OFFERED;
    [Missing::code(one), Missing::code(two)]
};

/// The names of a table.
const fn names<T: Copy, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = table[at].0;
        at += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::Lowering;
    use super::TYPE_NAMES;
    use crate::survey::NoFiles;
    use crate::survey::raw::from_toml;
    use crate::survey::schema::{
        AUDIENCE, CHOICE, Key, LIST, MIGRATION, OUTER, PRIVACY, QUESTION, RELEASE, ROOT, SECTION,
        SURVEY, own_keys,
    };
    use crate::survey::source::{Problems, Source};

    const NESTED: &str = "[[section.question.question]]";

    const HEAD: &str = "schema = 1\n[survey]\n[privacy]\n[[audience]]\nid = 'a'\n[lists.l]\nentries = []\n[[migration]]\n[[section]]\naudience = [{ id = 'a' }]\n";

    /// The keys that the loader asked for, by where: a table's header, with its type where it is a question's.
    fn asked() -> BTreeMap<String, BTreeSet<&'static str>> {
        let mut text = HEAD.to_owned();
        for header in ["[[section.question]]", NESTED] {
            if header == NESTED {
                text += "[[section.question]]\ntype = 'repeat'\n";
            }
            for kind in TYPE_NAMES {
                for cells in ["single", "multiple", "scale", "integer", "decimal"] {
                    // What is wrong with it is told, and nobody listens.
                    let table =
                        format!("{header}\ntype = '{kind}'\ncells = '{cells}'\nchoices = [{{}}]\n");
                    text += &table;
                }
            }
        }
        let source = Source::new("all", &text);
        let (root, faults) = from_toml(&text);
        assert!(faults.is_empty(), "{faults:?}");
        let lowering = Lowering::new("all", &source, &NoFiles, Problems::default(), false);
        let (_, lowering) = lowering.lower(&root);
        let mut by_place: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
        for (place, keys) in lowering.asked {
            by_place.entry(place).or_default().extend(keys);
        }
        by_place
    }

    fn keys(of: &[Key]) -> BTreeSet<&'static str> {
        of.iter().map(|(key, ..)| *key).collect()
    }

    #[test]
    fn the_schema_has_the_keys_that_the_loader_reads_and_no_others() {
        let asked = asked();
        for (place, table) in [
            ("", ROOT),
            ("[survey]", SURVEY),
            ("[privacy]", PRIVACY),
            ("[[audience]]", AUDIENCE),
            ("[lists.l]", LIST),
            ("[[section]]", SECTION),
            ("[[migration]]", MIGRATION),
            ("{}", CHOICE),
            ("{ id = 'a' }", RELEASE),
        ] {
            assert_eq!(asked[place], keys(table), "{place}");
        }
        for kind in TYPE_NAMES {
            let mut expected = keys(QUESTION);
            expected.extend(keys(OUTER));
            expected.extend(keys(&own_keys(kind)));
            assert_eq!(
                asked[&format!("[[section.question]] {kind}")],
                expected,
                "{kind}"
            );
            // Inside a repeat `audience` is known, and refused by a message of its own.
            if !matches!(kind, "repeat") {
                assert_eq!(
                    asked[&format!("[[section.question.question]] {kind}")],
                    expected,
                    "nested {kind}"
                );
            }
        }
    }
}
