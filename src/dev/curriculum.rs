//! The curriculum as a page for teachers: what each exercise is for, what it builds on, and what learners get wrong in it.
//! It is made from info.toml, the chapters and the known fixes.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::catalog::{Catalog, Difficulty, Exercise};
use crate::fixes::{self, Expected, Fix};
use crate::invocation;

const PATH: &str = "docs/CURRICULUM.md";

/// What is out of date: the page of a set that has one.
pub fn problems(catalog: &Catalog) -> Vec<String> {
    let path = catalog.root.join(PATH);
    match fs::read_to_string(&path) {
        Ok(text) if text != made(catalog) => vec![format!(
            "{PATH} is not what info.toml and the known fixes say; `{}` writes it.",
            invocation::command(&["dev", "update"])
        )],
        _ => Vec::new(),
    }
}

/// Writes the page anew, where the set has one.
///
/// # Errors
/// When it cannot be written.
pub fn write(catalog: &Catalog) -> Result<()> {
    let path = catalog.root.join(PATH);
    match path.is_file() {
        true => fs::write(&path, made(catalog)).with_context(|| path.display().to_string()),
        false => Ok(()),
    }
}

fn made(catalog: &Catalog) -> String {
    let chapters: Vec<Chapter> = catalog
        .exercises
        .chunk_by(|one, other| one.dir == other.dir)
        .map(|exercises| Chapter::of(&catalog.root, exercises))
        .collect();
    page(&chapters)
}

struct Chapter<'a> {
    title: String,
    /// Its text, as seen from the page.
    link: PathBuf,
    exercises: Vec<(&'a Exercise, Vec<Fix>)>,
}

