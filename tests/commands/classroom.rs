//! The files in `classroom/`, which grade a class on more than one machine.

use std::path::Path;
use std::process::{Command, Output};

use crate::installed;
use crate::project::{Project, text};

/// Three students: one passes, one fails, one has handed in nothing.
fn class() -> Project {
    let project = Project::new();
    project.write("class/alice/first1.rs", &text("7 - 7"));
    project.write("class/bob/first1.rs", &text("7"));
    project.write("class/carol/notes.txt", "");
    project.write(
        "set.toml",
        "runs = 1\n\n[[exercises]]\nname = \"first1\"\npoints = 2\n",
    );
    project
}

/// Runs a file of `classroom/` where `racelings` is installed.
fn run(project: &Project, script: &str, args: &[&str], env: &[(&str, &str)]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("classroom")
        .join(script);
    let mut command = Command::new(script);
    command.current_dir(project.path("")).args(args);
    command
        .env("PATH", installed::path())
        .envs(env.iter().copied());
    // The sandbox has tests of its own.
    command.env("GRADE_OPTIONS", "--set set.toml --no-sandbox");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

/// The students' points, as they are in the CSV.
fn points(project: &Project, folder: &str) -> Vec<String> {
    project
        .racelings(&["grade", "export", "csv", folder])
        .success();
    let csv = project.read(&format!("{folder}/grades.csv"));
    let rows = csv.split("\r\n").skip(1);
    let cells = rows.filter_map(|row| row.split(',').next().zip(row.split(',').nth(1)));
    cells
        .map(|(student, points)| format!("{student} {points}"))
        .collect()
}

#[test]
fn the_jobs_of_an_array_together_grade_the_class() {
    let project = class();
    for shard in ["1", "2", "3"] {
        let env = [
            ("SLURM_ARRAY_TASK_ID", shard),
            ("SLURM_ARRAY_TASK_COUNT", "3"),
        ];
        run(&project, "slurm.sh", &["class", "out"], &env);
    }
    let merge = [
        "grade",
        "merge",
        "out/shard-1",
        "out/shard-2",
        "out/shard-3",
        "--out",
        "out/all",
    ];
    project.racelings(&merge).success();
    assert_eq!(points(&project, "out/all"), ["alice 2", "bob 0", "carol 0"]);
}

#[test]
fn gnu_parallel_grades_the_class_in_shards_and_does_nothing_twice() {
    // Others have a program of that name, too.
    let version = Command::new("parallel").arg("--version").output();
    let is_gnu = |output: &Output| String::from_utf8_lossy(&output.stdout).contains("GNU parallel");
    if !version.as_ref().is_ok_and(is_gnu) {
        eprintln!("NOT TESTED: GNU parallel is not installed");
        return;
    }
    let project = class();
    for _ in 0..2 {
        run(&project, "parallel.sh", &["class", "out", "2"], &[]);
        assert_eq!(points(&project, "out/all"), ["alice 2", "bob 0", "carol 0"]);
    }
    let stored = |shard| {
        project
            .read(&format!("out/shard-{shard}/results.jsonl"))
            .lines()
            .count()
    };
    assert!(stored(1) + stored(2) >= 3);
}

#[test]
fn the_array_of_kubernetes_begins_at_0_and_its_shards_at_1() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("classroom/kubernetes.yaml");
    let text = std::fs::read_to_string(file).unwrap();
    let script = text
        .lines()
        .skip_while(|line| line.trim() != "- |")
        .skip(1)
        .take(2);
    let script: String = script.map(|line| format!("{}\n", line.trim())).collect();
    let mut command = Command::new("sh");
    command.args(["-ec", &format!("racelings() {{ echo \"$@\"; }}\n{script}")]);
    command
        .env("JOB_COMPLETION_INDEX", "15")
        .env("SHARDS", "16");
    let output = command.output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().trim(),
        "grade /class --out /graded/shard-16 --partition hash:16/16"
    );
    for number in ["completions: 16", "parallelism: 16", "value: \"16\""] {
        assert!(text.contains(number), "{number}");
    }
}
