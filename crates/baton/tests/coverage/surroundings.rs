//! Arguments, environment, time, and the streams.

use std::env;
use std::io::{self, Write};
use std::time::{Duration, Instant, SystemTime};

fn main() {
    println!("{} {}", env::args().len(), env::args_os().count());
    println!("{:?} {:?}", env::var("NO_SUCH_NAME"), env::var_os("PATH").is_some());
    println!("{}", env::vars().any(|(name, _)| name == "PATH"));

    let start = Instant::now();
    let later = start + Duration::from_secs(2);
    println!("{:?} {:?}", later - start, later.duration_since(start));
    println!("{:?} {:?}", start.checked_duration_since(later), start.saturating_duration_since(later));
    println!("{} {}", later > start, later - Duration::from_secs(2) == start);
    println!("{:?}", start.checked_add(Duration::from_millis(5)).map(|then| then > start));
    println!("{}", Instant::now() >= start);
    println!("{}", SystemTime::now() > SystemTime::UNIX_EPOCH);
    while start.elapsed() < Duration::from_millis(5) {}

    print!("{} ", 1);
    println!();
    let mut out = io::stdout();
    write!(out, "{}-{}", 2, 3).unwrap();
    out.write_all(b"\n").unwrap();
    out.flush().unwrap();
    writeln!(io::stdout().lock(), "{:>4}", 4).unwrap();
    let value = dbg!(5 + 1);
    eprintln!("{value}");
    writeln!(io::stderr(), "seven").unwrap();
    let mut line = String::new();
    println!("{:?}", io::stdin().read_line(&mut line).unwrap());
}