impl<'a> Chapter<'a> {
    fn of(root: &Path, exercises: &'a [Exercise]) -> Chapter<'a> {
        let dir = exercises.first().map_or("", |exercise| &exercise.dir);
        let text = PathBuf::from("exercises").join(dir).join("README.md");
        let heading = fs::read_to_string(root.join(&text)).unwrap_or_default();
        let heading = heading.lines().find_map(|line| line.strip_prefix("# "));
        let with_fixes = |exercise| (exercise, fixes::on_disk(root, exercise).0);
        Chapter {
            title: heading.unwrap_or(dir).to_owned(),
            link: Path::new("..").join(&text),
            exercises: exercises.iter().map(with_fixes).collect(),
        }
    }

    /// How long it takes: what is on the core path, and what may be skipped.
    fn minutes(&self) -> String {
        let exercises = self.exercises.iter().map(|(exercise, _)| *exercise);
        let (further, core): (Vec<_>, Vec<_>) = exercises.partition(|one| one.further);
        match (minutes(core), minutes(further)) {
            (core, 0) => format!("About {core} minutes."),
            (core, further) => {
                format!("About {core} minutes, and {further} for what may be skipped.")
            }
        }
    }
}

fn page(chapters: &[Chapter<'_>]) -> String {
    let all = chapters.iter().flat_map(|chapter| &chapter.exercises);
    let (further, core): (Vec<_>, Vec<_>) = all.map(|one| one.0).partition(|one| one.further);
    let mut page = format!(
        "# The curriculum\n\n\
         <!-- Made by `dev update` from info.toml and the known fixes: edit those. -->\n\n\
         {} exercises in {} chapters. [TEACHING.md](TEACHING.md) says how to teach with them.\n\n\
         - {} of them are the core path, about {:.0} hours.\n\
         - {} may be skipped, about {:.0} hours: the same ideas in another form, and special ones. Nothing on the core path \
         builds on them.\n\n\
         The minutes are estimates by the authors: no learner was timed.\n\n\
         ## The map\n\n\
         An arrow leads from an exercise to one that builds on it. What may be skipped has a dashed border.\n\n",
        core.len() + further.len(),
        chapters.len(),
        core.len(),
        hours(&core),
        further.len(),
        hours(&further),
    );
    map(&mut page, chapters);
    for chapter in chapters {
        chapter_of(&mut page, chapter);
    }
    page
}

fn minutes<'e>(exercises: impl IntoIterator<Item = &'e Exercise>) -> u32 {
    let exercises = exercises.into_iter();
    exercises.filter_map(|exercise| exercise.minutes).sum()
}

fn hours(exercises: &[&Exercise]) -> f64 {
    f64::from(minutes(exercises.iter().copied())) / 60.0
}

/// A graph in the notation of Mermaid, which forges draw.
fn map(page: &mut String, chapters: &[Chapter<'_>]) {
    page.push_str("```mermaid\nflowchart LR\n");
    for (number, chapter) in chapters.iter().enumerate() {
        let _ = writeln!(page, "    subgraph c{number}[\"{}\"]", chapter.title);
        for (exercise, _) in &chapter.exercises {
            let class = if exercise.further { ":::further" } else { "" };
            let _ = writeln!(page, "        {}{class}", exercise.name);
        }
        page.push_str("    end\n");
    }
    for (exercise, _) in chapters.iter().flat_map(|chapter| &chapter.exercises) {
        for need in &exercise.needs {
            let _ = writeln!(page, "    {need} --> {}", exercise.name);
        }
    }
    page.push_str("    classDef further stroke-dasharray: 4 4\n```\n");
}

fn chapter_of(page: &mut String, chapter: &Chapter<'_>) {
    let link = chapter.link.display();
    let _ = write!(
        page,
        "\n## [{}]({link})\n\n{}\n",
        chapter.title,
        chapter.minutes()
    );
    for (exercise, fixes) in &chapter.exercises {
        exercise_of(page, exercise, fixes);
    }
}

fn exercise_of(page: &mut String, exercise: &Exercise, fixes: &[Fix]) {
    let _ = write!(page, "\n### {}\n\n", exercise.name);
    if let Some(goal) = &exercise.goal {
        let _ = write!(page, "{goal}\n\n");
    }
    let minutes = exercise.minutes.map(|minutes| format!("{minutes} minutes"));
    let difficulty = exercise.difficulty.map(|difficulty| match difficulty {
        Difficulty::Easy => "easy".to_owned(),
        Difficulty::Medium => "medium".to_owned(),
        Difficulty::Hard => "hard".to_owned(),
    });
    let needs = match exercise.needs.as_slice() {
        [] => None,
        needs => Some(format!("builds on {}", needs.join(", "))),
    };
    let further = exercise.further.then(|| "may be skipped".to_owned());
    let facts = [minutes, difficulty, further, needs];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        let _ = writeln!(page, "*{}.*", facts.join("; "));
    }
    list(page, "Known wrong fixes", fixes, |expected| {
        matches!(expected, Expected::Fails { .. })
    });
    list(page, "Known right fixes", fixes, |expected| {
        *expected == Expected::Passes
    });
}

fn list(page: &mut String, title: &str, fixes: &[Fix], is_listed: impl Fn(&Expected) -> bool) {
    let listed: Vec<_> = fixes
        .iter()
        .filter(|fix| is_listed(&fix.expected))
        .collect();
    if listed.is_empty() {
        return;
    }
    let _ = write!(page, "\n{title}:\n\n");
    for fix in listed {
        let _ = writeln!(page, "- `{}`: {}", fix.name, fix.summary);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_a_map_and_for_each_exercise_its_goal_and_its_misconceptions() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let of = |name: &str| {
            catalog
                .exercises
                .iter()
                .find(|one| one.name == name)
                .unwrap()
        };
        let mut second = of("threads2").clone();
        second.goal = Some("You can add in one step.".into());
        second.minutes = Some(20);
        second.difficulty = Some(Difficulty::Medium);
        second.needs = vec!["threads1".into()];
        second.further = true;
        let fix = |name: &str, expected: Expected| Fix {
            name: name.into(),
            shown: String::new(),
            expected,
            summary: format!("It is {name}."),
            part: String::new(),
        };
        let fails = Expected::Fails {
            kinds: vec!["wrong_result".into()],
            at: Vec::new(),
        };
        let fixes = vec![fix("late", fails), fix("good", Expected::Passes)];
        let page = page(&[Chapter {
            title: "2. Threads".into(),
            link: "../exercises/02_threads/README.md".into(),
            exercises: vec![(of("threads1"), Vec::new()), (&second, fixes)],
        }]);
        let parts = [
            "2 exercises in 1 chapters.",
            "- 1 of them are the core path",
            "- 1 may be skipped",
            "    subgraph c0[\"2. Threads\"]\n        threads1\n        threads2:::further\n",
            "About 15 minutes, and 20 for what may be skipped.\n",
            "    threads1 --> threads2\n",
            "## [2. Threads](../exercises/02_threads/README.md)",
            "### threads2\n\nYou can add in one step.\n\n*20 minutes; medium; may be skipped; builds on threads1.*",
            "Known wrong fixes:\n\n- `late`: It is late.",
            "Known right fixes:\n\n- `good`: It is good.",
        ];
        for part in parts {
            assert!(page.contains(part), "{part}\nis not in\n{page}");
        }
    }
}
