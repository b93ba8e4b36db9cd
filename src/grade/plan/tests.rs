use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use super::super::claims::States;
use super::super::result::{Containment, Word};
use super::super::submission::Candidate;
use super::*;
use crate::catalog::Catalog;
use crate::fixes::Expected;
use crate::unsafe_code::Policy;

const CHECK: &str = "// ---- The check begins here.\n\nmod check {\n    pub fn main() {}\n}\n\nfn main() {\n    check::main();\n}\n";

fn assignment() -> Assignment {
    let catalog = Catalog::of_kit(Path::new("/nowhere"));
    let exercise = |name| {
        let starter = format!("{name} starter\n{CHECK}");
        Assigned {
            exercise: catalog.get(name).unwrap().clone(),
            starter,
            fixes: Vec::new(),
            points: 1.0,
        }
    };
    Assignment {
        exercises: vec![exercise("threads1"), exercise("threads2")],
        conditions: Conditions {
            kit: "kit".into(),
            rustc: "rustc".into(),
            runs: 20,
            bound: None,
            unsafe_code: Policy::AsInStarter,
            sandbox: Containment::Bubblewrap,
        },
        partition: Partition::Whole,
        machine: "here".into(),
        students: 3,
    }
}

/// Three students: two have the same text for threads1, one has nothing; of threads2 all have the starter or nothing.
fn class() -> Vec<(Student, Submission)> {
    let student = |name: &str, texts: &[(&str, &str)]| {
        let candidates = texts.iter().map(|(exercise, above)| {
            let content = Ok(format!("{above}\n{CHECK}").into_bytes());
            let place = format!("{exercise}.rs");
            (
                (*exercise).to_owned(),
                vec![Candidate {
                    place,
                    content,
                    modified: None,
                }],
            )
        });
        let submission = Submission {
            candidates: BTreeMap::from_iter(candidates),
            not_seen: None,
            states: States::default(),
        };
        (Student::of(OsStr::new(name)), submission)
    };
    vec![
        student(
            "alice",
            &[("threads1", "fix"), ("threads2", "threads2 starter")],
        ),
        student(
            "bob",
            &[("threads1", "fix"), ("threads2", "threads2 starter")],
        ),
        student("carol", &[("threads2", "other")]),
    ]
}

fn plan(assignment: &Assignment, earlier: &Earlier) -> Plan {
    let mut plan = Plan::default();
    for (student, submission) in class() {
        plan.add(assignment, earlier, &student, &submission);
    }
    plan
}

/// Carries a plan out: every text passes.
fn carried_out(assignment: &Assignment, plan: Plan) -> Vec<GradeLine> {
    let passes = Finding {
        verdict: Word::Passes,
        kind: None,
        ..Finding::not_run("", "", "", None)
    };
    let mut lines = plan.known;
    for check in plan.checks {
        lines.extend(assignment.lines(check, &passes));
    }
    lines
}

fn cells(lines: &[GradeLine]) -> BTreeSet<(String, String)> {
    let cell = |line: &GradeLine| (line.student.to_string(), line.exercise.clone());
    lines.iter().map(cell).collect()
}

#[test]
fn the_same_text_is_checked_once_and_what_is_missing_is_said() {
    let assignment = assignment();
    let plan = plan(&assignment, &Earlier::default());
    assert_eq!(plan.checks.len(), 3);
    assert_eq!(plan.known.len(), 1);
    assert_eq!(plan.known[0].finding.kind.as_deref(), Some("missing"));
    let lines = carried_out(&assignment, plan);
    assert_eq!(cells(&lines).len(), 6);
    assert_eq!(lines.iter().filter(|line| line.kept).count(), 2);
    assert_eq!(lines.iter().filter(|line| line.starter).count(), 2);
}

#[test]
fn the_same_command_goes_on_wherever_it_was_stopped() {
    let assignment = assignment();
    let all = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    for stopped in 0..=all.len() {
        let earlier = Earlier::of(&all[..stopped], &[]);
        let rest = plan(&assignment, &earlier);
        assert_eq!(rest.stored, stopped);
        let checks = rest.checks.len();
        let mut lines = all[..stopped].to_vec();
        lines.extend(carried_out(&assignment, rest));
        assert_eq!(lines.len(), all.len());
        assert_eq!(cells(&lines), cells(&all));
        // What was checked before is not checked again for another student.
        let before = all[..stopped]
            .iter()
            .filter(|line| !line.kept && !line.finding.is_missing());
        assert_eq!(checks + before.count(), 3);
    }
}

