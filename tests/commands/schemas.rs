//! The output of `--format json` follows the schemas in docs/schema.

use std::path::Path;

use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::project::{Project, lines, text};

pub fn assert_described(name: &str, printed: &[Value]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.json"));
    let mut schemas = Schemas::new();
    let schema = Compiler::new().compile(file.to_str().unwrap(), &mut schemas);
    let schema = schema.unwrap();
    assert!(!printed.is_empty());
    for line in printed {
        if let Err(error) = schemas.validate(line, schema) {
            panic!("{name}: {error:#}\n{line:#}");
        }
    }
}

#[test]
fn a_check_that_passes_fails_or_does_not_compile_is_as_described() {
    let project = Project::solved();
    project.save_first("seven");
    project.write("exercises/02_two/second1.rs", &text("7"));
    let args = ["verify", "--runs", "1", "--format", "json"];
    assert_described("check", &lines(&project.racelings(&args).code(1)));
}

#[test]
fn an_exploration_is_as_described() {
    let project = Project::new();
    for program in [
        "fails/load_then_store",
        "fails/two_locks",
        "fails/published_relaxed",
    ] {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/explore/{program}.rs"));
        let args = ["explore", file.to_str().unwrap(), "--format", "json"];
        assert_described("explore", &lines(&project.racelings(&args).code(1)));
    }
}

#[test]
fn the_list_is_as_described() {
    let project = Project::new();
    let listed = project.racelings(&["list", "--format", "json"]).code(0);
    assert_described("list", &lines(&listed));
}
