//! Draws one execution, to be inspected by hand: `PROGRAM=name cargo test --test look -- --ignored --nocapture`.

#![cfg(target_os = "linux")]

mod driver;

#[test]
#[ignore = "for a person"]
fn look() {
    let name = std::env::var("PROGRAM").unwrap();
    let tasks: Vec<u8> = std::env::var("SCHEDULE")
        .unwrap_or_default()
        .bytes()
        .map(|digit| digit - b'0')
        .collect();
    let schedule = driver::run_of(&tasks);
    let mut program = driver::Program::compile(&name);
    let reply = program.run(&schedule);
    println!("{}", driver::draw(&reply));
    println!(
        "{:?}\n{:?}\n{:?}",
        reply.earlier, reply.objects, reply.tasks
    );
    println!(
        "{}{}",
        String::from_utf8_lossy(&reply.stdout),
        String::from_utf8_lossy(&reply.stderr)
    );
    println!(
        "schedule {:?}, program {}",
        reply.decisions(),
        program.file.display()
    );
    if let Ok(copy) = std::env::var("COPY") {
        std::fs::copy(&program.file, copy).unwrap();
    }
    let start = std::time::Instant::now();
    for _ in 0..2000 {
        program.run(&schedule);
    }
    println!(
        "{:.0} executions a second",
        2000.0 / start.elapsed().as_secs_f64()
    );
    let bound = std::env::var("BOUND").map_or(2, |bound| bound.parse().unwrap());
    if std::env::var("SYNC").is_ok() {
        program.switch_at = protocol::SwitchAt::Synchronisation;
    }
    let start = std::time::Instant::now();
    let explored = program.explore(bound);
    println!(
        "{} executions in {:?}: {:?}",
        explored.executions,
        start.elapsed(),
        explored.outcomes
    );
}
