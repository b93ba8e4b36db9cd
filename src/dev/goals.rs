//! Checks of what `info.toml` says an exercise is for: its goal, what it takes, and what it builds on.

use std::ops::RangeInclusive;

use crate::catalog::{self, Catalog, Exercise};

/// How many minutes an exercise may take: long enough to learn something, short enough for one sitting.
const MINUTES: RangeInclusive<u32> = 5..=40;

/// The problems of all exercises, each with its exercise. Only an exercise of the kit must have all of it.
pub fn problems(catalog: &Catalog) -> Vec<String> {
    let required = catalog::is_of_kit(&catalog.root);
    let mut problems = Vec::new();
    for (place, exercise) in catalog.exercises.iter().enumerate() {
        let (earlier, later) = catalog.exercises.split_at(place);
        let mut found = of_exercise(exercise, required);
        found.extend(of_needs(exercise, earlier, later));
        let name = &exercise.name;
        problems.extend(found.iter().map(|what| format!("{name}: {what}")));
    }
    problems
}

fn of_exercise(exercise: &Exercise, required: bool) -> Vec<String> {
    let mut problems = Vec::new();
    let mut missing = |what: &str| {
        if required {
            problems.push(format!("it has no `{what}` in info.toml."));
        }
    };
    if exercise.goal.is_none() {
        missing("goal");
    }
    if exercise.minutes.is_none() {
        missing("minutes");
    }
    if exercise.difficulty.is_none() {
        missing("difficulty");
    }
    if let Some(goal) = &exercise.goal
        && goal.matches(". ").count() + usize::from(goal.ends_with('.')) != 1
    {
        problems.push(format!(
            "its goal is not one sentence with a full stop: \"{goal}\""
        ));
    }
    if let Some(minutes) = exercise.minutes.filter(|it| !MINUTES.contains(it)) {
        let (least, most) = MINUTES.into_inner();
        problems.push(format!(
            "it takes {minutes} minutes; expected {least} to {most}."
        ));
    }
    problems
}

fn of_needs<'e>(
    exercise: &Exercise,
    earlier: &'e [Exercise],
    later: &'e [Exercise],
) -> Vec<String> {
    let among = |some: &'e [Exercise], name: &str| some.iter().find(|one| one.name == name);
    let problem = |need: &String| match (among(earlier, need), among(later, need)) {
        (Some(needed), _) if needed.further && !exercise.further => Some(format!(
            "`needs` names \"{need}\", which may be skipped (`further`)."
        )),
        (Some(_), _) => None,
        (None, Some(_)) => Some(format!(
            "`needs` names \"{need}\", which is not before it in info.toml."
        )),
        (None, None) => Some(format!("`needs` names \"{need}\", which is no exercise.")),
    };
    exercise.needs.iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn catalog() -> Catalog {
        let mut catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        catalog.exercises.truncate(3);
        catalog
    }

    #[test]
    fn every_exercise_of_the_kit_says_what_it_is_for_and_what_it_takes() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert_eq!(problems(&catalog), [""; 0]);
    }

    #[test]
    fn only_an_exercise_of_the_kit_must_say_it() {
        let mut catalog = catalog();
        catalog.exercises[1].goal = None;
        catalog.exercises[1].minutes = None;
        catalog.exercises[1].difficulty = None;
        assert_eq!(
            problems(&catalog),
            [
                "intro2: it has no `goal` in info.toml.",
                "intro2: it has no `minutes` in info.toml.",
                "intro2: it has no `difficulty` in info.toml."
            ]
        );
        catalog.root = "/somewhere/else".into();
        assert_eq!(problems(&catalog), [""; 0]);
    }

    #[test]
    fn a_goal_is_one_sentence_and_minutes_are_five_to_forty() {
        let mut catalog = catalog();
        catalog.exercises[0].goal = Some("You can do this. And that.".into());
        catalog.exercises[1].goal = Some("You can".into());
        catalog.exercises[2].minutes = Some(45);
        assert_eq!(
            problems(&catalog),
            [
                "intro1: its goal is not one sentence with a full stop: \"You can do this. And that.\"",
                "intro2: its goal is not one sentence with a full stop: \"You can\"",
                "intro3: it takes 45 minutes; expected 5 to 40."
            ]
        );
    }

    #[test]
    fn what_an_exercise_needs_comes_before_it() {
        let mut catalog = catalog();
        for exercise in &mut catalog.exercises {
            exercise.needs.clear();
        }
        catalog.exercises[1].needs = ["intro1", "intro2", "intro3", "intro0"]
            .map(String::from)
            .into();
        assert_eq!(
            problems(&catalog),
            [
                "intro2: `needs` names \"intro2\", which is not before it in info.toml.",
                "intro2: `needs` names \"intro3\", which is not before it in info.toml.",
                "intro2: `needs` names \"intro0\", which is no exercise."
            ]
        );
    }

    #[test]
    fn the_core_path_needs_no_exercise_that_may_be_skipped() {
        let mut catalog = catalog();
        catalog.exercises[1].further = true;
        catalog.exercises[2].needs = vec!["intro2".into()];
        assert_eq!(
            problems(&catalog),
            ["intro3: `needs` names \"intro2\", which may be skipped (`further`)."]
        );
        catalog.exercises[2].further = true;
        assert_eq!(problems(&catalog), [""; 0]);
    }
}
