//! What `info.toml` and the kit's manifest become in an exported kit. Pure.

use toml::{Table, Value};

use crate::catalog::Exercise;

/// Leaves these exercises in `info.toml`. What they need beside them is not named.
pub fn keep_only(info: &mut Table, exercises: &[Exercise]) {
    let is_kept = |name: &Value| {
        let mut names = exercises.iter().map(|one| one.name.as_str());
        names.any(|kept| name.as_str() == Some(kept))
    };
    let entries = info.get_mut("exercises").and_then(Value::as_array_mut);
    let Some(entries) = entries else { return };
    entries.retain(|entry| entry.get("name").is_some_and(is_kept));
    for entry in entries {
        if let Some(Value::Array(needs)) = entry.get_mut("needs") {
            needs.retain(is_kept);
        }
    }
}

/// The kit's own tests need the solutions and the known fixes.
pub fn leave_out_unit_tests(manifest: &mut Table) {
    let lib = manifest.get_mut("lib").and_then(Value::as_table_mut);
    if let Some(target) = lib {
        target.insert("test".into(), false.into());
    }
    let bins = manifest.get_mut("bin").and_then(Value::as_array_mut);
    for target in bins.into_iter().flatten().filter_map(Value::as_table_mut) {
        target.insert("test".into(), false.into());
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::catalog::Catalog;

    /// An entry that no reader of single lines understands.
    const ENTRY: &str = r#"
[[exercises]] # the only one
needs = [
    'intro1', # not exported
    "threads1",
]
hints = ["""
[[exercises]]
name = "intro1"
needs = ["intro1"]"""]
"name" = 'threads1'
"#;

    #[test]
    fn however_it_is_written_only_what_is_exported_is_needed() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let mut info: Table = ENTRY.parse().unwrap();
        keep_only(&mut info, &[catalog.get("threads1").unwrap().clone()]);
        let entries = info["exercises"].as_array().unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(
            entries[0]["needs"].as_array().unwrap(),
            &["threads1".into()]
        );
        let hint = entries[0]["hints"][0].as_str().unwrap();
        assert!(hint.ends_with("needs = [\"intro1\"]"), "{hint}");
    }

    #[test]
    fn of_the_manifest_only_the_unit_tests_are_left_out() {
        let before = include_str!("../../../Cargo.toml")
            .parse::<Table>()
            .unwrap();
        let mut manifest = before.clone();
        leave_out_unit_tests(&mut manifest);
        assert_eq!(manifest["lib"]["test"], false.into());
        let bins = manifest["bin"].as_array().unwrap();
        assert!(!bins.is_empty() && bins.iter().all(|bin| bin["test"] == false.into()));
        let others = before
            .iter()
            .filter(|(key, _)| !["lib", "bin"].contains(&key.as_str()));
        for (key, value) in others {
            assert_eq!(&manifest[key], value);
        }
    }
}
