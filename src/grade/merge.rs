//! Puts the results of several shards together, and says what is missing, what is there twice, and what contradicts. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::result::GradeLine;
use super::student::Student;

/// The results of one folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The folder, as it was named.
    pub name: String,
    /// Its lines, in their order.
    pub lines: Vec<GradeLine>,
}

/// All results together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// One line for each student and exercise, in the order of their names.
    pub lines: Vec<GradeLine>,
    /// What does not fit.
    pub problems: Vec<Problem>,
    /// How many results are there more than once, and agree.
    pub twice: usize,
}

/// Something about the parts that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The same text was judged differently under the same conditions: a bug of ours.
    Contradiction {
        /// Whose it is.
        student: Student,
        /// Which exercise.
        exercise: String,
        /// Who says what: the part, the machine, the verdict.
        said: [(String, String, String); 2],
    },
    /// One student's exercise was checked from two texts, or under two conditions.
    TwoTexts {
        /// Whose it is.
        student: Student,
        /// Which exercise.
        exercise: String,
        /// The parts.
        parts: [String; 2],
    },
    /// Parts were graded by different kits, compilers, or for different classes.
    Differ {
        /// What differs.
        what: Difference,
        /// Each value, with the parts that have it.
        values: Vec<(String, Vec<String>)>,
    },
    /// Results are missing.
    Missing {
        /// How many.
        results: usize,
        /// The shards of which nothing is there, or the first of them.
        shards: Vec<String>,
        /// Those that are known by name.
        known: Vec<(Student, String)>,
    },
}

/// What may differ between parts that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// The kit.
    Kit,
    /// The compiler.
    Rustc,
    /// The number of students and exercises.
    Class,
}

impl Problem {
    /// What it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Problem::Contradiction { .. } => "contradiction",
            Problem::TwoTexts { .. } => "two_texts",
            Problem::Differ { what, .. } => match what {
                Difference::Kit => "different_kits",
                Difference::Rustc => "different_compilers",
                Difference::Class => "different_classes",
            },
            Problem::Missing { .. } => "missing",
        }
    }

    /// Whether it is a bug of ours.
    pub fn is_ours(&self) -> bool {
        match self {
            Problem::Contradiction { .. } => true,
            Problem::TwoTexts { .. } | Problem::Differ { .. } | Problem::Missing { .. } => false,
        }
    }
}

/// Of lines in their order, the last one for each student and exercise.
pub fn last(lines: Vec<GradeLine>) -> BTreeMap<(Student, String), GradeLine> {
    let keyed = lines.into_iter();
    let keyed = keyed.map(|line| ((line.student.clone(), line.exercise.clone()), line));
    keyed.collect()
}

/// Merges the parts. Which of them comes first does not matter for what is merged from parts that fit.
pub fn merge(parts: Vec<Part>) -> Merged {
    let mut problems = differences(&parts);
    let mut all: BTreeMap<(Student, String), (GradeLine, String)> = BTreeMap::new();
    let mut twice = 0;
    let mut conflicts = Vec::new();
    for part in parts {
        for (cell, line) in last(part.lines) {
            let Some((known, from)) = all.get_mut(&cell) else {
                all.insert(cell, (line, part.name.clone()));
                continue;
            };
            match conflict((known, from.as_str()), (&line, part.name.as_str())) {
                Some(problem) => conflicts.push(problem),
                None => twice += 1,
            }
            if (precedence(&line)) < precedence(known) {
                (*known, *from) = (line, part.name.clone());
            }
        }
    }
    let lines: Vec<GradeLine> = all.into_values().map(|(line, _)| line).collect();
    problems.extend(conflicts);
    problems.extend(missing(&lines));
    Merged {
        lines,
        problems,
        twice,
    }
}

/// Which of two lines for one cell is kept: one that says something about the program, and else the one that was checked;
/// where both were, any rule will do that does not depend on the order of the parts.
fn precedence(line: &GradeLine) -> (bool, bool, String) {
    let lasts = line.finding.is_lasting();
    (!lasts, line.kept, line.to_json())
}

