//! Makes up a class: submissions of students who have solved more or less of the exercises, rightly or wrongly, from the
//! starters, the solutions, the known fixes, and mutations of these. The same seed makes up the same class.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::catalog::{Catalog, Exercise};
use crate::console::Console;
use crate::exit::Exit;
use crate::fixes::{self, Expected};
use crate::grade::key::Digest;
use crate::originals;
use crate::report::counted;
use crate::solution;
use crate::source::Source;

/// Writes a class of so many students into a folder, which must not exist.
pub fn class(console: Console, folder: &Path, students: u32, seed: u64) -> Result<Exit> {
    let catalog = super::catalog()?;
    if folder.exists() {
        bail!("{} exists: name another folder.", folder.display());
    }
    let exercises = catalog.exercises.iter();
    let material: Vec<Material> = exercises
        .map(|exercise| Material::of(&catalog, exercise))
        .collect::<Result<_>>()?;
    for number in 1..=students {
        let student = Student { seed, number };
        for (at, one) in material.iter().enumerate() {
            let Some(text) = student.text(one, at, material.len()) else {
                continue;
            };
            let path = folder.join(student.place(&one.exercise));
            fs::create_dir_all(path.parent().unwrap_or(folder))
                .and_then(|()| fs::write(&path, text))
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    let students = counted(students as usize, "student");
    console.say_plain(&format!("{students} in {}", folder.display()))?;
    Ok(Exit::Passes)
}

/// What students may have written for an exercise: what stands above the check line.
struct Material {
    exercise: Exercise,
    check: String,
    starter: String,
    right: Vec<String>,
    wrong: Vec<String>,
}

impl Material {
    fn of(catalog: &Catalog, exercise: &Exercise) -> Result<Material> {
        let path = exercise.original_path().display().to_string();
        let original = originals::read(&catalog.root, exercise).with_context(|| path.clone())?;
        let Source { above, check } = Source::part(&original).context(path)?;
        let solution = solution::read(catalog, exercise)?;
        let mut right = vec![Source::part(&solution).map_or(solution, |part| part.above)];
        let mut wrong = Vec::new();
        for fix in fixes::of(&catalog.root, exercise) {
            match fix.expected {
                Expected::Passes => right.push(fix.part),
                Expected::Fails { .. } => wrong.push(fix.part),
            }
        }
        Ok(Material {
            exercise: exercise.clone(),
            check,
            starter: above,
            right,
            wrong,
        })
    }
}

/// A made-up student.
struct Student {
    seed: u64,
    number: u32,
}

impl Student {
    /// A number from 0 to `of` - 1, for one purpose.
    fn roll(&self, purpose: &str, of: usize) -> usize {
        let name = format!("{} {}", self.seed, self.number);
        let of = u32::try_from(of).unwrap_or(u32::MAX);
        Digest::of(&[&*name, purpose]).modulo(of) as usize
    }

    /// How students lay their files down: as in a learner's folder, as in a clone, or loose.
    fn place(&self, exercise: &Exercise) -> PathBuf {
        let own = PathBuf::from(format!("student{:04}", self.number));
        match self.roll("layout", 3) {
            0 => own.join(exercise.path()),
            1 => own.join("racelings").join(exercise.path()),
            _ => own.join(format!("{}.rs", exercise.name)),
        }
    }

    /// What the student hands in for the exercise at this place of so many: later ones are solved by fewer students.
    fn text(&self, material: &Material, at: usize, of: usize) -> Option<String> {
        let name = &material.exercise.name;
        let roll = |purpose: &str, of| self.roll(&format!("{name} {purpose}"), of);
        let pick = |texts: &[String]| {
            let texts = Some(texts).filter(|texts| !texts.is_empty());
            texts.map(|texts| texts[roll("which", texts.len())].clone())
        };
        // From 20 to 99, less by up to 40 for the last exercise.
        let skill = 20 + self.roll("skill", 80);
        let chance = skill.saturating_sub(40 * at / of.max(1));
        let right = roll("right", 100) < chance;
        let text = match (right, roll("kind", 100)) {
            (true, _) => pick(&material.right)?,
            (false, 0..25) => return None,
            (false, 25..50) => return Some(format!("{}{}", material.starter, material.check)),
            (false, 50..75) => pick(&material.wrong).unwrap_or_else(|| material.starter.clone()),
            (false, _) => mutated(&pick(&material.right)?, &roll),
        };
        // Most students write their own words.
        let remark = match roll("remark", 3) {
            0 => String::new(),
            _ => format!("// By student {}.\n", self.number),
        };
        Some(format!("{text}{remark}{}", material.check))
    }
}

/// A text with one mistake in it.
fn mutated(text: &str, roll: &dyn Fn(&str, usize) -> usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_code = |line: &String| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let code: Vec<usize> = (0..lines.len()).filter(|at| is_code(&lines[*at])).collect();
    if code.is_empty() {
        return text.to_owned();
    }
    let at = code[roll("line", code.len())];
    match roll("mutation", 4) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(at, lines[at].clone()),
        2 => lines[at] = lines[at].replace('1', "2").replace("SeqCst", "Relaxed"),
        _ => lines
            .iter_mut()
            .for_each(|line| *line = line.replace("SeqCst", "Relaxed")),
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn texts(seed: u64) -> Vec<Option<String>> {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let exercise = catalog.get("threads2").unwrap();
        let material = Material::of(&catalog, exercise).unwrap();
        let student = |number| Student { seed, number }.text(&material, 5, 27);
        (0..60).map(student).collect()
    }

    #[test]
    fn the_same_seed_makes_up_the_same_class_and_another_seed_another() {
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
    }

    #[test]
    fn a_class_has_right_fixes_wrong_ones_starters_mutations_and_gaps() {
        let texts = texts(1);
        assert!(texts.contains(&None));
        let different: BTreeSet<&String> = texts.iter().flatten().collect();
        assert!(different.len() > 20 && different.len() < texts.len());
        assert!(different.iter().all(|text| text.contains("mod check {")));
    }
}
