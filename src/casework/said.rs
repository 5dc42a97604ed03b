//! What somebody wrote when they did something, for whoever looks for its words.

use super::deed::Deed;

/// The words of a follow-up as pages show them, from the sealed document: never the short names by
/// which terms are kept, and never whom it is about. Nothing, where it is no follow-up.
pub fn said(words: &str) -> Option<Vec<String>> {
    let deed: Deed = serde_json::from_str(words).ok()?;
    let in_words = deed.in_words(|_| None);
    let mut said = Vec::new();
    // "Contact made: Police" says more than that it is a contact.
    if let Some((_, what)) = in_words.what.split_once(": ") {
        said.push(what.to_owned());
    }
    // Which pupil had which part is no word of anybody.
    if !deed.kind().names_pupils() {
        said.extend(in_words.facts.into_iter().map(|(_, fact)| fact));
    }
    said.extend(in_words.texts.into_iter().map(|(_, text)| text));
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_said_as_people_read_it() {
        let contact = r#"{"contact":{"with":"social_worker","agency":"","person":"Ann",
            "means":"in_person","reached":"yes","words":"She came."}}"#;
        let said = said(contact).unwrap();
        assert_eq!(
            said,
            [
                "Social worker or children’s social care",
                "Ann",
                "In person",
                "She came."
            ]
        );
    }

    #[test]
    fn who_had_which_role_is_not_said() {
        let roles = r#"{"role_change":{"roles":[{"pupil":"p","from":"subject","to":"witness"}],
            "words":"Told by the class."}}"#;
        assert_eq!(said(roles).unwrap(), ["Told by the class."]);
        assert_eq!(said("Rang home."), None);
    }
}
