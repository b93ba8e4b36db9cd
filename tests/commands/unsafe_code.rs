//! `grade` and unsafe code: it is refused where the starter has none.

use std::fs;

use serde_json::Value;

use crate::project::{Project, text};

/// The verdict or the kind for each student's first1 and second1, with its line and the headline.
fn graded(
    project: &Project,
    exercise: &str,
    args: &[&str],
) -> Vec<(String, String, Value, String)> {
    let all = ["grade", "class", "--runs", "1", "--no-sandbox"];
    let all: Vec<&str> = all.iter().chain(args).copied().collect();
    project.racelings(&all).code(0);
    let stored = project.read("graded/results.jsonl");
    fs::remove_dir_all(project.path("graded")).unwrap();
    let lines = stored
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = lines.filter(|line| line["exercise"] == exercise);
    // They are stored in the order in which the checks end.
    let mut results: Vec<_> = lines
        .map(|line| {
            let kind = line["kind"].as_str().or_else(|| line["verdict"].as_str());
            let headline = word(&line["headline"]);
            (
                word(&line["student"]),
                kind.unwrap().to_owned(),
                line["line"].clone(),
                headline,
            )
        })
        .collect();
    results.sort_by(|one, other| one.0.cmp(&other.0));
    results
}

/// Submissions with unsafe code of all kinds, each with the line that it is found in.
fn with_unsafe_code(project: &Project) -> Vec<(&'static str, Value, String)> {
    let right = text("7 - 7");
    project.write("included", "\nfn included() { unsafe {} }");
    let include = format!("include!(\"{}\");\n", project.path("included").display());
    let warnings = format!(
        "#![warn(nonstandard_style)]\n{}",
        (0..2000)
            .map(|number| format!("pub fn {}_{number}() {{}}\n", "A".repeat(200)))
            .collect::<String>()
    );
    let deep = "a ".repeat(100);
    vec![
        (
            "block",
            4.into(),
            text("\n    unsafe { std::hint::assert_unchecked(true) };\n    0"),
        ),
        (
            "allowed",
            1.into(),
            format!("#![allow(unsafe_code)] unsafe fn f() {{}}\n{right}"),
        ),
        (
            "in_a_macro",
            2.into(),
            format!(
                "macro_rules! m {{ ($($all:tt)*) => {{ $($all)* }} }}\nm! {{ unsafe impl Send for S {{}} }}\nstruct S;\n{right}"
            ),
        ),
        (
            "no_mangle",
            1.into(),
            format!("#[unsafe(no_mangle)] pub extern \"C\" fn mmap() {{}}\n{right}"),
        ),
        (
            "before_main",
            2.into(),
            format!(
                "extern \"C\" fn f() {{}}\n#[used] #[unsafe(link_section = \".init_array\")] static F: extern \"C\" fn() = f;\n{right}"
            ),
        ),
        (
            "extern_block",
            1.into(),
            format!("unsafe extern \"C\" {{ pub safe fn getpid() -> i32; }}\n{right}"),
        ),
        (
            "naked",
            1.into(),
            format!(
                "#[unsafe(naked)] pub extern \"C\" fn f() {{ std::arch::naked_asm!(\"ret\") }}\n{right}"
            ),
        ),
        (
            "assembly",
            1.into(),
            format!("std::arch::global_asm!(\".globl mmap\", \"mmap: ret\");\n{right}"),
        ),
        (
            "naked_behind_a_shebang",
            2.into(),
            format!(
                "#!/*\n#[unsafe(naked)] pub extern \"C\" fn f() {{ std::arch::naked_asm!(\"ret\") }}\n// */\n{right}"
            ),
        ),
        (
            "deep_in_a_macro",
            2.into(),
            format!(
                "macro_rules! deep {{\n    () => {{ std::arch::global_asm!(\".globl mmap\", \"mmap: ret\"); }};\n    ($_:tt $($rest:tt)*) => {{ deep! {{ $($rest)* }} }};\n}}\ndeep! {{ {deep} }}\n{right}"
            ),
        ),
        ("include", 2.into(), format!("{include}{right}")),
        (
            "more_warnings_than_are_read",
            Value::Null,
            format!("{warnings}{right}"),
        ),
    ]
}

#[test]
fn unsafe_code_is_refused_where_the_starter_has_none_unless_the_set_allows_it() {
    let project = Project::new();
    let submissions = with_unsafe_code(&project);
    for (student, _, text) in &submissions {
        project.write(&format!("class/{student}/first1.rs"), text);
    }
    let innocent = format!("// no unsafe\n{}", text("\"unsafe {}\".len() as i64 - 9"));
    project.write("class/innocent/first1.rs", &innocent);
    project.write("set.toml", "[[exercises]]\nname = \"first1\"\n");
    let results = graded(&project, "first1", &["--set", "set.toml"]);
    assert_eq!(results.len(), submissions.len() + 1);
    for (student, kind, line, headline) in results {
        let expected = submissions.iter().find(|(name, ..)| *name == student);
        let Some((_, at, _)) = expected else {
            assert_eq!((student.as_str(), kind.as_str()), ("innocent", "passes"));
            continue;
        };
        assert_eq!(
            (kind.as_str(), &line),
            ("unsafe_code", at),
            "{student}: {headline}"
        );
        let says = "was not checked: it has unsafe code that the exercise does not need";
        assert!(headline.contains(says), "{headline}");
    }
}

#[test]
fn a_set_may_allow_unsafe_code() {
    let project = Project::new();
    let submissions = with_unsafe_code(&project);
    let harmless = ["block", "extern_block", "include"];
    for (student, _, text) in &submissions {
        if harmless.contains(student) {
            project.write(&format!("class/{student}/first1.rs"), text);
        }
    }
    let set = "unsafe = true\n[[exercises]]\nname = \"first1\"\n";
    project.write("set.toml", set);
    let results = graded(&project, "first1", &["--set", "set.toml"]);
    let results = results.iter();
    let results: Vec<_> = results
        .map(|(student, kind, ..)| (student.as_str(), kind.as_str()))
        .collect();
    assert_eq!(results, harmless.map(|student| (student, "passes")));
}

#[test]
fn where_the_starter_is_unsafe_a_fix_may_be_and_takes_no_place_of_the_systems_functions() {
    let project = Project::new();
    let starter = text("unsafe { std::hint::assert_unchecked(true) };\n    7");
    project.write("exercises/.originals/01_one/first1.rs", &starter);
    let fix = starter.replace("7\n", "7 - 7\n");
    project.write("class/block/first1.rs", &fix);
    project.write(
        "class/implementation/first1.rs",
        &format!("struct S;\nunsafe impl Send for S {{}}\n{fix}"),
    );
    let symbol = format!("\n#[unsafe(no_mangle)] pub extern \"C\" fn open64() {{}}\n{fix}");
    project.write("class/symbol/first1.rs", &symbol);
    let results = graded(&project, "first1", &[]);
    let results: Vec<_> = results
        .iter()
        .map(|(student, kind, line, _)| (student.as_str(), kind.as_str(), line))
        .collect();
    assert_eq!(
        results,
        [
            ("block", "passes", &Value::Null),
            ("implementation", "passes", &Value::Null),
            ("symbol", "unsafe_code", &2.into()),
        ]
    );
}

#[test]
fn a_learner_may_write_unsafe_code() {
    let project = Project::new();
    let fix = text("unsafe { std::hint::assert_unchecked(true) };\n    0");
    project.write("exercises/01_one/first1.rs", &fix);
    project.racelings(&["run", "first1", "--runs", "1"]).code(0);
}
