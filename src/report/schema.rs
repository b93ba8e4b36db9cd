//! The files in docs/schema, which describe what `--format json` prints. They are made from the types that are printed.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Asserts that the file has this schema. With `UPDATE_SCHEMAS=1` in the environment, it is written first. Every key is
/// required.
pub fn assert_current(name: &str, form: &str, schema: schemars::Schema) {
    let mut schema = schema.to_value();
    schema["title"] = form.into();
    schema["properties"]["schema"]["const"] = form.into();
    let keys = schema["properties"].as_object().unwrap().keys();
    schema["required"] = keys.cloned().collect::<Vec<String>>().into();
    schema["additionalProperties"] = false.into();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let path = folder.join(format!("{name}.json"));
    let text = serde_json::to_string_pretty::<Value>(&schema).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept,
        text,
        "{} is old; UPDATE_SCHEMAS=1 writes it",
        path.display()
    );
}