#[test]
fn results_of_another_grading_are_kept_only_under_the_same_conditions() {
    let assignment = assignment();
    let all = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    let again = plan(&assignment, &Earlier::of(&[], &all));
    assert_eq!((again.checks.len(), again.stored), (0, 0));
    assert_eq!(again.known.iter().filter(|line| line.kept).count(), 5);
    let mut other = assignment.clone();
    other.conditions.rustc = "another".into();
    assert_eq!(plan(&other, &Earlier::of(&[], &all)).checks.len(), 3);
}

#[test]
fn a_text_that_was_changed_is_checked_again_and_the_rest_is_not() {
    let assignment = assignment();
    let all = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    let mut changed = Plan::default();
    for (student, mut submission) in class() {
        if student.name() == "alice" {
            let texts = submission.candidates.get_mut("threads1").unwrap();
            texts[0].content = Ok(format!("new\n{CHECK}").into_bytes());
        }
        changed.add(&assignment, &Earlier::of(&all, &[]), &student, &submission);
    }
    let cells = changed.checks.iter().flat_map(|check| &check.cells);
    let students = cells.map(|cell| cell.student.name());
    assert_eq!(Vec::from_iter(students), ["alice"]);
}

#[test]
fn what_the_machine_was_in_the_way_of_is_checked_again() {
    let assignment = assignment();
    let mut all = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    for line in &mut all {
        line.finding = Finding::not_run(&line.exercise, "surroundings", "no disk", None);
    }
    let again = plan(&assignment, &Earlier::of(&all, &all));
    assert_eq!((again.checks.len(), again.stored), (3, 0));
}

#[test]
fn shards_together_are_the_whole_class_and_check_each_text_once() {
    let whole = assignment();
    let all = carried_out(&whole, plan(&whole, &Earlier::default()));
    for kind in ["hash", "slice"] {
        for of in 1..5 {
            let mut lines = Vec::new();
            let mut checks = 0;
            for number in 1..=of {
                let mut shard = assignment();
                shard.partition = format!("{kind}:{number}/{of}").parse().unwrap();
                let plan = plan(&shard, &Earlier::default());
                checks += plan.checks.len();
                lines.extend(carried_out(&shard, plan));
            }
            assert_eq!((lines.len(), checks), (all.len(), 3), "{kind} {of}");
            assert_eq!(cells(&lines), cells(&all));
        }
    }
}

#[test]
fn other_points_make_a_new_result_without_a_check() {
    let assignment = assignment();
    let all = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    let mut other = assignment.clone();
    other.exercises[0].points = 5.0;
    let again = plan(&other, &Earlier::of(&all, &[]));
    assert_eq!((again.checks.len(), again.stored), (0, 3));
    let points = again
        .known
        .iter()
        .map(|line| (line.exercise.as_str(), line.points));
    assert_eq!(Vec::from_iter(points), [("threads1", 5.0); 3]);
}

#[test]
fn a_known_fix_is_known_whatever_its_comments_and_spaces_are() {
    let mut assignment = assignment();
    assignment.exercises[0].fixes = vec![Fix {
        name: "wrong_one".into(),
        shown: String::new(),
        expected: Expected::Passes,
        summary: "It does nothing.".into(),
        part: "// it\n  fix\n".into(),
    }];
    let lines = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    let known = lines
        .iter()
        .filter_map(|line| Some((line.cell(), line.known_fix.as_ref()?)));
    let known =
        known.map(|((student, exercise), fix)| (student.name(), exercise.as_str(), &*fix.name));
    assert_eq!(
        Vec::from_iter(known),
        [
            ("alice", "threads1", "wrong_one"),
            ("bob", "threads1", "wrong_one")
        ]
    );
}

#[test]
fn what_a_students_folder_says_is_brought_up_to_date_without_a_check() {
    let assignment = assignment();
    let mut all = carried_out(&assignment, plan(&assignment, &Earlier::default()));
    let alices =
        |line: &&mut GradeLine| line.student.name() == "alice" && line.exercise == "threads1";
    all.iter_mut().find(alices).unwrap().claims = Some(Claims {
        attempts: 3,
        passed_at: None,
        modified: None,
    });
    let rest = plan(&assignment, &Earlier::of(&all, &[]));
    assert!(rest.checks.is_empty());
    let [line] = &*rest.known else {
        panic!("{:?}", rest.known);
    };
    assert_eq!(
        (line.student.name(), &line.claims, line.kept),
        ("alice", &None, true)
    );
}
