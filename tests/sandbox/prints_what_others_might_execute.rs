//~ panic
// Prints and panics with HTML, a formula of a spreadsheet, and control characters.
fn harm() -> bool {
    let words = "</script><script>alert(1)</script><!--\"'>\n=HYPERLINK(\"http://example.org\")\u{1b}[2J\u{1b}]0;title\u{7}\u{202e}\u{0}";
    eprintln!("{words}");
    println!("{words}");
    panic!("{words}");
}
