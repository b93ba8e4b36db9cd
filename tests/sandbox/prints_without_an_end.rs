//~ output_limit
// Prints without an end.
fn harm() -> bool {
    loop {
        println!("{}", "x".repeat(10_000));
    }
}
