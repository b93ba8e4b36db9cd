//! `grade export`: results as other programs want them. Nothing is checked for it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow, bail};

use super::{start, write_file};
use crate::catalog::{Catalog, CatalogError};
use crate::console::{Console, note};
use crate::exit::Exit;
use crate::grade::export::classroom50::{self, Submission};
use crate::grade::export::{Judged, csv, exercism, gradescope, junit, overview, prairielearn};
use crate::grade::gradebook::{Gradebook, Row};
use crate::grade::pages::Links;
use crate::grade::results;
use crate::options::{ExportArgs, ExportFormat};
use crate::report::counted;

/// Writes the results of a class in another format.
pub fn export(console: Console, args: &ExportArgs) -> Result<Exit> {
    let mut lines = results::read(&args.folder)?;
    for line in &mut lines {
        let page = line.finding.page.take();
        line.finding.page = page.filter(|page| args.folder.join(page).is_file());
    }
    let book = Gradebook::of(lines, &order()?, links(args));
    let book = book.with_context(|| args.folder.display().to_string())?;
    let is_whole = book.without_result == 0 || args.student.is_some();
    if !is_whole {
        note(&format!(
            "There is no result of {} of the class: grade the rest, or merge the parts of all machines.",
            counted(book.without_result, "student")
        ));
    }
    let exit = written(console, args, &book)?;
    Ok(match is_whole {
        true => exit,
        false => Exit::CouldNot,
    })
}

fn written(console: Console, args: &ExportArgs, book: &Gradebook) -> Result<Exit> {
    let of_class = |name, text: String| whole_class(console, args, name, &text);
    let of_each = |write: &OfStudent<'_>| each_student(console, args, book, write);
    match args.format {
        ExportFormat::Csv => of_class("grades.csv", csv::write(book)),
        ExportFormat::Junit => of_class("junit.xml", junit::write(book)),
        ExportFormat::Overview => of_class("overview.html", overview::write(book)),
        ExportFormat::Gradescope => {
            of_each(&|row, judged| Ok(gradescope::write(book, row, judged)))
        }
        ExportFormat::Prairielearn => {
            of_each(&|row, judged| Ok(prairielearn::write(book, row, judged)))
        }
        ExportFormat::Exercism => of_each(&|_, judged| Ok(exercism::write(book, judged))),
        ExportFormat::Classroom50 => {
            if asked_for(args, book)?.len() > 1 {
                bail!(
                    "Classroom 50 takes the result of one submission: name its student with --student."
                );
            }
            let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
            let submission = Submission::of_environment(&|name| env::var(name).ok(), now)?;
            of_each(&|_, judged| Ok(classroom50::write(book, judged, &submission)?))
        }
    }
}

/// How this export links to pages. A file that lies elsewhere does not know where they are.
fn links(args: &ExportArgs) -> Links {
    if let Some(address) = &args.pages {
        return Links::At(address.clone());
    }
    let place = |folder: &Path| folder.canonicalize().ok();
    let beside = |file: &PathBuf| {
        let folder = file.parent().filter(|folder| *folder != Path::new(""));
        place(folder.unwrap_or(Path::new("."))) == place(&args.folder)
    };
    match args.output.as_ref().is_none_or(beside) {
        true => Links::Beside,
        false => Links::None,
    }
}

/// Writes the file of a student who is judged on all exercises.
type OfStudent<'a> = dyn Fn(&Row, &[Judged<'_>]) -> Result<String> + 'a;

/// The names of the exercises, in the order in which learners meet them.
fn order() -> Result<Vec<String>> {
    let catalog = match Catalog::find(&start()?) {
        Ok(found) => found,
        Err(CatalogError::NotFound(_)) => Catalog::of_kit(Path::new("")),
        Err(error) => return Err(error.into()),
    };
    let names = catalog.exercises.into_iter().map(|exercise| exercise.name);
    Ok(names.collect())
}

fn whole_class(console: Console, args: &ExportArgs, name: &str, text: &str) -> Result<Exit> {
    if args.student.is_some() {
        bail!("--student is for the formats that have a file for each student.");
    }
    let file = args
        .output
        .clone()
        .unwrap_or_else(|| args.folder.join(name));
    write_file(&file, text)?;
    console.say_plain(&format!("The file is {}", file.display()))?;
    Ok(Exit::Passes)
}

/// The students whose files are asked for.
fn asked_for<'a>(args: &ExportArgs, book: &'a Gradebook) -> Result<Vec<&'a Row>> {
    let Some(name) = &args.student else {
        return Ok(book.rows.iter().collect());
    };
    let unknown = || {
        anyhow!(
            "there are no results of a student \"{name}\" in {}",
            args.folder.display()
        )
    };
    Ok(vec![book.row_of(name).ok_or_else(unknown)?])
}

/// Writes a file for each student. One of whom something is not known has none: a zero would be wrong.
fn each_student(
    console: Console,
    args: &ExportArgs,
    book: &Gradebook,
    write: &OfStudent<'_>,
) -> Result<Exit> {
    let rows = asked_for(args, book)?;
    let folder = match &args.student {
        Some(_) => None,
        None => Some(folder_for_students(args)?),
    };
    let mut written = 0;
    for row in &rows {
        match book.judged(row) {
            Ok(judged) => {
                let file = match (&folder, &args.output) {
                    (None, Some(file)) => file.clone(),
                    (None, None) => folder_for_students(args)?.join(file_name(row)),
                    (Some(folder), _) => folder.join(file_name(row)),
                };
                write_file(&file, &write(row, &judged)?)?;
                written += 1;
                if folder.is_none() {
                    console.say_plain(&format!("The file is {}", file.display()))?;
                }
            }
            Err(open) => note(&format!(
                "{} has no file: nothing is known about {}.",
                row.student,
                open.join(", ")
            )),
        }
    }
    if let Some(folder) = &folder {
        let files = counted(written, "file");
        console.say_plain(&format!(
            "{files} for {}: {}",
            counted(rows.len(), "student"),
            folder.display()
        ))?;
    }
    Ok(match written == rows.len() {
        true => Exit::Passes,
        false => Exit::CouldNot,
    })
}

fn file_name(row: &Row) -> String {
    format!("{}.json", row.student.file_stem())
}

/// The folder for the students' files, which is created.
fn folder_for_students(args: &ExportArgs) -> Result<PathBuf> {
    let folder = match (&args.output, &args.student) {
        (Some(folder), None) => folder.clone(),
        (_, Some(_)) | (None, None) => args.folder.join(args.format.name()),
    };
    fs::create_dir_all(&folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    Ok(folder)
}
