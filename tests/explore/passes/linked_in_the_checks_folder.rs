//~ PASSES
//! The linker keeps its files in the folder of the check, which is removed even if both are killed.

fn main() {
    let folder = option_env!("TMPDIR").unwrap_or_default();
    assert!(folder.contains("/racelings-"), "{folder}");
}