fn conflict(
    (one, from_one): (&GradeLine, &str),
    (other, from_other): (&GradeLine, &str),
) -> Option<Problem> {
    let (student, exercise) = (one.student.clone(), one.exercise.clone());
    if !one.finding.is_lasting() || !other.finding.is_lasting() {
        return None;
    }
    if one.key != other.key {
        return Some(Problem::TwoTexts {
            student,
            exercise,
            parts: [from_one.into(), from_other.into()],
        });
    }
    let said = |line: &GradeLine, from: &str| {
        let headline = line.finding.headline.clone();
        (from.to_owned(), line.origin.machine.clone(), headline)
    };
    (!one.finding.agrees_with(&other.finding)).then(|| Problem::Contradiction {
        student,
        exercise,
        said: [said(one, from_one), said(other, from_other)],
    })
}

/// In what the parts differ.
fn differences(parts: &[Part]) -> Vec<Problem> {
    let mut seen: BTreeMap<Difference, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for part in parts {
        for line in &part.lines {
            let class = line.class;
            let class = format!("{} students, {} exercises", class.students, class.exercises);
            let mut see = |what, value| {
                let parts = seen.entry(what).or_default().entry(value).or_default();
                parts.insert(part.name.clone());
            };
            see(Difference::Kit, line.origin.kit.clone());
            see(Difference::Rustc, line.origin.rustc.clone());
            see(Difference::Class, class);
        }
    }
    let differ = seen.into_iter().filter(|(_, values)| values.len() > 1);
    let listed = |values: BTreeMap<String, BTreeSet<String>>| {
        let values = values.into_iter();
        values
            .map(|(value, parts)| (value, Vec::from_iter(parts)))
            .collect()
    };
    differ
        .map(|(what, values)| Problem::Differ {
            what,
            values: listed(values),
        })
        .collect()
}

/// What is missing of the class that the lines are of.
fn missing(lines: &[GradeLine]) -> Option<Problem> {
    let expected = lines
        .iter()
        .map(|line| line.class.students.saturating_mul(line.class.exercises));
    let results = expected
        .max()?
        .checked_sub(lines.len())
        .filter(|missing| *missing > 0)?;
    let students: BTreeSet<&Student> = lines.iter().map(|line| &line.student).collect();
    let exercises: BTreeSet<&String> = lines.iter().map(|line| &line.exercise).collect();
    let there: BTreeSet<(&Student, &String)> = lines
        .iter()
        .map(|line| (&line.student, &line.exercise))
        .collect();
    let cells = students
        .iter()
        .flat_map(|student| exercises.iter().map(move |one| (*student, *one)));
    let known = cells.filter(|cell| !there.contains(cell));
    let known = known
        .map(|(student, exercise)| (student.clone(), exercise.clone()))
        .collect();
    let partitions = lines.iter().map(|line| line.origin.partition.as_str());
    Some(Problem::Missing {
        results,
        shards: absent_shards(&partitions.collect()),
        known,
    })
}

/// No more shards are looked for of which nothing is there: a line says of how many it is one, and can say anything.
const MOST_ABSENT: usize = 100;

