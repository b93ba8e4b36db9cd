//! What a value is called where it is made: by the variable, the fields and the elements of the expression around it. Pure.

use super::{SourceText, begins_name, is_in_name};

/// So many lines above and below a call are looked at.
const LINES: usize = 30;

/// Functions whose closure makes what they return.
const MAKERS: [&str; 5] = ["map", "new", "from_fn", "repeat_with", "get_or_init"];

/// A part of a path to the value, from something around it.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Field(String),
    Element(usize),
    /// A place in a tuple.
    Place(usize),
}

/// What is around an expression.
enum Around<'a> {
    /// A statement that binds this pattern, and what else it contains.
    Bound(&'a str),
    /// A bracket.
    Inside(Bracket<'a>),
    /// Nothing that is known.
    Nothing,
}

/// An open bracket before an expression.
struct Bracket<'a> {
    /// What is before it.
    before: &'a str,
    open: char,
    /// How many commas are between the bracket and the expression.
    commas: usize,
    /// What is between the last comma, or the bracket, and the expression.
    item: &'a str,
}

/// What a bracket encloses.
enum Enclosed {
    /// The fields of a struct.
    Fields,
    /// The declarations of its fields.
    Declarations,
    Elements,
    /// What a tuple consists of, or a struct whose fields have numbers.
    Places,
    /// An expression, or arguments: the value may be the whole expression's.
    Expression,
    /// Statements: their values belong to no expression around them.
    Statements,
}

impl SourceText {
    /// What a value is called that is made at this place: `inc` of `let inc = …`, `shared.count` of
    /// `let shared = Shared { count: … }`, `forks[1]` of `let forks = [f(), f()]`, and where no variable is bound, as in
    /// `Self { bell: f() }`, the field: `bell`.
    pub fn made_at(&self, number: usize, column: usize) -> Option<String> {
        let (line, rest) = self.split_at(number, column);
        let above = number.saturating_sub(LINES).max(1)..number;
        let mut before: String = above.map(|at| code(self.whole_line(at)) + "\n").collect();
        before.push_str(&code(line));
        let mut behind = code(rest);
        (number + 1..=number + LINES).for_each(|at| behind += &code(self.whole_line(at)));
        let (mut before, mut behind) = (before.as_str(), behind.as_str());
        let mut parts = Vec::new();
        loop {
            match around(before) {
                Around::Nothing => return path(None, parts),
                Around::Bound(pattern) => return path(variable(pattern, &mut parts), parts),
                Around::Inside(bracket) => {
                    let separator;
                    (separator, behind) = rest_of_bracket(behind);
                    match bracket.encloses(separator) {
                        Enclosed::Fields => parts.extend(bracket.field()),
                        Enclosed::Declarations => {
                            parts.extend(bracket.field());
                            return path(None, parts);
                        }
                        Enclosed::Elements => parts.push(Part::Element(bracket.commas)),
                        Enclosed::Places => parts.push(Part::Place(bracket.commas)),
                        Enclosed::Expression => {}
                        Enclosed::Statements => return path(None, parts),
                    }
                    before = bracket.before;
                }
            }
        }
    }
}

impl Bracket<'_> {
    /// `separator` comes first behind the expression.
    fn encloses(&self, separator: Option<char>) -> Enclosed {
        let before = self.before.trim_end();
        match self.open {
            '{' => before_brace(before),
            // Each element is a copy of one value, or is made in the same place.
            '[' if separator == Some(';') => Enclosed::Expression,
            '[' => Enclosed::Elements,
            _ => {
                let called = before.ends_with(|c: char| is_in_name(c) || matches!(c, '>' | '!'));
                let name = last_word(before);
                let wraps = matches!(name, "Some" | "Ok" | "Err");
                let is_struct = name.starts_with(char::is_uppercase) && !wraps;
                let is_tuple = !called && (self.commas > 0 || separator == Some(','));
                match is_tuple || (called && is_struct) {
                    true => Enclosed::Places,
                    false => Enclosed::Expression,
                }
            }
        }
    }

    /// The field whose value the expression is, or is a part of.
    fn field(&self) -> Option<Part> {
        let item = self.item.trim();
        let item = item.strip_prefix("pub ").unwrap_or(item);
        let (name, rest) = item.split_once(':')?;
        let is_name = begins_name(name) && name.chars().all(is_in_name);
        (is_name && !rest.starts_with(':')).then(|| Part::Field(name.to_owned()))
    }
}

