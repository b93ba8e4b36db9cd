//! What is left to do: which results are there already, which are known without a check, and which texts have to be checked.
//! Pure.

use std::collections::HashMap;

use super::choice::{Chosen, choose};
use super::claims::Claims;
use super::key::{Conditions, Digest, Key};
use super::partition::Partition;
use super::result::{Extent, Finding, GradeLine, KnownFix, Origin, SCHEMA};
use super::student::Student;
use super::submission::{Submission, Unusable};
use crate::catalog::Exercise;
use crate::fixes::{self, Expected, Fix};
use crate::source;

/// What is graded, and how: the same for all students.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The exercises.
    pub exercises: Vec<Assigned>,
    /// What results depend on besides the texts.
    pub conditions: Conditions,
    /// The part that is graded here.
    pub partition: Partition,
    /// This machine.
    pub machine: String,
    /// The number of students in the class.
    pub students: usize,
}

/// An exercise that a class has to solve.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The exercise.
    pub exercise: Exercise,
    /// Its starter.
    pub starter: String,
    /// Its known fixes.
    pub fixes: Vec<Fix>,
    /// What a pass is worth.
    pub points: f64,
}

impl Assigned {
    /// A program whose check comes to a verdict, unless the machine is in the way: a right fix, which is checked to the end, or
    /// else the starter.
    pub fn control(&self) -> &str {
        let right = self
            .fixes
            .iter()
            .find(|fix| fix.expected == Expected::Passes);
        right.map_or_else(|| source::above(&self.starter), |fix| &fix.part)
    }
}

/// Earlier results.
#[derive(Debug, Default)]
pub struct Earlier {
    last: HashMap<(Student, String), Last>,
    by_key: HashMap<Key, (Finding, String)>,
}

/// What a stored result depends on. If it is still the same, the result is.
#[derive(Debug)]
struct Last {
    key: Key,
    points: f64,
    claims: Option<Claims>,
}

impl Earlier {
    /// What the results of this very grading say, and those of others that may be used again.
    pub fn of(own: &[GradeLine], others: &[GradeLine]) -> Earlier {
        let mut earlier = Earlier::default();
        for line in others.iter().chain(own) {
            if line.finding.is_lasting() {
                let known = (line.finding.clone(), line.origin.machine.clone());
                earlier.by_key.insert(line.key.clone(), known);
            }
        }
        for line in own {
            let cell = (line.student.clone(), line.exercise.clone());
            let last = Last {
                key: line.key.clone(),
                points: line.points,
                claims: line.claims.clone(),
            };
            match line.finding.is_lasting() {
                true => earlier.last.insert(cell, last),
                // The machine was in the way: it is tried again.
                false => earlier.last.remove(&cell),
            };
        }
        earlier
    }
}

/// What is left to do for a part of a class.
#[derive(Debug, Default)]
pub struct Plan {
    /// Results that are known, and not stored yet.
    pub known: Vec<GradeLine>,
    /// What has to be checked.
    pub checks: Vec<Check>,
    /// The number of results that are stored already.
    pub stored: usize,
    checks_by_key: HashMap<Key, usize>,
    places: HashMap<Digest, usize>,
}

/// A text to be checked, once for all students who have handed it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What its result depends on.
    pub key: Key,
    /// The place of the exercise in the assignment.
    pub exercise: usize,
    /// What stands above the check line.
    pub above: String,
    /// Whose it is.
    pub cells: Vec<Cell>,
}

/// One exercise of one student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The student.
    pub student: Student,
    /// The file, below the submission.
    pub place: Option<String>,
    /// Whether it is the starter.
    pub is_starter: bool,
    /// The known fix that it is.
    pub known_fix: Option<KnownFix>,
    /// What the student's folder says about it.
    pub claims: Option<Claims>,
}

impl Assignment {
    /// How large the class is.
    pub fn extent(&self) -> Extent {
        Extent {
            students: self.students,
            exercises: self.exercises.len(),
        }
    }

    /// Whether a result is about one of the exercises.
    pub fn has(&self, line: &GradeLine) -> bool {
        let mut exercises = self.exercises.iter();
        exercises.any(|assigned| assigned.exercise.name == line.exercise)
    }