/// The shards that belong to those that are there, and are not.
fn absent_shards(there: &BTreeSet<&str>) -> Vec<String> {
    let families: BTreeSet<(&str, u32)> = there
        .iter()
        .filter_map(|name| {
            let (kind, shard) = name.split_once(':')?;
            Some((kind, shard.split_once('/')?.1.parse().ok()?))
        })
        .collect();
    let shards = families.into_iter();
    let shards = shards.flat_map(|(kind, of)| (1..=of).map(move |at| format!("{kind}:{at}/{of}")));
    shards
        .filter(|name| !there.contains(name.as_str()))
        .take(MOST_ABSENT)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::result::Word;
    use super::super::result::tests::line;
    use super::*;

    fn part(name: &str, lines: &[GradeLine]) -> Part {
        Part {
            name: name.into(),
            lines: lines.to_vec(),
        }
    }

    /// A class of two students and two exercises.
    fn class() -> Vec<GradeLine> {
        vec![
            line("alice", "threads1", Word::Passes, "one"),
            line("alice", "threads2", Word::Fails, "two"),
            line("bob", "threads1", Word::NotRun, "three"),
            line("bob", "threads2", Word::Fails, "two"),
        ]
    }

    #[test]
    fn shards_are_put_together_whatever_their_order() {
        let class = class();
        for cut in 0..=class.len() {
            let (one, other) = (part("a", &class[..cut]), part("b", &class[cut..]));
            let merged = merge(vec![one.clone(), other.clone()]);
            assert_eq!(merged.lines, class);
            assert_eq!((&*merged.problems, merged.twice), (&[][..], 0));
            assert_eq!(merge(vec![other, one]).lines, class);
        }
    }

    #[test]
    fn of_several_lines_of_one_shard_the_last_counts() {
        let mut lines = class();
        lines.push(line("alice", "threads1", Word::Fails, "new"));
        let merged = merge(vec![part("a", &lines)]);
        assert_eq!(merged.lines[0].finding.verdict, Word::Fails);
        assert_eq!(merged.problems, []);
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut lines = class();
        lines.pop();
        for line in &mut lines {
            line.origin.partition = "hash:2/3".into();
        }
        let merged = merge(vec![part("a", &lines)]);
        let expected = Problem::Missing {
            results: 1,
            shards: vec!["hash:1/3".into(), "hash:3/3".into()],
            known: vec![(lines[2].student.clone(), "threads2".into())],
        };
        assert_eq!(merged.problems, [expected]);
    }

    #[test]
    fn what_a_line_says_of_its_class_may_be_any_number() {
        let mut lines = class();
        for line in &mut lines {
            line.class.students = usize::MAX;
            line.origin.partition = format!("hash:1/{}", u32::MAX);
        }
        let [
            Problem::Missing {
                results, shards, ..
            },
        ] = &merge(vec![part("a", &lines)]).problems[..]
        else {
            panic!("results are missing, and nothing else is wrong");
        };
        assert_eq!((*results, shards.len()), (usize::MAX - 4, MOST_ABSENT));
        assert_eq!(shards[0], format!("hash:2/{}", u32::MAX));
    }

    #[test]
    fn the_same_text_with_two_verdicts_is_a_bug_of_ours() {
        let class = class();
        let mut other = class[0].clone();
        other.finding.verdict = Word::Fails;
        other.origin.machine = "there".into();
        let merged = merge(vec![part("a", &class), part("b", &[other])]);
        assert!(merged.problems[0].is_ours());
        let Problem::Contradiction { said, .. } = &merged.problems[0] else {
            panic!("{:?}", merged.problems);
        };
        assert_eq!((&*said[0].0, &*said[1].1), ("a", "there"));
    }

    #[test]
    fn two_texts_two_kits_and_two_classes_do_not_fit_together() {
        let class = class();
        let mut other = line("alice", "threads1", Word::Passes, "another text");
        other.origin.kit = "0.2.0".into();
        other.class.students = 7;
        let merged = merge(vec![part("a", &class), part("b", &[other])]);
        let kinds: Vec<&str> = merged.problems.iter().map(Problem::kind).collect();
        let expected = [
            "different_kits",
            "different_classes",
            "two_texts",
            "missing",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn what_agrees_is_counted_and_what_the_machine_disturbed_gives_way() {
        let class = class();
        let mut disturbed = class[0].clone();
        disturbed.finding.verdict = Word::NotRun;
        disturbed.finding.kind = Some("surroundings".into());
        for parts in [
            vec![part("a", &class), part("b", &[disturbed.clone()])],
            vec![part("b", &[disturbed]), part("a", &class)],
        ] {
            let merged = merge(parts);
            assert_eq!((merged.lines, merged.twice), (class.clone(), 1));
            assert_eq!(merged.problems, []);
        }
    }
}