/// What is in a brace behind this text.
fn before_brace(before: &str) -> Enclosed {
    let name = last_word(before);
    if let Some(parameters) = before.strip_suffix('|') {
        let closure = parameters
            .rfind('|')
            .map_or(parameters, |at| &parameters[..at]);
        let closure = closure.trim_end().trim_end_matches("move").trim_end();
        let makes = closure
            .strip_suffix('(')
            .is_some_and(|call| MAKERS.contains(&last_word(call)));
        return match makes {
            true => Enclosed::Expression,
            false => Enclosed::Statements,
        };
    }
    if matches!(name, "const" | "unsafe" | "else") || before.ends_with(['=', '(', ',']) {
        return Enclosed::Expression;
    }
    let front = before[..before.len() - name.len()].trim_end_matches(':');
    match last_word(front.trim_end()) {
        _ if !name.starts_with(char::is_uppercase) || front.trim_end().ends_with("->") => {
            Enclosed::Statements
        }
        "struct" => Enclosed::Declarations,
        "impl" | "for" | "trait" | "enum" | "union" => Enclosed::Statements,
        _ => Enclosed::Fields,
    }
}

/// What is around the expression that begins behind this text.
fn around(text: &str) -> Around<'_> {
    let (mut depth, mut commas) = (0, 0);
    let mut item = None;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            '(' | '[' | '{' => {
                return Around::Inside(Bracket {
                    before: &text[..at],
                    open: c,
                    commas,
                    item: &text[item.unwrap_or(at + 1)..],
                });
            }
            ';' => return Around::Nothing,
            ',' => {
                commas += 1;
                item.get_or_insert(at + 1);
            }
            _ if begins_word(text, at, "let") => return Around::Bound(&text[at + 3..]),
            _ if begins_word(text, at, "static") => return Around::Bound(&text[at + 6..]),
            _ => {}
        }
    }
    Around::Nothing
}

/// The first comma or semicolon before the end of the bracket around this text, and what is behind that end.
fn rest_of_bracket(text: &str) -> (Option<char>, &str) {
    let (mut depth, mut separator) = (0, None);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return (separator, &text[at + 1..]),
            ')' | ']' | '}' => depth -= 1,
            ',' | ';' if depth == 0 => separator = separator.or(Some(c)),
            _ => {}
        }
    }
    (separator, "")
}

/// The variable in a pattern: of a tuple's the one at the outermost place, which is then no part of the path any more.
fn variable(pattern: &str, parts: &mut Vec<Part>) -> Option<String> {
    let pattern = pattern.trim_start();
    let names = match pattern.strip_prefix('(') {
        Some(names) => {
            let place = match parts.last() {
                Some(Part::Place(place)) => *place,
                Some(Part::Field(_) | Part::Element(_)) | None => 0,
            };
            if let Some(Part::Place(_)) = parts.last() {
                parts.pop();
            }
            names.split_once(')')?.0.split(',').nth(place)?.trim()
        }
        None => pattern,
    };
    let name = names.strip_prefix("mut ").unwrap_or(names).trim_start();
    let end = name.find(|c| !is_in_name(c)).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    let is_pattern = rest.trim_start().starts_with(['(', '{']) || rest.starts_with("::");
    (begins_name(name) && name != "_" && !is_pattern).then(|| name.to_owned())
}

/// The path from the variable, if there is one, or from the outermost field.
fn path(variable: Option<String>, parts: Vec<Part>) -> Option<String> {
    let mut path = variable.unwrap_or_default();
    for part in parts.into_iter().rev() {
        match part {
            Part::Field(name) if path.is_empty() => path = name,
            Part::Element(_) | Part::Place(_) if path.is_empty() => {}
            Part::Field(name) => path.push_str(&format!(".{name}")),
            Part::Element(number) => path.push_str(&format!("[{number}]")),
            Part::Place(number) => path.push_str(&format!(".{number}")),
        }
    }
    (!path.is_empty()).then_some(path)
}

/// The name or the word that the text ends with.
fn last_word(text: &str) -> &str {
    let front = text.trim_end_matches(is_in_name);
    &text[front.len()..]
}

fn begins_word(text: &str, at: usize, word: &str) -> bool {
    let rest = text[at..].strip_prefix(word);
    rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
        && !text[..at].ends_with(is_in_name)
}

