//! The year groups of a school in England, from nursery to the sixth form.

/// Every year group, youngest first, as the database and forms name it.
pub const YEAR_GROUPS: [&str; 16] = [
    "N1", "N2", "R", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
];

/// A year group as a person reads it.
pub fn year_group_words(year_group: &str) -> String {
    match year_group {
        "N1" => "Nursery 1".into(),
        "N2" => "Nursery 2".into(),
        "R" => "Reception".into(),
        other => format!("Year {other}"),
    }
}

/// Those of these names that are year groups, youngest first, each once.
pub fn known_year_groups(names: &[String]) -> Vec<String> {
    let known = YEAR_GROUPS
        .iter()
        .filter(|year| names.iter().any(|name| name == *year));
    known.map(|year| (*year).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn year_groups_come_youngest_first_and_what_is_none_falls_away() {
        let names = ["10", "R", "9", "R", "14"].map(String::from);
        assert_eq!(known_year_groups(&names), ["R", "9", "10"]);
        assert_eq!(year_group_words("R"), "Reception");
        assert_eq!(year_group_words("7"), "Year 7");
    }
}
