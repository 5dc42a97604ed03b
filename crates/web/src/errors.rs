//! What was wrong with a form, field by field, in words for the person who filled it in.

/// The errors of one form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Errors that name one field.
    pub fn one(field: impl Into<String>, words: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, words);
        errors
    }

    /// Adds what is wrong with a field. The first word on a field stands.
    pub fn add(&mut self, field: impl Into<String>, words: impl Into<String>) {
        let field = field.into();
        if self.of(&field).is_none() {
            self.0.push((field, words.into()));
        }
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, words)| words.as_str())
    }

    /// Every error: the field's name and the words.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether there is nothing wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value when nothing is wrong, else the errors.
    ///
    /// # Errors
    /// These errors, when there are any.
    pub fn unless_any<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_on_a_field_stands_and_order_is_kept() {
        let mut errors = Errors::one("name", "Enter a name");
        errors.add("email", "Enter an e-mail address");
        errors.add("name", "Too long");
        assert_eq!(errors.of("name"), Some("Enter a name"));
        assert_eq!(errors.all().len(), 2);
        assert_eq!(errors.unless_any(()).unwrap_err().all()[1].0, "email");
    }
}