/// The line without a comment at its end, and with nothing in its strings.
fn code(line: &str) -> String {
    let mut code = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    let mut in_string = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' if in_string => drop(characters.next()),
            '"' => in_string = !in_string,
            '/' if !in_string && characters.peek() == Some(&'/') => break,
            _ => {}
        }
        if !in_string || c == '"' {
            code.push(c);
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name of what is made at each `new(` of the text.
    fn made(text: &str) -> Vec<Option<String>> {
        let source = SourceText::new("a.rs", text);
        let places = text.lines().enumerate().flat_map(|(line, text)| {
            let calls = text.match_indices("make(");
            calls.map(move |(at, _)| (line + 1, text[..at].chars().count() + 1))
        });
        places
            .map(|(line, column)| source.made_at(line, column))
            .collect()
    }

    /// The same, where all have a name.
    fn names(text: &str) -> Vec<String> {
        made(text).into_iter().map(Option::unwrap).collect()
    }

    #[test]
    fn a_field_has_the_name_of_its_variable_too() {
        let lines = "let shared = Arc::new(Shared {\n    left: make(),\n    right: make(),\n});";
        assert_eq!(names(lines), ["shared.left", "shared.right"]);
        let line = "let acc = Arc::new(Acc { a: make(0), b: make([0; 4]) });";
        assert_eq!(names(line), ["acc.a", "acc.b"]);
    }

    #[test]
    fn a_field_of_a_constructor_has_its_own_name() {
        let new = "impl Order {\n    fn new() -> Self {\n        Self {\n            dish: 0,\n            \
                   lock: make(()),\n            bell: make(),\n        }\n    }\n}";
        assert_eq!(names(new), ["lock", "bell"]);
        assert_eq!(
            names("fn new() -> Desk { Desk { used: make(Vec::new()) } }"),
            ["used"]
        );
        assert_eq!(
            names("#[derive(Default)]\nstruct Desk {\n    used: make(),\n}"),
            ["used"]
        );
    }

    #[test]
    fn an_element_has_its_number() {
        assert_eq!(
            names("let forks = [make(()), make(())];"),
            ["forks[0]", "forks[1]"]
        );
        let lines =
            "let forks: Vec<_> = vec![\n    // (the first\n    make(()),\n    make(\")\"),\n];";
        assert_eq!(names(lines), ["forks[0]", "forks[1]"]);
        let nested = "let bank = Bank { accounts: [make(1), make(2)] };";
        assert_eq!(names(nested), ["bank.accounts[0]", "bank.accounts[1]"]);
    }

    #[test]
    fn what_is_made_in_one_place_again_and_again_has_no_number() {
        for line in [
            "let forks = [const { make(()) }; 3];",
            "let forks: Vec<_> = (0..3).map(|_| make(())).collect();",
            "let forks = std::array::from_fn::<_, 3, _>(|_| make(()));",
            "let forks = [(); 3].map(|_| {\n    make(())\n});",
        ] {
            assert_eq!(names(line), ["forks"], "{line}");
        }
    }

    #[test]
    fn a_place_in_a_tuple_has_its_variable_or_its_number() {
        assert_eq!(names("let (a, mut b) = (make(1), make(2));"), ["a", "b"]);
        assert_eq!(names("let (sender, receiver) = make();"), ["sender"]);
        assert_eq!(
            names("let pair = Arc::new((make(1), make(2)));"),
            ["pair.0", "pair.1"]
        );
        assert_eq!(
            names("let pair = Pair(make(1), make(2));"),
            ["pair.0", "pair.1"]
        );
        assert_eq!(names("let lock = Some((make(1)));"), ["lock"]);
    }

    #[test]
    fn a_static_names_what_its_closure_makes() {
        let lazy = "static LAZY: LazyLock<Mutex<i64>> = LazyLock::new(|| {\n    make(0)\n});";
        assert_eq!(names(lazy), ["LAZY"]);
    }

    #[test]
    fn the_variable_of_a_statement_is_found_across_its_lines() {
        let lines = "let inc = thread::Builder::new()\n    .name()\n    .make(f)\n    .unwrap();";
        assert_eq!(names(lines), ["inc"]);
        let each = "let threads = (0..2).map(|number| {\n    thread::make(f)";
        assert_eq!(names(each), ["threads"]);
    }

    #[test]
    fn a_variable_of_another_statement_names_nothing() {
        for lines in [
            "let rounds = 2;\nmake(f);",
            "let sum = scope(|s| {\n    s.make(f);",
            "let sum = scope(|s| {\n    s.make(f)",
            "let a = 1;\n\nmake(f);",
            "fn handle() -> Arc<Mutex<u64>> {\n    Arc::new(make(0))\n}",
            "let first = 1;\nfor _ in 0..2 {\n    queue.push(make(0));\n}",
            "let Some(lock) = make(0) else { return };",
            "return [make(0), make(1)];",
        ] {
            assert!(made(lines).iter().all(Option::is_none), "{lines}");
        }
    }

    #[test]
    fn each_statement_of_a_line_has_its_own_variable() {
        let line = "fn f() { let größe = make(|| inc(1)); let b = make(dec); make(inc); }";
        let expected = [Some("größe".to_owned()), Some("b".to_owned()), None];
        assert_eq!(made(line), expected);
    }
}