    /// A result, as it is stored.
    pub fn line(&self, exercise: usize, key: Key, cell: Cell, finding: Finding) -> GradeLine {
        GradeLine {
            schema: SCHEMA.into(),
            student: cell.student,
            exercise: self.exercises[exercise].exercise.name.clone(),
            file: cell.place,
            starter: cell.is_starter,
            known_fix: cell.known_fix,
            points: self.exercises[exercise].points,
            finding,
            key,
            kept: false,
            claims: cell.claims,
            origin: Origin {
                kit: self.conditions.kit.clone(),
                rustc: self.conditions.rustc.clone(),
                machine: self.machine.clone(),
                partition: self.partition.to_string(),
                sandbox: self.conditions.sandbox,
            },
            class: self.extent(),
        }
    }

    /// The results of a check: the same for all who have handed in that text. For all but the first, nothing was run.
    pub fn lines(&self, check: Check, finding: &Finding) -> Vec<GradeLine> {
        let cells = check.cells.into_iter().enumerate();
        let line = |(at, cell)| GradeLine {
            kept: at > 0,
            ..self.line(check.exercise, check.key.clone(), cell, finding.clone())
        };
        cells.map(line).collect()
    }
}

impl Plan {
    /// Adds what a student has handed in.
    pub fn add(
        &mut self,
        assignment: &Assignment,
        earlier: &Earlier,
        student: &Student,
        submission: &Submission,
    ) {
        for (at, assigned) in assignment.exercises.iter().enumerate() {
            let exercise = &assigned.exercise;
            let chosen = choose(submission, &exercise.name, &assigned.starter);
            let content = match &chosen {
                Ok(chosen) => Digest::of(&["text", &exercise.name, &chosen.above]),
                Err(_) => Digest::of(&["nothing", &exercise.name, student.name()]),
            };
            let next = self.places.len();
            let place = *self.places.entry(content).or_insert(next);
            let partition = assignment.partition;
            if !partition.has(&content, place) && !partition.confirms(&content, place) {
                continue;
            }
            match chosen {
                Ok(chosen) => {
                    let claims = submission.claims(exercise, &chosen.place);
                    self.add_text(assignment, earlier, (student, claims), at, chosen);
                }
                Err(why) => self.add_unusable(assignment, earlier, student, at, &why),
            }
        }
    }

    fn add_text(
        &mut self,
        assignment: &Assignment,
        earlier: &Earlier,
        (student, claims): (&Student, Option<Claims>),
        at: usize,
        chosen: Chosen,
    ) {
        let assigned = &assignment.exercises[at];
        let Assigned {
            exercise, starter, ..
        } = assigned;
        let key = Key::of_check(&chosen.above, exercise, starter, &assignment.conditions);
        if self.is_stored(earlier, student, assigned, &(&key, &claims)) {
            return;
        }
        let cell = Cell {
            claims,
            student: student.clone(),
            place: Some(chosen.place),
            is_starter: chosen.is_starter,
            known_fix: fixes::equal_to(&chosen.above, &assigned.fixes).map(KnownFix::of),
        };
        if let Some((finding, machine)) = earlier.by_key.get(&key) {
            let mut line = assignment.line(at, key, cell, finding.clone());
            line.kept = true;
            line.origin.machine.clone_from(machine);
            return self.known.push(line);
        }
        let next = self.checks.len();
        match *self.checks_by_key.entry(key.clone()).or_insert(next) {
            known if known < next => self.checks[known].cells.push(cell),
            _ => self.checks.push(Check {
                key,
                exercise: at,
                above: chosen.above,
                cells: vec![cell],
            }),
        }
    }

    fn add_unusable(
        &mut self,
        assignment: &Assignment,
        earlier: &Earlier,
        student: &Student,
        at: usize,
        why: &Unusable,
    ) {
        let assigned = &assignment.exercises[at];
        let exercise = &assigned.exercise;
        let (kind, words) = (why.kind(), why.to_string());
        let key = Key::of_nothing(&exercise.name, kind, &words);
        if self.is_stored(earlier, student, assigned, &(&key, &None)) {
            return;
        }
        let cell = Cell {
            student: student.clone(),
            place: None,
            is_starter: false,
            known_fix: None,
            claims: None,
        };
        let finding = Finding::not_run(&exercise.name, kind, &words, why.line());
        self.known.push(assignment.line(at, key, cell, finding));
    }

    fn is_stored(
        &mut self,
        earlier: &Earlier,
        student: &Student,
        assigned: &Assigned,
        (key, claims): &(&Key, &Option<Claims>),
    ) -> bool {
        let cell = (student.clone(), assigned.exercise.name.clone());
        let last = earlier.last.get(&cell);
        let is_stored = last.is_some_and(|last| {
            last.key == **key && last.points == assigned.points && last.claims == **claims
        });
        self.stored += usize::from(is_stored);
        is_stored
    }
}

#[cfg(test)]
mod tests;
