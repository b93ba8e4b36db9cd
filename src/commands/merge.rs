//! `grade merge`: puts results of several machines together.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::console::{Console, print};
use crate::exit::Exit;
use crate::grade::merge::{self, Merged, Part, Problem};
use crate::grade::result::GradeLine;
use crate::grade::results::{self, Results};
use crate::grade::student::Student;
use crate::grade::summary::{self, Summary, Together};
use crate::grade::{pages, words};
use crate::options::{Format, MergeArgs};
use crate::source;

/// Puts the results of several folders together.
pub fn merge(console: Console, args: &MergeArgs) -> Result<Exit> {
    are_different(args)?;
    let mut parts = Vec::new();
    for folder in &args.parts {
        parts.push(Part {
            name: folder.display().to_string(),
            lines: results::read(folder)?,
        });
    }
    let mut merged = merge::merge(parts);
    // The lock is held until the file is replaced.
    let (results, there) = Results::open(&args.out)?;
    nothing_is_lost(&there, &merged, results.path())?;
    for line in &mut merged.lines {
        pages::bring(line, &args.parts, &args.out)?;
    }
    let text: String = merged.lines.iter().map(GradeLine::to_json).collect();
    source::write_whole(results.path(), &text)
        .with_context(|| format!("{} cannot be written", results.path().display()))?;
    let summary = Summary::of(merge::last(merged.lines).values());
    match args.format {
        Format::Text => {
            console.say_plain(&words::merged(&summary, merged.twice))?;
            console.say_plain(&format!("The results are in {}", results.path().display()))?;
            for problem in &merged.problems {
                let wrong = console.glyphs.wrong();
                console.say_plain(&format!("{wrong} {}", words::problem(problem)))?;
            }
        }
        Format::Json => print(&summary::json(&Together::new(
            &summary,
            merged.twice,
            &merged.problems,
        )))?,
    }
    Ok(match merged.problems.iter().any(Problem::is_ours) {
        true => Exit::OurBug,
        false if merged.problems.is_empty() => Exit::Passes,
        false => Exit::CouldNot,
    })
}

/// That no folder is there twice: it would confirm itself. And that none of them is written to while others may add to it.
fn are_different(args: &MergeArgs) -> Result<()> {
    let out = fs::canonicalize(&args.out).ok();
    let mut known: Vec<PathBuf> = Vec::new();
    for folder in &args.parts {
        let shown = folder.display();
        let Ok(place) = fs::canonicalize(folder) else {
            bail!("{shown} cannot be read: there is no such folder.");
        };
        if out.as_ref() == Some(&place) {
            bail!(
                "{shown} is to be merged and to be written to: nothing was written.\nName a folder of its own with --out."
            );
        }
        if known.contains(&place) {
            bail!("{shown} is named twice: nothing was written.");
        }
        known.push(place);
    }
    Ok(())
}

/// That all results that are there already are among the merged ones.
fn nothing_is_lost(there: &[GradeLine], merged: &Merged, path: &Path) -> Result<()> {
    let new: BTreeSet<(&Student, &String)> = merged.lines.iter().map(GradeLine::cell).collect();
    if let Some(lost) = there.iter().find(|line| !new.contains(&line.cell())) {
        bail!(
            "{} has results that are in none of these folders, such as {} {}: nothing was written.\nMerge it too, into another folder.",
            path.display(),
            lost.student,
            lost.exercise
        );
    }
    Ok(())
}
