//! The tables of the contest: a short one, one with all figures, and what the words in them mean.

use crate::child::LIMIT;
use crate::contest::{Reached, Row, Way};
use crate::models::{BY_CHANCE, Tool};
use crate::programs::{self, Fit, Program, Truth, Who};
use crate::spread::{Figure, Spread};

/// Prints all of them.
pub fn print(rows: &[Row]) {
    at_a_glance(
        rows,
        Truth::Wrong,
        "Wrong programs: executions and milliseconds to the first failure.",
        &Way::WRONG,
    );
    at_a_glance(
        rows,
        Truth::Right,
        "Right programs: executions and milliseconds until all are tried.",
        &Way::RIGHT,
    );
    explain(rows);
    in_full(rows);
}

/// The heading of a column, and its width.
fn head(way: Way) -> ([&'static str; 2], usize) {
    match way {
        Way::OneCore => (["racelings", "bound 2"], 13),
        Way::AllOfThem => (["racelings", "no bound"], 13),
        Way::Answer => (["its", "answer"], 9),
        Way::Peer(Tool::Loom) => (["loom", ""], 13),
        Way::Peer(Tool::ShuttleRandom) => (["shuttle", "random"], 13),
        Way::Peer(Tool::ShuttlePct) => (["shuttle", "PCT"], 13),
        Way::Peer(Tool::ShuttleDfs) => (["shuttle", "no bound"], 16),
    }
}

fn at_a_glance(rows: &[Row], truth: Truth, title: &str, ways: &[Way]) {
    println!("\n{title}\n");
    for line in 0..2 {
        print!("{:<16}", "");
        for &way in ways {
            let (words, width) = head(way);
            print!("{:>width$}", words[line]);
        }
        println!();
    }
    for program in programs::ALL.iter().filter(|one| one.truth == truth) {
        print!("{:<16}", program.name);
        for &way in ways {
            print!("{:>width$}", cell(rows, program, way), width = head(way).1);
        }
        println!();
    }
}

fn cell(rows: &[Row], program: &Program, way: Way) -> String {
    let of_cell = |row: &&Row| row.program.name == program.name && row.way == way;
    let Some(row) = rows.iter().find(of_cell) else {
        return String::new();
    };
    match row.fit() {
        Fit::Cannot(_) => return "cannot".into(),
        Fit::Misses(_) => return "misses".into(),
        Fit::Able => {}
    }
    let Some((executions, spread)) = figures(row) else {
        return String::new();
    };
    let milliseconds = format!("{}{}", mark(row), Figure(spread.median));
    match way {
        Way::Answer => milliseconds,
        _ => format!("{executions} {milliseconds:>7}"),
    }
}

fn figures(row: &Row) -> Option<(f64, Spread)> {
    let executions = Spread::of(row.samples.iter().map(|sample| sample.executions as f64))?;
    let spread = Spread::of(row.samples.iter().map(|sample| sample.milliseconds))?;
    Some((executions.median, spread))
}

fn mark(row: &Row) -> &'static str {
    match row.samples.last().map(|sample| sample.reached) {
        Some(Reached::TimeLimit) => ">",
        Some(Reached::GivenUp) => "*",
        _ => "",
    }
}

fn explain(rows: &[Row]) {
    let samples = rows.iter().flat_map(|row| &row.samples);
    let start = Spread::of(samples.filter_map(|sample| sample.start));
    let start = start.map_or(String::new(), |spread| Figure(spread.median).to_string());
    println!(
        "\n`bound 2`, `no bound`: racelings' search with one executor on one core, without the\n\
         executor's start, which takes {} ms (median). `no bound` makes each inequivalent\n\
         interleaving once, in which loads read the newest value.\n\
         `its answer`: what a user waits for, on two cores: after a failure a shorter one\n\
         is looked for and shown; spurious wakeups of condition variables and stale reads\n\
         are tried, too.\n\
         loom: up to 2 preemptions. shuttle has no such bound: its DFS makes all\n\
         interleavings; random and PCT (depth 3) make up to {BY_CHANCE}\n\
         executions. The peers' times are without the start of their processes.\n\
         `*`: gave up executions in which it spun. `>`: its {} s were over.\n",
        start,
        LIMIT.as_secs()
    );
    println!("Why a tool `cannot` express a program, or `misses` what is wrong with it:");
    for (who, name) in [
        (Who::Racelings, "racelings"),
        (Who::WithNoBound, "racelings with no bound"),
        (Who::Loom, "loom"),
        (Who::Shuttle, "shuttle"),
    ] {
        let mut told: Vec<&str> = Vec::new();
        for program in programs::ALL {
            if let Fit::Cannot(why) | Fit::Misses(why) = program.fit(who)
                && !told.contains(&why)
            {
                told.push(why);
                println!("- {name}: {why}\n  ({})", alike(who, why));
            }
        }
    }
}

/// The programs with that reason.
fn alike(who: Who, why: &str) -> String {
    let is = |program: &&Program| match program.fit(who) {
        Fit::Cannot(one) | Fit::Misses(one) => one == why,
        Fit::Able => false,
    };
    let names: Vec<&str> = programs::ALL
        .iter()
        .filter(is)
        .map(|one| one.name)
        .collect();
    names.join(", ")
}

fn in_full(rows: &[Row]) {
    println!("\nAll figures; the ratio is to the time of racelings with bound 2.\n");
    println!(
        "{:<17}{:<18}{:>7} {:>9} {:>17} {:>8}",
        "", "", "exec.", "median ms", "min..max", "ratio"
    );
    let base_of = |program: &Program| {
        let is_base = |row: &&Row| row.program.name == program.name && row.way == Way::OneCore;
        let row = rows.iter().find(is_base)?;
        (row.fit() == Fit::Able).then(|| figures(row))?
    };
    for row in rows.iter().filter(|row| row.fit() == Fit::Able) {
        let Some((executions, spread)) = figures(row) else {
            continue;
        };
        let [first, second] = head(row.way).0;
        let tool = match row.way {
            Way::Answer => "racelings, answer".to_owned(),
            _ if second.is_empty() => first.to_owned(),
            _ => format!("{first}, {second}"),
        };
        let ratio = base_of(row.program).map_or(String::new(), |(_, base)| {
            Figure(spread.median / base.median).to_string()
        });
        println!(
            "{:<17}{tool:<18}{executions:>7} {:>9} {:>17} {ratio:>8}",
            row.program.name,
            format!("{}{}", mark(row), Figure(spread.median)),
            spread.range(),
        );
    }
}
